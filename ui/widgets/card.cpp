// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/card.h"

#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace ui {

Card::Card(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_body(new QVBoxLayout)
{
    m_layout->setContentsMargins(1, 6, 1, 6);
    m_layout->setSpacing(0);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    m_layout->addLayout(m_body, 1);
}

QHBoxLayout *Card::head()
{
    if (m_head)
        return m_headLayout;
    m_head = new QWidget(this);
    m_head->setMinimumHeight(metrics::CardHead);
    m_headLayout = new QHBoxLayout(m_head);
    m_headLayout->setContentsMargins(metrics::CardPadding, 5, metrics::CardPadding, 5);
    m_headLayout->setSpacing(metrics::Grid * 2);
    m_layout->setContentsMargins(1, 1, 1, 6);
    m_layout->insertWidget(0, m_head);
    m_layout->insertSpacing(1, 1); // the line
    return m_headLayout;
}

void Card::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(t.border);
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::CardRadius,
                            metrics::CardRadius);
    if (m_head && m_head->isVisible())
        painter.fillRect(QRect(1, m_head->geometry().bottom() + 1, width() - 2, 1), t.border);
}

} // namespace ui
