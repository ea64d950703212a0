// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sqledit.h"

#include "widgets/fonts.h"
#include "widgets/sqlhighlighter.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QTextOption>

namespace ui {

using namespace Qt::StringLiterals;

SqlEdit::SqlEdit(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(std::make_unique<SqlHighlighter>(repository))
{
    setObjectName(u"sqlEdit"_s);
    setAccessibleName(tr("SQL text"));
    setTabChangesFocus(true);
    setProperty("framed", true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(8);
    m_highlighter->setDocument(document());
    dress();
}

// The end of the highlighter is a change of the document, of which nobody wants to hear any more.
SqlEdit::~SqlEdit()
{
    blockSignals(true);
}

QSize SqlEdit::sizeHint() const
{
    constexpr int Columns = 76;
    int lines = 0;
    for (const QStringView line : QStringView(toPlainText()).split(u'\n'))
        lines += 1 + int(line.size() / Columns);
    const QFontMetrics metrics(document()->defaultFont());
    const int frame = 2 * int(document()->documentMargin()) + 12;
    return {metrics.averageCharWidth() * Columns,
            std::clamp(lines, 3, 12) * metrics.lineSpacing() + frame};
}

QVariant SqlEdit::loadResource(int, const QUrl &)
{
    return {};
}

void SqlEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void SqlEdit::dress()
{
    const QFont mono = monoFont(font());
    document()->setDefaultFont(mono);
    setTabStopDistance(4 * QFontMetricsF(mono).horizontalAdvance(u' '));
    m_highlighter->setTokens(tokens(palette()));
    m_highlighter->rehighlight();
}

} // namespace ui
