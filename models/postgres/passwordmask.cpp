// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/passwordmask.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>
#include <string_view>

namespace pg {

namespace {

constexpr std::string_view SecretKeys[] = {"password", "sslpassword", "scram_client_key",
                                           "scram_server_key", "oauth_client_secret"};

bool isNamePart(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

char *skipBlanks(char *at)
{
    while (std::isspace(static_cast<unsigned char>(*at)))
        ++at;
    return at;
}

// A word that sets nothing is the rest of a value that should have been quoted.
char *endOfWords(char *at)
{
    while (true) {
        char *word = skipBlanks(at);
        char *end = word + std::strcspn(word, " \t\n\r\f\v");
        if (word == end || std::find(word, end, '=') != end || *skipBlanks(end) == '=')
            return at;
        at = end;
    }
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
    if (quoted)
        return *at ? at + 1 : at;
    return endOfWords(at);
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

void maskPasswords(char *text)
{
    const bool uri =
        std::strncmp(text, "postgresql://", 13) == 0 || std::strncmp(text, "postgres://", 11) == 0;
    if (uri)
        maskUserInfo(std::strchr(text, '/') + 2);
    for (const std::string_view key : SecretKeys)
        maskValues(text, key, uri);
}

} // namespace pg
