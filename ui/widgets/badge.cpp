// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/badge.h"

#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace ui {

namespace {

constexpr int Padding = 8;

} // namespace

Badge::Badge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
}

void Badge::setBadge(const QString &text, Severity severity)
{
    setVisible(!text.isEmpty());
    if (text == m_text && severity == m_severity)
        return;
    m_text = text;
    m_severity = severity;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return badgeSize(badgeFont(font()), m_text);
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(&painter, rect(), m_text, m_severity, badgeFont(font()), tokens(palette()));
}

QSize badgeSize(const QFont &font, const QString &text)
{
    const QFontMetrics metrics(font);
    const int height = std::max(metrics::BadgeHeight, metrics.height() + 2);
    return {std::max(metrics.horizontalAdvance(text) + 2 * Padding, height), height};
}

void paintBadge(QPainter *painter, const QRect &rect, const QString &text, Severity severity,
                const QFont &font, const Tokens &tokens)
{
    const QSize size = badgeSize(font, text);
    const int top = rect.y() + (rect.height() - size.height()) / 2; // on a whole pixel
    QRectF ground(rect.x(), top, std::min(size.width(), rect.width()), size.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(severity == Severity::None ? QPen(tokens.border) : QPen(Qt::NoPen));
    if (severity == Severity::None)
        ground.adjust(0.5, 0.5, -0.5, -0.5);
    painter->setBrush(tokens.badge(severity));
    painter->drawRoundedRect(ground, ground.height() / 2, ground.height() / 2);
    painter->setFont(font);
    painter->setPen(tokens.ink(severity));
    const int room = int(ground.width()) - 2 * Padding;
    const QFontMetrics metrics(font);
    const bool whole = metrics.horizontalAdvance(text) <= room + Padding;
    painter->drawText(ground, Qt::AlignCenter,
                      whole ? text : metrics.elidedText(text, Qt::ElideRight, room));
    painter->restore();
}

} // namespace ui
