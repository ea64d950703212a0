// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/sqltext.h"

#include "base/plaintext.h"

#include <QRegularExpression>

#include <algorithm>

namespace actions {

using namespace Qt::StringLiterals;

namespace {

bool isWordStart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.unicode() > 127;
}

bool isWordPart(QChar c)
{
    return isWordStart(c) || c == u'$';
}

qsizetype lineEnd(QStringView text)
{
    const qsizetype end = text.indexOf(u'\n');
    return end < 0 ? text.size() : end + 1;
}

// Comments nest in PostgreSQL.
SqlToken blockComment(QStringView text)
{
    int depth = 0;
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        const QStringView pair = text.sliced(i, 2);
        if (pair == "/*"_L1) {
            ++depth;
            ++i;
        } else if (pair == "*/"_L1) {
            ++i;
            if (--depth == 0)
                return {SqlTokenKind::Blank, text.first(i + 1)};
        }
    }
    return {SqlTokenKind::Blank, text, false};
}

// From the opening quote at `from`; the token begins at 0.
SqlToken quoted(SqlTokenKind kind, QStringView text, qsizetype from, bool escapes)
{
    const QChar quote = text[from];
    for (qsizetype i = from + 1; i < text.size(); ++i) {
        if (escapes && text[i] == u'\\')
            ++i;
        else if (text[i] == quote && i + 1 < text.size() && text[i + 1] == quote)
            ++i;
        else if (text[i] == quote)
            return {kind, text.first(i + 1)};
    }
    return {kind, text, false};
}

// $$ or $tag$; empty for a "$" that opens nothing.
QStringView dollarTag(QStringView text)
{
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text[i] == u'$')
            return text.first(i + 1);
        if (!isWordStart(text[i]) || (i == 1 && text[i].isDigit()))
            return {};
    }
    return {};
}

SqlToken dollarQuoted(QStringView text)
{
    const QStringView tag = dollarTag(text);
    if (tag.isEmpty())
        return {SqlTokenKind::Sign, text.first(1)};
    const qsizetype end = text.indexOf(tag, tag.size());
    if (end < 0)
        return {SqlTokenKind::Text, text, false};
    return {SqlTokenKind::Text, text.first(end + tag.size())};
}

// A word, or a text or name that a letter introduces.
SqlToken word(QStringView text)
{
    const QChar second = text.size() > 1 ? text[1] : QChar();
    const QChar third = text.size() > 2 ? text[2] : QChar();
    const QChar first = text[0].toLower();
    if (second == u'\'' && QStringView(u"ebxn").contains(first))
        return quoted(SqlTokenKind::Text, text, 1, first == u'e');
    if (first == u'u' && second == u'&' && third == u'\'')
        return quoted(SqlTokenKind::Text, text, 2, false);
    if (first == u'u' && second == u'&' && third == u'"')
        return quoted(SqlTokenKind::Name, text, 2, false);
    qsizetype end = 1;
    while (end < text.size() && isWordPart(text[end]))
        ++end;
    return {SqlTokenKind::Word, text.first(end)};
}

SqlToken nextToken(QStringView text)
{
    const QChar first = text[0];
    if (first.isSpace()) {
        qsizetype end = 1;
        while (end < text.size() && text[end].isSpace())
            ++end;
        return {SqlTokenKind::Blank, text.first(end)};
    }
    if (text.startsWith("--"_L1))
        return {SqlTokenKind::Blank, text.first(lineEnd(text))};
    if (text.startsWith("/*"_L1))
        return blockComment(text);
    if (first == u'\'')
        return quoted(SqlTokenKind::Text, text, 0, false);
    if (first == u'"')
        return quoted(SqlTokenKind::Name, text, 0, false);
    if (text.startsWith(":'"_L1))
        return quoted(SqlTokenKind::Slot, text, 1, false);
    if (first == u'\\' && isConnect(text))
        return {SqlTokenKind::Meta, text.first(lineEnd(text))};
    if (first == u'$')
        return dollarQuoted(text);
    if (isWordStart(first))
        return word(text);
    return {SqlTokenKind::Sign, text.first(1)};
}

QString slotName(const SqlToken &token)
{
    return token.text.sliced(2).chopped(1).toString();
}

bool isVerifier(QStringView text)
{
    static const QRegularExpression known(
        u"^'(SCRAM-SHA-256\\$\\d+:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+|"
        u"md5[0-9a-f]{32})'$"_s);
    return known.matchView(text).hasMatch();
}

// Has this token after the word PASSWORD, with nothing but blanks between.
template <typename Use>
void forEachPassword(const std::vector<SqlToken> &tokens, const Use &use)
{
    bool announced = false;
    for (size_t i = 0; i < tokens.size(); ++i) {
        const SqlToken &token = tokens[i];
        if (token.kind == SqlTokenKind::Text && announced)
            use(i);
        if (token.kind == SqlTokenKind::Word)
            announced = token.text.compare("password"_L1, Qt::CaseInsensitive) == 0;
        else if (token.kind == SqlTokenKind::Sign && token.text != "="_L1)
            announced = false;
    }
}

// A blank that is none of ours looks like one, and editors make one of it.
bool isVisible(const QString &text)
{
    if (std::ranges::any_of(text, [](QChar c) { return c.isSpace() && c != u' '; }))
        return false;
    return base::visibleText(text, text.size() + 1) == text;
}

QString escaped(const QString &text, QChar quote)
{
    QString out = u"U&"_s + quote;
    for (const char32_t c : text.toUcs4()) {
        const QString one = QString::fromUcs4(&c, 1);
        if (one == quote || c == U'\\')
            out += one + one;
        else if (isVisible(one))
            out += one;
        else if (c > 0xffff)
            out += u"\\+%1"_s.arg(uint(c), 6, 16, QChar(u'0'));
        else
            out += u"\\%1"_s.arg(uint(c), 4, 16, QChar(u'0'));
    }
    return out + quote;
}

// The text of a U&"…" without its escapes; what is none stays.
QString unescaped(const QString &text)
{
    static const QRegularExpression escape(uR"(\\(?:(\\)|\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4})))"_s);
    QString out;
    qsizetype from = 0;
    for (const auto &match : escape.globalMatch(text)) {
        out += QStringView(text).sliced(from, match.capturedStart() - from);
        const QString code = match.captured(2) + match.captured(3);
        const char32_t c = code.isEmpty() ? U'\\' : code.toUInt(nullptr, 16);
        out += QString::fromUcs4(&c, 1);
        from = match.capturedEnd();
    }
    out += QStringView(text).sliced(from);
    return out;
}

} // namespace

std::vector<SqlToken> sqlTokens(QStringView sql)
{
    std::vector<SqlToken> tokens;
    while (!sql.isEmpty()) {
        tokens.push_back(nextToken(sql));
        sql = sql.sliced(tokens.back().text.size());
    }
    return tokens;
}

QStringList splitStatements(QStringView sql)
{
    QStringList statements;
    QString current;
    bool says = false;
    const auto end = [&] {
        if (says)
            statements << current.trimmed();
        current.clear();
        says = false;
    };
    for (const SqlToken &token : sqlTokens(sql)) {
        if (token.kind == SqlTokenKind::Sign && token.text == ";"_L1) {
            end();
            continue;
        }
        if (token.kind == SqlTokenKind::Meta) {
            end();
            current = token.text.toString();
            while (current.endsWith(u';') || current.back().isSpace())
                current.chop(1);
            says = true;
            end();
            continue;
        }
        current += token.text;
        says |= token.kind != SqlTokenKind::Blank;
    }
    end();
    return statements;
}

QString joinStatements(const QStringList &statements)
{
    QString text;
    for (const QString &statement : statements)
        text += statement + (isConnect(statement) ? u"\n"_s : u";\n"_s);
    return text.trimmed();
}

QString withSlotsFilled(QStringView sql, const QMap<QString, QString> &literals)
{
    QString out;
    for (const SqlToken &token : sqlTokens(sql)) {
        const bool slot = token.kind == SqlTokenKind::Slot && token.closed;
        const auto literal = slot ? literals.constFind(slotName(token)) : literals.constEnd();
        out += literal == literals.constEnd() ? token.text.toString() : *literal;
    }
    return out;
}

QStringList slotNames(QStringView sql)
{
    QStringList names;
    for (const SqlToken &token : sqlTokens(sql)) {
        if (token.kind == SqlTokenKind::Slot && token.closed)
            names << slotName(token);
    }
    return names;
}

bool holdsPassword(QStringView sql)
{
    const std::vector<SqlToken> tokens = sqlTokens(sql);
    bool found = false;
    forEachPassword(tokens, [&](size_t at) { found |= !isVerifier(tokens[at].text); });
    return found;
}

QString withoutSecrets(QStringView sql)
{
    static const QRegularExpression announces(
        uR"(password|passwd|passphrase|secret|://[^\s'"/@]*:|SCRAM-SHA-256\$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const std::vector<SqlToken> tokens = sqlTokens(sql);
    std::vector<bool> masked(tokens.size());
    forEachPassword(tokens, [&](size_t at) { masked[at] = true; });
    QString out;
    for (size_t i = 0; i < tokens.size(); ++i) {
        const bool text = tokens[i].kind == SqlTokenKind::Text;
        const bool hide = masked[i] || (text && announces.matchView(tokens[i].text).hasMatch());
        out += hide ? u"'…'"_s : tokens[i].text.toString();
    }
    return out;
}

QString firstWords(QStringView sql, int count)
{
    QStringList words;
    for (const SqlToken &token : sqlTokens(sql)) {
        if (token.kind == SqlTokenKind::Blank)
            continue;
        if (token.kind != SqlTokenKind::Word || words.size() == count)
            break;
        words << token.text.toString().toUpper();
    }
    return words.join(u' ');
}

QString withVisibleNames(QStringView sql)
{
    QString out;
    for (const SqlToken &token : sqlTokens(sql)) {
        const QString text = token.text.toString();
        const QChar quote = text.front();
        const bool plain = quote == u'"' || quote == u'\'';
        const bool foreign = token.kind == SqlTokenKind::Name || token.kind == SqlTokenKind::Text;
        if (!plain || !foreign || !token.closed || isVisible(text))
            out += text;
        else
            out += escaped(text.sliced(1).chopped(1).replace(QString(2, quote), quote), quote);
    }
    return out;
}

QString nameValue(QStringView token)
{
    if (token.startsWith(u'"'))
        return token.sliced(1).chopped(1).toString().replace("\"\""_L1, "\""_L1);
    if (token.startsWith("U&\""_L1, Qt::CaseInsensitive))
        return unescaped(token.sliced(3).chopped(1).toString().replace("\"\""_L1, "\""_L1));
    return token.toString().toLower();
}

QString connectStatement(const QString &database)
{
    return u"\\connect "_s + quotedName(database);
}

bool isConnect(QStringView statement)
{
    static const QRegularExpression command(u"^\\\\c(onnect)?(?![\\w])"_s);
    return command.matchView(statement).hasMatch();
}

// Unlike elsewhere psql takes a name without quotes as it is.
QString connectTarget(QStringView statement)
{
    if (!isConnect(statement))
        return {};
    std::vector<SqlToken> tokens = sqlTokens(statement.sliced(1));
    std::erase_if(tokens, [](const SqlToken &t) { return t.kind == SqlTokenKind::Blank; });
    if (tokens.size() != 2 || !tokens[1].closed)
        return {};
    const SqlToken &name = tokens[1];
    if (name.kind == SqlTokenKind::Name)
        return nameValue(name.text);
    return name.kind == SqlTokenKind::Word ? name.text.toString() : QString();
}

QString quotedText(const QString &text)
{
    QString inside = text;
    inside.replace(u'\'', "''"_L1);
    return withVisibleNames(QString(u'\'' + inside + u'\''));
}

QString quotedName(const QString &name)
{
    QString inside = name;
    inside.replace(u'"', "\"\""_L1);
    return withVisibleNames(QString(u'"' + inside + u'"'));
}

} // namespace actions
