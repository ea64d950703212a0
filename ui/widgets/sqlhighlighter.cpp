// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sqlhighlighter.h"

#include "widgets/theme.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

namespace ui {

using namespace Qt::StringLiterals;
using KSyntaxHighlighting::Format;
using Style = KSyntaxHighlighting::Theme::TextStyle;

SqlHighlighter::SqlHighlighter(KSyntaxHighlighting::Repository &repository)
    : KSyntaxHighlighting::SyntaxHighlighter(static_cast<QObject *>(nullptr))
    , m_tokens(&lightTokens())
{
    setTheme(repository.defaultTheme());
    setDefinition(repository.definitionForName(u"SQL (PostgreSQL)"_s));
}

void SqlHighlighter::applyFormat(int offset, int length, const Format &format)
{
    QTextCharFormat look;
    switch (format.textStyle()) {
    case Style::Keyword:
    case Style::ControlFlow:
        look.setForeground(m_tokens->accent);
        look.setFontWeight(QFont::DemiBold);
        break;
    case Style::DataType:
        look.setForeground(m_tokens->accent);
        break;
    case Style::String:
    case Style::VerbatimString:
    case Style::SpecialString:
    case Style::Char:
    case Style::SpecialChar:
        look.setForeground(m_tokens->ok);
        break;
    case Style::DecVal:
    case Style::BaseN:
    case Style::Float:
        look.setForeground(m_tokens->warning);
        break;
    case Style::Comment:
        look.setForeground(m_tokens->muted);
        break;
    default:
        return;
    }
    setFormat(offset, length, look);
}

} // namespace ui
