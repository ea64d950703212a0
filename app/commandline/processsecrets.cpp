// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/processsecrets.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace app {

namespace {

constexpr std::string_view SecretKeys[] = {"password", "sslpassword", "scram_client_key",
                                           "scram_server_key", "oauth_client_secret"};

bool isNamePart(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

bool isPostgresVariable(std::string_view text)
{
    return text.starts_with("PG") && !text.starts_with("PGVIGIL");
}

char *skipBlanks(char *at)
{
    while (std::isspace(static_cast<unsigned char>(*at)))
        ++at;
    return at;
}

// The end of the value in a keyword string, quoted or not, or of a URI's parameter.
char *endOfValue(char *at, bool uri)
{
    if (uri)
        return at + std::strcspn(at, "&");
    const bool quoted = *at == '\'';
    at += quoted;
    while (*at && (quoted ? *at != '\'' : !std::isspace(static_cast<unsigned char>(*at)))) {
        if (*at == '\\' && at[1])
            ++at;
        ++at;
    }
    return quoted && *at ? at + 1 : at;
}

void maskValues(char *text, std::string_view key, bool uri)
{
    const std::string name(key);
    for (char *at = std::strstr(text, name.c_str()); at; at = std::strstr(at + 1, name.c_str())) {
        if (at > text && isNamePart(at[-1]))
            continue;
        char *value = skipBlanks(at + name.size());
        if (*value != '=')
            continue;
        value = uri ? value + 1 : skipBlanks(value + 1);
        std::fill(value, endOfValue(value, uri), '*');
    }
}

// From the first colon behind the scheme to the last at sign: covers passwords that hold either.
void maskUserInfo(char *authority)
{
    char *colon = std::strchr(authority, ':');
    char *at = std::strrchr(authority, '@');
    if (colon && at && colon < at)
        std::fill(colon + 1, at, '*');
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

void maskPasswords(char *text)
{
    const bool uri =
        std::strncmp(text, "postgresql://", 13) == 0 || std::strncmp(text, "postgres://", 11) == 0;
    if (uri)
        maskUserInfo(std::strchr(text, '/') + 2);
    for (const std::string_view key : SecretKeys)
        maskValues(text, key, uri);
}

void maskArguments(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i)
        maskPasswords(argv[i]);
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
