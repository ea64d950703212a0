// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/jumplink.h"

#include "databases/databasedetail.h"
#include "databases/databasespage.h"
#include "databases/rowsecurityview.h"
#include "roles/rolespage.h"
#include "widgets/shortcuts.h"
#include "window/mainwindow.h"

#include <QAction>

namespace app {

using namespace Qt::StringLiterals;
using ui::JumpTarget;

JumpLink::JumpLink(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_dialog(new ui::JumpDialog(&parts.window))
    , m_action(new QAction(tr("&Go To Role, Database or Table…"), &parts.window))
    , m_known(std::make_shared<const ui::KnownContents>())
{
    m_action->setObjectName(u"goTo"_s);
    m_action->setShortcut(ui::shortcuts::GoTo);
    m_action->setEnabled(false);
    parts.window.addAction(m_action);
    connect(m_action, &QAction::triggered, this, &JumpLink::open);
    connect(m_dialog, &ui::JumpDialog::othersWanted, this, &JumpLink::othersWanted);
    connect(m_dialog, &ui::JumpDialog::chosen, this, &JumpLink::lead);
    connect(&parts.window, &ui::MainWindow::serverSelected, this, [this] { setInventory({}); });
}

void JumpLink::setInventory(const inventory::InventoryPtr &inventory)
{
    m_inventory = inventory;
    m_action->setEnabled(inventory != nullptr);
}

void JumpLink::setContents(const ui::KnownContentsPtr &known)
{
    m_known = known;
    if (m_dialog->isVisible())
        m_dialog->showContents(known);
}

void JumpLink::open()
{
    m_dialog->openWith(m_inventory, m_known);
}

void JumpLink::lead(const JumpTarget &target)
{
    if (target.kind == JumpTarget::Role) {
        m_parts.window.openPanel(m_parts.roles.id());
        m_parts.roles.selectRole(target.oid);
        return;
    }
    m_parts.window.openPanel(m_parts.databases.id());
    const bool table = target.kind == JumpTarget::Relation;
    m_parts.databases.selectDatabase(target.database == 0 ? target.oid : target.database,
                                     table ? target.oid : 0);
    if (target.kind != JumpTarget::Policy)
        return;
    m_parts.databases.detail().showSegment(u"rowsecurity"_s);
    m_parts.databases.detail().rowSecurity().selectPolicy(target.oid);
}

} // namespace app
