// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/chipbutton.h"

#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace ui {

namespace {

constexpr int Padding = 10;

} // namespace

ChipButton::ChipButton(const QString &text, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void ChipButton::setCount(std::optional<int> count)
{
    if (m_count == count)
        return;
    m_count = count;
    setAccessibleDescription(count ? locale().toString(*count) : QString());
    updateGeometry();
    update();
}

void ChipButton::setMenu(QMenu *menu)
{
    connect(this, &QAbstractButton::clicked, menu,
            [this, menu] { menu->popup(mapToGlobal(QPoint(0, height() + 2))); });
}

QString ChipButton::label() const
{
    return m_count ? text() + QLatin1Char(' ') + locale().toString(*m_count) : text();
}

QSize ChipButton::sizeHint() const
{
    QFont wide = smallFont(font());
    wide.setWeight(QFont::DemiBold); // the checked one is; chips must not move when checked
    const QFontMetrics metrics(wide);
    return {metrics.horizontalAdvance(label()) + 2 * Padding,
            std::max(metrics::ChipHeight, metrics.height() + 6)};
}

void ChipButton::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool marked = isChecked() || isDown();
    painter.setPen(QPen(marked || hasFocus() ? t.accent : (underMouse() ? t.muted : t.border),
                        hasFocus() ? 2 : 1));
    painter.setBrush(marked ? t.accentBadge : t.surface);
    const qreal inset = hasFocus() ? 1 : 0.5;
    const QRectF ground = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
    painter.drawRoundedRect(ground, ground.height() / 2, ground.height() / 2);
    QFont words = smallFont(font());
    if (isChecked())
        words.setWeight(QFont::DemiBold);
    painter.setFont(words);
    painter.setPen(!isEnabled() ? t.disabled : marked ? t.accent : t.text);
    painter.drawText(rect(), Qt::AlignCenter, label());
}

void ChipButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        event->ignore(); // the bar's
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace ui
