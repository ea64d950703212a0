// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ruleeditor.h"

#include "access/hbahighlighter.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QPainter>
#include <QTextBlock>
#include <QTimer>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostColouredLines = 5000;   // colouring more would be felt
constexpr qsizetype Portion = 128 * 1024; // characters, some milliseconds

} // namespace

class RuleGutter final : public QWidget
{
public:
    explicit RuleGutter(RuleEditor *editor)
        : QWidget(editor)
        , m_editor(editor)
    {
    }

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintGutter(event); }

private:
    RuleEditor *m_editor;
};

RuleEditor::RuleEditor(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(new RuleGutter(this))
    , m_fill(new QTimer(this))
{
    m_fill->setInterval(0);
    connect(m_fill, &QTimer::timeout, this, &RuleEditor::fill);
    setObjectName(u"ruleText"_s);
    setAccessibleName(tr("Text of the rules"));
    setFont(monoFont(font()));
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setFrameShape(NoFrame);
    setAcceptDrops(false); // files are for the view around it
    connect(this, &QPlainTextEdit::blockCountChanged, this, &RuleEditor::placeGutter);
    connect(this, &QPlainTextEdit::updateRequest, m_gutter, [this](const QRect &rect, int) {
        m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    placeGutter();
}

void RuleEditor::setText(const std::string &text)
{
    if (m_text == text && !isEdited())
        return;
    m_text = text;
    delete std::exchange(m_highlighter, nullptr);
    m_goTo = 0;
    m_rest = base::decodeText(QByteArrayView(text.data(), qsizetype(text.size())));
    setPlainText(m_rest.first(std::min(m_rest.size(), Portion)));
    m_rest.remove(0, Portion);
    document()->setModified(false);
    if (m_rest.isEmpty() && blockCount() <= MostColouredLines)
        m_highlighter = new HbaHighlighter(document());
    setReadOnly(!m_rest.isEmpty());
    setUndoRedoEnabled(m_rest.isEmpty());
    if (m_rest.isEmpty())
        m_fill->stop();
    else
        m_fill->start();
    dress();
}

void RuleEditor::fill()
{
    {
        const QSignalBlocker quiet(this); // it is no edit
        QTextCursor end(document());
        end.movePosition(QTextCursor::End);
        end.insertText(m_rest.first(std::min(m_rest.size(), Portion)));
        document()->setModified(false);
    }
    m_rest.remove(0, Portion);
    placeGutter();
    if (!m_rest.isEmpty())
        return;
    m_fill->stop();
    setReadOnly(false);
    setUndoRedoEnabled(true);
    mark();
    if (m_goTo > 0)
        goToLine(std::exchange(m_goTo, 0));
}

bool RuleEditor::isEdited() const
{
    return document()->isModified();
}

std::string RuleEditor::text() const
{
    return isEdited() ? toPlainText().toStdString() : m_text;
}

void RuleEditor::setDecidingLine(int line, bool rejects)
{
    m_decidingLine = line;
    m_rejects = rejects;
    mark();
}

void RuleEditor::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    const QTextBlock block = document()->findBlockByNumber(m_decidingLine - 1);
    if (m_decidingLine > 0 && block.isValid()) {
        const Tokens &t = tokens(palette());
        QTextEdit::ExtraSelection line;
        line.cursor = QTextCursor(block);
        line.format.setBackground(m_rejects ? t.criticalBadge : t.okBadge);
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(line);
    }
    setExtraSelections(marks);
}

void RuleEditor::goToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid()) {
        m_goTo = m_rest.isEmpty() ? 0 : line;
        return;
    }
    setTextCursor(QTextCursor(block));
    centerCursor();
}

int RuleEditor::gutterWidth() const
{
    const int digits = std::max(2, int(QString::number(blockCount()).size()));
    return fontMetrics().horizontalAdvance(u'9') * digits + 2 * metrics::CellPadding;
}

void RuleEditor::placeGutter()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(inner.left(), inner.top(), gutterWidth(), inner.height());
}

void RuleEditor::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    const Tokens &t = tokens(palette());
    painter.fillRect(event->rect(), t.raised);
    painter.setFont(font());
    const int current = textCursor().blockNumber();
    QTextBlock block = firstVisibleBlock();
    QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
    for (; block.isValid() && rect.top() <= event->rect().bottom(); block = block.next()) {
        rect.setHeight(blockBoundingRect(block).height());
        painter.setPen(block.blockNumber() == current ? t.text : t.muted);
        painter.drawText(
            QRectF(0, rect.top(), m_gutter->width() - metrics::CellPadding, rect.height()),
            Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
        rect.moveTop(rect.bottom());
    }
}

void RuleEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void RuleEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void RuleEditor::dress()
{
    const bool edited = isEdited();
    const QSignalBlocker quiet(this); // colours are no edit
    if (m_highlighter)
        m_highlighter->setTokens(tokens(palette()));
    document()->setModified(edited);
    mark();
    m_gutter->update();
}

} // namespace ui
