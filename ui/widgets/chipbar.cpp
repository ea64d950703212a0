// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/chipbar.h"

#include "widgets/chipbutton.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int Gap = 6;

} // namespace

ChipBar::ChipBar(QWidget *parent)
    : QWidget(parent)
    , m_more(new ChipButton(u"+1"_s, this))
    , m_menu(new QMenu(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_more->setObjectName(u"moreChips"_s);
    m_more->setAccessibleName(tr("More filters"));
    m_more->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &ChipBar::fillMenu);
}

void ChipBar::setChips(const std::vector<Chip> &chips)
{
    if (chips == m_chips)
        return;
    const bool same = std::ranges::equal(chips, m_chips, {}, &Chip::id, &Chip::id);
    m_chips = chips;
    if (!same)
        rebuild();
    for (size_t i = 0; i < m_chips.size(); ++i) {
        m_buttons[i]->setText(m_chips[i].text);
        m_buttons[i]->setCount(m_chips[i].count);
    }
    updateGeometry();
    arrange();
}

void ChipBar::rebuild()
{
    for (ChipButton *button : m_buttons)
        button->deleteLater();
    m_buttons.clear();
    for (const Chip &chip : m_chips) {
        auto *button = new ChipButton(chip.text, this);
        button->setObjectName(u"chip-"_s + chip.id);
        button->setCheckable(true);
        connect(button, &QAbstractButton::clicked, this, [this, id = chip.id] { choose(id); });
        m_buttons.push_back(button);
    }
    if (!std::ranges::contains(m_chips, m_current, &Chip::id))
        m_current = m_chips.empty() ? QString() : m_chips.front().id;
    setCurrent(m_current);
}

void ChipBar::setCurrent(const QString &id)
{
    m_current = id;
    for (size_t i = 0; i < m_chips.size(); ++i) {
        const bool chosen = m_chips[i].id == id;
        m_buttons[i]->setChecked(chosen);
        m_buttons[i]->setFocusPolicy(chosen ? Qt::StrongFocus : Qt::ClickFocus);
    }
    arrange();
}

QString ChipBar::current() const
{
    return m_current;
}

void ChipBar::choose(const QString &id)
{
    const bool other = id != m_current;
    setCurrent(id);
    if (other)
        emit chosen(id);
}

QSize ChipBar::sizeHint() const
{
    int width = 0;
    for (const ChipButton *button : m_buttons)
        width += button->sizeHint().width() + Gap;
    return {std::max(0, width - Gap), m_more->sizeHint().height()};
}

QSize ChipBar::minimumSizeHint() const
{
    return {120, m_more->sizeHint().height()};
}

void ChipBar::resizeEvent(QResizeEvent *)
{
    arrange();
}

void ChipBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

// The chosen chip is always shown, the others as far as there is room.
void ChipBar::arrange()
{
    const bool all = sizeHint().width() <= width();
    int room = width() - (all ? 0 : m_more->sizeHint().width() + Gap);
    for (const ChipButton *button : m_buttons)
        room -= button->isChecked() ? button->sizeHint().width() + Gap : 0;
    int x = 0;
    bool full = false;
    QStringList hidden;
    for (ChipButton *button : m_buttons) {
        const QSize size = button->sizeHint();
        full = full || (!all && !button->isChecked() && size.width() > room);
        button->setVisible(all || button->isChecked() || !full);
        if (!button->isVisibleTo(this)) {
            hidden.append(button->text());
            continue;
        }
        room -= button->isChecked() ? 0 : size.width() + Gap;
        button->setGeometry(x, (height() - size.height()) / 2, size.width(), size.height());
        x += size.width() + Gap;
    }
    m_more->setVisible(!all);
    m_more->setText(u"+%1"_s.arg(hidden.size()));
    m_more->setToolTip(plainToolTip(hidden.join(", "_L1)));
    m_more->setAccessibleDescription(hidden.join(", "_L1));
    const QSize size = m_more->sizeHint();
    m_more->setGeometry(x, (height() - size.height()) / 2, size.width(), size.height());
}

void ChipBar::fillMenu()
{
    m_menu->clear();
    for (size_t i = 0; i < m_chips.size(); ++i) {
        if (m_buttons[i]->isVisibleTo(this))
            continue;
        const Chip &chip = m_chips[i];
        const QString text =
            chip.count ? u"%1 %2"_s.arg(chip.text, locale().toString(*chip.count)) : chip.text;
        m_menu->addAction(text, this, [this, id = chip.id] { choose(id); });
    }
}

void ChipBar::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const auto at = std::ranges::find(m_chips, m_current, &Chip::id);
    if (step == 0 || at == m_chips.end()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto count = qsizetype(m_chips.size());
    const auto next = size_t(((at - m_chips.begin()) + step + count) % count);
    choose(m_chips[next].id);
    m_buttons[next]->setFocus(Qt::TabFocusReason);
}

} // namespace ui
