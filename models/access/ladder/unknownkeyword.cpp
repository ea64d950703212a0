// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/unknownkeyword.h"

#include "postgres/connectionspec.h"

#include <QUrl>

#include <algorithm>
#include <vector>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

// What other programs call them.
constexpr std::pair<QLatin1StringView, QLatin1StringView> OtherNames[] = {
    {"database"_L1, "dbname"_L1},     {"db"_L1, "dbname"_L1},
    {"server"_L1, "host"_L1},         {"address"_L1, "hostaddr"_L1},
    {"ip"_L1, "hostaddr"_L1},         {"login"_L1, "user"_L1},
    {"role"_L1, "user"_L1},           {"pass"_L1, "password"_L1},
    {"pwd"_L1, "password"_L1},        {"schema"_L1, "options"_L1},
    {"search_path"_L1, "options"_L1}, {"timeout"_L1, "connect_timeout"_L1},
};

QStringList keywords()
{
    return pg::ConnectionSpec::knownOptions() + QStringList{u"password"_s, u"sslpassword"_s};
}

// Letters to add, drop, replace or swap with their neighbour until one word is the other.
int distance(const QString &one, const QString &other)
{
    const qsizetype width = other.size() + 1;
    std::vector<int> d(size_t((one.size() + 1) * width));
    const auto at = [&d, width](qsizetype i, qsizetype j) -> int & {
        return d[size_t(i * width + j)];
    };
    for (qsizetype i = 0; i <= one.size(); ++i) {
        for (qsizetype j = 0; j <= other.size(); ++j) {
            if (i == 0 || j == 0) {
                at(i, j) = int(i + j);
                continue;
            }
            const int cost = one[i - 1] == other[j - 1] ? 0 : 1;
            at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
        }
    }
    return at(one.size(), other.size());
}

QString nearestTo(const QString &word)
{
    constexpr qsizetype Longest = 40;
    const QString lower = word.toLower().first(std::min(word.size(), Longest));
    for (const auto &[name, keyword] : OtherNames) {
        if (lower == name)
            return keyword;
    }
    QString best;
    int least = lower.size() > 4 ? 3 : 2; // further apart it is another word
    for (const QString &keyword : keywords()) {
        const int apart = distance(lower, keyword);
        if (apart < least) {
            least = apart;
            best = keyword;
        }
    }
    return best;
}

// Over a value: up to a blank, or to the closing quote; a backslash takes the next sign along.
qsizetype endOfValue(const QString &text, qsizetype at)
{
    const bool quoted = at < text.size() && text[at] == u'\'';
    for (at += quoted ? 1 : 0; at < text.size(); ++at) {
        if (text[at] == u'\\')
            ++at;
        else if (quoted ? text[at] == u'\'' : text[at].isSpace())
            return at + 1;
    }
    return text.size();
}

qsizetype overSpace(const QString &text, qsizetype at)
{
    while (at < text.size() && text[at].isSpace())
        ++at;
    return at;
}

// https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
QStringList wordsOf(const QString &text)
{
    QStringList words;
    for (qsizetype at = overSpace(text, 0); at < text.size(); at = overSpace(text, at)) {
        qsizetype end = at;
        while (end < text.size() && text[end] != u'=' && !text[end].isSpace())
            ++end;
        const qsizetype equals = overSpace(text, end);
        if (equals >= text.size() || text[equals] != u'=' || end == at)
            break; // that is another mistake
        words.append(text.sliced(at, end - at));
        at = endOfValue(text, overSpace(text, equals + 1));
    }
    return words;
}

QStringList wordsOfUri(const QString &text)
{
    QStringList words;
    const QString parameters = text.section(u'?', 1);
    for (const QString &parameter : parameters.split(u'&', Qt::SkipEmptyParts))
        words.append(QUrl::fromPercentEncoding(parameter.section(u'=', 0, 0).toUtf8()));
    return words;
}

} // namespace

std::optional<UnknownKeyword> unknownKeyword(const QString &connection)
{
    const bool uri =
        connection.startsWith("postgresql://"_L1) || connection.startsWith("postgres://"_L1);
    // libpq takes ssl=true of JDBC in a URI.
    const QStringList known = keywords() + (uri ? QStringList{u"ssl"_s} : QStringList());
    for (const QString &word : uri ? wordsOfUri(connection) : wordsOf(connection)) {
        if (!known.contains(word))
            return UnknownKeyword{.word = word, .nearest = nearestTo(word)};
    }
    return {};
}

} // namespace pgaccess
