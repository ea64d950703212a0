// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/changeactions.h"

#include "widgets/plainlabel.h"

#include <QAction>
#include <QMenu>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// A disabled button says why.
void dress(QPushButton *button, const QAction *action)
{
    button->setEnabled(action->isEnabled());
    button->setToolTip(plainToolTip(action->statusTip()));
    button->setAccessibleDescription(action->statusTip());
}

} // namespace

QAction *ChangeActions::add(const QString &id, const QString &text)
{
    auto *action = new QAction(text, this);
    action->setObjectName(u"change-"_s + id);
    connect(action, &QAction::triggered, this, [this, id] { emit wanted(id); });
    m_entries.push_back({id, action});
    return action;
}

QAction *ChangeActions::action(const QString &id) const
{
    const auto at = std::ranges::find(m_entries, id, &Entry::id);
    return at == m_entries.end() ? nullptr : at->action;
}

QList<QAction *> ChangeActions::actions() const
{
    QList<QAction *> all;
    for (const Entry &entry : m_entries)
        all.append(entry.action);
    return all;
}

void ChangeActions::setBlocked(const QString &reason)
{
    m_blocked = reason;
    place();
}

void ChangeActions::setObstacle(const QString &id, const QString &reason)
{
    const auto at = std::ranges::find(m_entries, id, &Entry::id);
    if (at == m_entries.end())
        return;
    at->obstacle = reason;
    place();
}

void ChangeActions::place()
{
    for (const Entry &entry : m_entries) {
        const QString reason = m_blocked.isEmpty() ? entry.obstacle : m_blocked;
        entry.action->setEnabled(reason.isEmpty());
        entry.action->setToolTip(reason.isEmpty() ? QString() : plainToolTip(reason));
        entry.action->setStatusTip(reason);
    }
}

QPushButton *ChangeActions::makeButton(const QString &id, const QString &kind) const
{
    QAction *what = action(id);
    auto *button = new QPushButton(what->text());
    button->setObjectName(what->objectName() + u"Button"_s);
    button->setAutoDefault(false);
    if (!kind.isEmpty())
        button->setProperty("kind", kind);
    connect(button, &QPushButton::clicked, what, &QAction::trigger);
    connect(what, &QAction::changed, button, [button, what] { dress(button, what); });
    dress(button, what);
    return button;
}

QPushButton *ChangeActions::makeMenuButton(const QString &text, const QStringList &ids) const
{
    auto *button = new QPushButton(text);
    button->setObjectName(u"changeMenuButton"_s);
    button->setAutoDefault(false);
    auto *menu = new QMenu(button);
    menu->setObjectName(u"changeMenu"_s);
    menu->setToolTipsVisible(true);
    for (const QString &id : ids)
        menu->addAction(action(id));
    button->setMenu(menu);
    return button;
}

} // namespace ui
