// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbafindings.h"
#include "access/hba/hbamatch.h"

#include <cstdint>
#include <cstdlib>

// The bytes are the rules, the map file, and every file that they name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace pgaccess;
    if (size == 0)
        return 0;
    const int version = 13 + data[0] % 6;
    const std::string bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    AuthFileAccess files;
    files.read = [&](const std::string &path) -> AuthFileAccess::Text {
        if (path.size() % 3 == 0)
            return std::unexpected(AuthFileProblem{.missing = true, .text = "missing"});
        return bytes.substr(0, 100);
    };
    files.list = [](const std::string &) -> AuthFileAccess::Names {
        return std::vector<std::string>{"a.conf", "b2.conf"};
    };
    const HbaRules rules = parseHbaText("/etc/pg_hba.conf", bytes, files, version);
    const IdentRules ident = parseIdentText("/etc/pg_ident.conf", bytes, files, version);
    const std::vector<HbaFinding> findings = checkHba(rules, &ident);
    HbaClient client{.address = parseIpAddress("10.1.2.3"), .user = "a", .database = "a"};
    const HbaOutcome outcome = matchHba(rules, client);
    if (outcome.considered.size() != rules.rules.size())
        std::abort();
    for (const HbaFinding &finding : findings) {
        if (finding.id != HbaFindingId::Unreachable || !outcome.rule)
            continue;
        const HbaRule &chosen = rules.rules[*outcome.rule];
        // An included file may be there twice.
        if (finding.line == chosen.line && finding.file == chosen.file && rules.files.size() == 1)
            std::abort();
    }
    for (const HbaRule &rule : rules.rules) {
        if (!rule.error.empty())
            continue;
        const HbaRules again = parseHbaText("/etc/pg_hba.conf", hbaRuleText(rule), {}, version);
        if (again.rules.size() != 1)
            std::abort();
    }
    return 0;
}
