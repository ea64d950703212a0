// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/processsecrets.h"

#include "postgres/passwordmask.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace app {

namespace {

bool isPostgresVariable(std::string_view text)
{
    return text.starts_with("PG") && !text.starts_with("PGVIGIL");
}

} // namespace

pgaccess::Variables postgresEnvironment()
{
    pgaccess::Variables out;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const size_t equals = text.find('=');
        if (isPostgresVariable(text) && equals != text.npos)
            out.push_back({.name = std::string(text.substr(0, equals)),
                           .value = pgaccess::SecretText(text.substr(equals + 1))});
    }
    return out;
}

base::Secret takePostgresEnvironment()
{
    base::Secret password;
    std::vector<std::string> names;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const size_t equals = text.find('=');
        if (!isPostgresVariable(text) || equals == text.npos)
            continue;
        names.emplace_back(text.substr(0, equals));
        if (names.back() == "PGPASSWORD") {
            char *value = *entry + equals + 1;
            password = base::Secret(QByteArrayView(value, qsizetype(std::strlen(value))));
            explicit_bzero(value, std::strlen(value));
        }
    }
    for (const std::string &name : names)
        unsetenv(name.c_str());
    return password;
}

void maskArguments(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i)
        pg::maskPasswords(argv[i]);
}

void forbidCoreDumps()
{
#ifdef NDEBUG
    const rlimit none{};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace app
