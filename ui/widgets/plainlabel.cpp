// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plainlabel.h"

#include "base/plaintext.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace ui {

using namespace Qt::StringLiterals;

PlainLabel::PlainLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::NoTextInteraction);
}

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : PlainLabel(parent)
{
    setText(text);
}

void PlainLabel::setVisibleText(const QString &text, qsizetype limit)
{
    setText(base::visibleText(text, limit));
}

void PlainLabel::setMuted(bool muted)
{
    m_muted = muted;
    update();
}

void PlainLabel::setSeverity(Severity severity)
{
    m_severity = severity;
    update();
}

QSize PlainLabel::minimumSizeHint() const
{
    if (wordWrap())
        return QLabel::minimumSizeHint();
    const int few = fontMetrics().horizontalAdvance(u"mmm…"_s);
    return {std::min(few, sizeHint().width()), sizeHint().height()};
}

bool PlainLabel::fits() const
{
    return wordWrap() || fontMetrics().horizontalAdvance(text()) <= contentsRect().width();
}

bool PlainLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && !fits()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), plainToolTip(text()),
                           this);
        return true;
    }
    return QLabel::event(event);
}

void PlainLabel::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    const QColor ink = m_muted ? t.muted : t.ink(m_severity);
    painter.setPen(isEnabled() ? ink : t.disabled);
    const QRect rect = contentsRect();
    const int flags = int(alignment()) | (wordWrap() ? Qt::TextWordWrap : Qt::TextSingleLine);
    const QString shown =
        wordWrap() ? text() : fontMetrics().elidedText(text(), Qt::ElideRight, rect.width());
    painter.drawText(rect, flags, shown);
}

QString plainToolTip(const QString &text)
{
    QString escaped = text.left(4096).toHtmlEscaped();
    escaped.replace(u'\n', "<br>"_L1);
    return "<qt>"_L1 + escaped + "</qt>"_L1;
}

} // namespace ui
