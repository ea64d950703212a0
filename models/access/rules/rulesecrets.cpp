// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/rulesecrets.h"

#include "access/hba/hbaoptions.h"

#include <algorithm>

namespace pgaccess {

namespace {

constexpr std::string_view Names[] = {"ldapbindpasswd", "radiussecrets"};

bool isContinued(std::string_view text, std::size_t lineEnd)
{
    const std::size_t last = text.find_last_not_of('\r', lineEnd - 1);
    return lineEnd > 0 && last != std::string_view::npos && text[last] == '\\';
}

/// Where a value ends: at a blank outside of quotes, or at the end of a line that does not go on.
std::size_t endOfValue(std::string_view text, std::size_t at, bool inQuotes)
{
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n' && !isContinued(text, at))
            break;
        if (c == '"')
            inQuotes = !inQuotes;
        else if (!inQuotes && (c == ' ' || c == '\t'))
            break;
    }
    return at;
}

bool isInQuotes(std::string_view text, std::size_t at)
{
    const std::size_t start = text.rfind('\n', at) + 1; // npos + 1 is 0
    return std::ranges::count(text.substr(start, at - start), '"') % 2 == 1;
}

/// Where the next value of a secret begins.
std::size_t nextSecret(std::string_view text, std::size_t from)
{
    std::size_t best = std::string_view::npos;
    for (const std::string_view name : Names) {
        std::size_t at = text.find(name, from);
        while (at != std::string_view::npos) {
            const std::size_t equals = text.find_first_not_of('"', at + name.size());
            if (equals != std::string_view::npos && text[equals] == '=') {
                best = std::min(best, equals + 1);
                break;
            }
            at = text.find(name, at + name.size());
        }
    }
    return best;
}

} // namespace

std::string withoutRuleSecrets(std::string_view text)
{
    std::string out;
    std::size_t from = 0;
    for (std::size_t value = nextSecret(text, 0); value != std::string_view::npos;
         value = nextSecret(text, from)) {
        const bool inQuotes = isInQuotes(text, value);
        const std::size_t end = endOfValue(text, value, inQuotes);
        out += text.substr(from, value - from);
        if (end > value)
            out += MaskedSecret;
        if (inQuotes && end > value && text[end - 1] == '"')
            out += '"';
        from = end;
    }
    out += text.substr(from);
    return out;
}

} // namespace pgaccess
