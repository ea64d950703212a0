// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hbahighlighter.h"

#include "access/hba/hbarule.h"
#include "widgets/theme.h"

#include <QTextDocument>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\r';
}

bool isType(QStringView word)
{
    constexpr QStringView Types[] = {
        u"local",        u"host",    u"hostssl",           u"hostnossl",  u"hostgssenc",
        u"hostnogssenc", u"include", u"include_if_exists", u"include_dir"};
    return std::ranges::contains(Types, word);
}

bool isMethod(QStringView word)
{
    for (int i = 0; i <= int(pgaccess::HbaMethod::OAuth); ++i) {
        const std::string_view name = pgaccess::methodName(pgaccess::HbaMethod(i));
        if (word == QLatin1StringView(name.data(), qsizetype(name.size())))
            return true;
    }
    return false;
}

} // namespace

HbaHighlighter::HbaHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
    , m_tokens(&lightTokens())
{
}

void HbaHighlighter::setTokens(const Tokens &tokens)
{
    m_tokens = &tokens;
    rehighlight();
}

void HbaHighlighter::highlightWord(const QString &text, qsizetype from, qsizetype to, int word)
{
    const QStringView view = QStringView(text).mid(from, to - from);
    QTextCharFormat look;
    if (view.startsWith(u'"')) {
        look.setForeground(m_tokens->ok);
    } else if (word == 0 && isType(view)) {
        look.setForeground(m_tokens->accent);
        look.setFontWeight(QFont::DemiBold);
    } else if (word >= 3 && isMethod(view)) {
        const bool open = view == u"trust" || view == u"password" || view == u"md5";
        look.setForeground(open ? m_tokens->warning : m_tokens->accent);
        look.setFontWeight(QFont::DemiBold);
    } else if (word > 3 && view.contains(u'=')) {
        look.setForeground(m_tokens->muted);
    } else {
        return;
    }
    setFormat(int(from), int(to - from), look);
}

void HbaHighlighter::highlightBlock(const QString &text)
{
    int word = 0;
    for (qsizetype at = 0; at < text.size();) {
        if (isBlank(text[at])) {
            ++at;
            continue;
        }
        if (text[at] == u'#') {
            setFormat(int(at), int(text.size() - at), m_tokens->muted);
            return;
        }
        const qsizetype from = at;
        bool quoted = false;
        for (; at < text.size() && (quoted || (!isBlank(text[at]) && text[at] != u'#')); ++at)
            quoted = quoted != (text[at] == u'"');
        highlightWord(text, from, at, word++);
    }
}

} // namespace ui
