// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sqlview.h"

#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/sqlhighlighter.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QMimeData>
#include <QTextOption>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype HighlightLimit = 32 * 1024;
constexpr qsizetype LineLimit = 2000;
// Cannot come from outside: visibleText() turns a foreign one into a token.
constexpr QStringView LayoutBreak = u"\u200B\n";

// Breaks at a blank near the limit where there is one.
qsizetype breakAt(QStringView line)
{
    if (line.size() <= LineLimit)
        return line.size();
    const qsizetype blank = line.first(LineLimit).lastIndexOf(u' ');
    if (blank > LineLimit / 2)
        return blank + 1;
    return line[LineLimit - 1].isHighSurrogate() ? LineLimit - 1 : LineLimit;
}

QString visibleLine(QStringView line)
{
    QStringList parts;
    for (const QStringView part : line.split(u'\t'))
        parts << base::visibleText(part, LineLimit * 8);
    return parts.join(u'\t');
}

} // namespace

SqlView::SqlView(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(std::make_unique<SqlHighlighter>(repository))
{
    setObjectName(u"sqlView"_s);
    setAccessibleName(tr("SQL text"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(12);
    dress();
}

SqlView::~SqlView() = default;

void SqlView::setSql(const QString &sql)
{
    if (sql == m_sql)
        return;
    m_sql = sql;
    m_highlighter->setDocument(nullptr);
    setPlainText(layoutLines(sql));
    if (sql.size() <= HighlightLimit)
        m_highlighter->setDocument(document());
}

QVariant SqlView::loadResource(int, const QUrl &)
{
    return {};
}

void SqlView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

QMimeData *SqlView::createMimeDataFromSelection() const
{
    QMimeData *copied = QPlainTextEdit::createMimeDataFromSelection();
    const QString text = withoutLayoutBreaks(copied->text());
    copied->clear(); // plain text only: no colours of this theme in somebody's mail
    copied->setText(text);
    return copied;
}

void SqlView::dress()
{
    const QFont mono = monoFont(font());
    document()->setDefaultFont(mono);
    setTabStopDistance(4 * QFontMetricsF(mono).horizontalAdvance(u' '));
    m_highlighter->setTokens(tokens(palette()));
    if (m_highlighter->document())
        m_highlighter->rehighlight();
}

QString layoutLines(QStringView sql)
{
    QString out;
    out.reserve(sql.size() + sql.size() / 64);
    for (QStringView line : sql.split(u'\n')) {
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (!out.isEmpty() || line.data() != sql.data())
            out += u'\n';
        for (qsizetype end = breakAt(line); end < line.size(); end = breakAt(line)) {
            out += visibleLine(line.first(end));
            out += LayoutBreak;
            line = line.sliced(end);
        }
        out += visibleLine(line);
    }
    return out;
}

QString withoutLayoutBreaks(QString text)
{
    return text.remove(LayoutBreak.toString());
}

} // namespace ui
