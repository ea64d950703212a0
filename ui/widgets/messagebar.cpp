// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/messagebar.h"

#include "base/error.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype WordsLimit = 20'000;
constexpr int MostLines = 10;

class SeverityMark final : public QWidget
{
public:
    explicit SeverityMark(const Severity &severity)
        : m_severity(severity)
    {
        setFixedSize(20, 20);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintSeverityMark(&painter, rect(), m_severity);
    }

private:
    const Severity &m_severity;
};

int usualLines(QStringView text)
{
    int lines = 0;
    for (const QStringView line : text.split(u'\n'))
        lines += 1 + int(line.size() / 110);
    return std::min(MostLines, lines);
}

QPlainTextEdit *makeWords()
{
    auto *words = new QPlainTextEdit;
    words->setObjectName(u"serverWords"_s);
    words->setAccessibleName(MessageBar::tr("The server's own words"));
    words->setReadOnly(true);
    words->setTabChangesFocus(true);
    words->setProperty("framed", true);
    words->setFont(monoFont(words->font()));
    words->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    words->hide();
    return words;
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_mark(new SeverityMark(m_severity))
    , m_title(new PlainLabel)
    , m_words(makeWords())
    , m_advice(new PlainLabel)
    , m_buttons(new QHBoxLayout)
{
    setObjectName(u"messageBar"_s);
    m_title->setObjectName(u"messageTitle"_s);
    m_advice->setObjectName(u"messageAdvice"_s);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_advice->setWordWrap(true);
    m_buttons->setSpacing(8);
    m_buttons->addStretch(1);
    auto *column = new QVBoxLayout;
    column->setSpacing(10);
    column->addWidget(m_title);
    column->addWidget(m_words);
    column->addWidget(m_advice);
    column->addLayout(m_buttons);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 14, 16, 14);
    row->setSpacing(12);
    row->addWidget(m_mark, 0, Qt::AlignTop);
    row->addLayout(column, 1);
}

void MessageBar::setTitle(Severity severity, const QString &title)
{
    m_severity = severity;
    m_title->setVisibleText(title);
    setAccessibleName(title);
    update();
}

void MessageBar::setServerWords(const QString &words)
{
    const QString shown = layoutLines(QStringView(words).left(WordsLimit).trimmed());
    m_words->setVisible(!shown.isEmpty());
    if (shown == m_words->toPlainText())
        return;
    m_words->setPlainText(shown);
    // As high as the text at a usual width; the rest scrolls.
    const QFontMetrics metrics(m_words->font());
    m_words->setTabStopDistance(4 * metrics.horizontalAdvance(u' '));
    const int frame = 2 * int(m_words->document()->documentMargin()) + 12;
    m_words->setFixedHeight(usualLines(shown) * metrics.lineSpacing() + frame);
}

void MessageBar::setAdvice(const QString &advice)
{
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
}

QPushButton *MessageBar::addButton(const QString &objectName, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(t.border);
    painter.setBrush(t.surface);
    painter.drawRoundedRect(ground, metrics::CardRadius, metrics::CardRadius);
}

QString serverWords(const base::Error &error)
{
    QStringList lines{error.message};
    if (!error.detail.isEmpty())
        lines << "DETAIL:  "_L1 + error.detail;
    if (!error.hint.isEmpty())
        lines << "HINT:  "_L1 + error.hint;
    if (!error.sqlState.isEmpty())
        lines << "SQLSTATE:  "_L1 + error.sqlState;
    return lines.join(u'\n');
}

void paintSeverityMark(QPainter *painter, const QRectF &rect, Severity severity)
{
    const QPalette palette = qApp->palette();
    const Tokens &t = tokens(palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(severity == Severity::None ? t.muted : t.ink(severity));
    const QRectF shape = rect.adjusted(1, 1, -1, -1);
    QChar sign = u'i';
    if (severity == Severity::Warning) {
        sign = u'!';
        QPainterPath triangle(QPointF(shape.center().x(), shape.top()));
        triangle.lineTo(shape.bottomRight());
        triangle.lineTo(shape.bottomLeft());
        painter->drawPath(triangle);
    } else {
        sign = severity == Severity::Critical ? u'✕' : severity == Severity::Ok ? u'✓' : u'i';
        painter->drawEllipse(shape);
    }
    QFont bold = painter->font();
    bold.setPixelSize(int(rect.height() * 0.55));
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(t.surface);
    const qreal down = severity == Severity::Warning ? rect.height() * 0.12 : 0;
    painter->drawText(shape.translated(0, down), Qt::AlignCenter, sign);
    painter->restore();
}

} // namespace ui
