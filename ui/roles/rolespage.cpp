// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/rolespage.h"

#include "inventory/changeactions.h"
#include "inventory/lazytable.h"
#include "roles/roledetail.h"
#include "roles/rolerows.h"

#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

constexpr int RoomForBoth = 1100; ///< From here on the detail stands beside the table.

bool ownsSomething(const Inventory &inventory, Oid role)
{
    return std::ranges::contains(inventory.owned, role, &OwnedObjects::role) ||
           std::ranges::contains(inventory.databases, role, &Database::owner);
}

} // namespace

RolesPage::RolesPage(QWidget *parent)
    : InventoryPage(words(), new LazyTable(u"roleTable"_s, tr("Roles"), RoleRows::columns()),
                    parent)
    , m_detail(new RoleDetail(changes()))
{
    connect(m_detail, &RoleDetail::roleChosen, this, &RolesPage::selectRole);
    connect(m_detail, &RoleDetail::databaseChosen, this, &RolesPage::databaseRequested);
    connect(m_detail, &RoleDetail::othersWanted, this, &RolesPage::othersWanted);
    connect(m_detail, &RoleDetail::membershipSelected, this, &RolesPage::placeObstacles);
    for (const QString &id : {u"membership"_s, u"revoke"_s}) // which have their own table
        table().removeAction(changes().action(id));
    complete(m_detail, changes().makeMenuButton(tr("New"), {u"create"_s, u"new"_s}));
    splitter().setStretchFactor(0, 1);
    splitter().setSizes({680, 490});
}

InventoryWords RolesPage::words()
{
    return {.id = u"roles"_s,
            .title = tr("Roles"),
            .filterHint = tr("Filter: name, group, comment"),
            .chips = tr("Roles by kind"),
            .failed = tr("The roles could not be read."),
            .reading = tr("Reading the roles…"),
            .noMatch = tr("No role matches the filter."),
            .none = tr("There is no such role."),
            .showAll = tr("Show All Roles"),
            .allChip = idOf(RoleChip::Created),
            .changes = {{u"create"_s, tr("New Role…")},
                        {u"password"_s, tr("Set Password…")},
                        {u"alter"_s, tr("Alter…")},
                        {u"grant"_s, tr("Grant Membership…")},
                        {u"membership"_s, tr("Change Membership…")},
                        {u"revoke"_s, tr("Revoke Membership…")},
                        {u"rename"_s, tr("Rename…")},
                        {u"comment"_s, tr("Comment…")},
                        {u"drop"_s, tr("Drop…")},
                        {u"new"_s, tr("New Application…")}}};
}

void RolesPage::setCompactRows(bool compact)
{
    InventoryPage::setCompactRows(compact);
    m_detail->setCompact(compact);
}

void RolesPage::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    const Qt::Orientation wanted = width() < RoomForBoth ? Qt::Vertical : Qt::Horizontal;
    if (wanted == splitter().orientation())
        return;
    splitter().setOrientation(wanted);
    splitter().setSizes(wanted == Qt::Vertical ? QList<int>{240, 260} : QList<int>{680, 490});
}

void RolesPage::fillTable()
{
    table().rows().setRowsLater(int(inventory()->roles.size()),
                                [all = inventory(), seen = observed()]() -> TableRowsPtr {
                                    return std::make_shared<RoleRows>(all, seen);
                                });
}

const RoleRows *RolesPage::rows() const
{
    return static_cast<const RoleRows *>(table().rows().shown().get());
}

void RolesPage::showRules(const KnownRulesPtr &rules)
{
    m_detail->showRules(rules);
}

std::vector<Chip> RolesPage::chips() const
{
    const std::pair<RoleChip, QString> all[] = {
        {RoleChip::Created, tr("all")},         {RoleChip::Login, tr("login")},
        {RoleChip::Superuser, tr("superuser")}, {RoleChip::Unused, tr("unused")},
        {RoleChip::Finding, tr("finding")},     {RoleChip::Predefined, tr("predefined")},
    };
    std::vector<Chip> shown;
    for (const auto &[chip, text] : all)
        shown.push_back(
            {idOf(chip), text, rows() ? std::optional(rows()->countOf(chip)) : std::nullopt});
    return shown;
}

Severity RolesPage::worst() const
{
    return rows()->worst();
}

QString RolesPage::notice() const
{
    return inventory()->superuser
               ? QString()
               : tr("How passwords are kept is hidden from this role: only superusers see it.");
}

void RolesPage::showDetail()
{
    m_detail->showRole(inventory(), selected(), observed());
}

void RolesPage::showContents(const KnownContentsPtr &known)
{
    m_detail->showContents(known);
}

void RolesPage::selectRole(Oid role)
{
    const Role *found = inventory() ? inventory()->role(role) : nullptr;
    const bool predefined = found && found->isPredefined();
    select(role, idOf(predefined ? RoleChip::Predefined : RoleChip::Created));
}

void RolesPage::placeObstacles()
{
    using enum ChangeKind;
    const Role *role = inventory() && selected() ? inventory()->role(*selected()) : nullptr;
    QString none;
    if (!inventory())
        none = tr("The roles are not known yet.");
    else if (!role)
        none = tr("No role is selected.");
    const Oid target = role ? role->oid : 0;
    const QString fixed = role && role->isPredefined()
                              ? tr("PostgreSQL does not let its predefined roles be changed.")
                              : none;
    placeObstacle(u"password"_s, fixed, {.kind = SetPassword, .target = target});
    placeObstacle(u"alter"_s, fixed, {.kind = AlterRole, .target = target});
    placeObstacle(u"rename"_s, fixed, {.kind = RenameRole, .target = target});
    placeObstacle(u"comment"_s, fixed, {.kind = CommentRole, .target = target});
    QString kept = fixed.isEmpty() ? missingRights({.kind = DropRole, .target = target}) : fixed;
    if (kept.isEmpty() && role && ownsSomething(*inventory(), target))
        kept = missingRights({.kind = GiveAway, .target = target});
    changes().setObstacle(u"drop"_s, kept);
    placeObstacle(u"grant"_s, none, {.kind = GrantRole});
    const QString unread = inventory() ? QString() : none;
    placeObstacle(u"create"_s, unread, {.kind = CreateRole});
    placeObstacle(u"new"_s, unread, {.kind = CreateApplication});
    const QString indirect = none.isEmpty() ? m_detail->whyNoMembership() : none;
    const Membership membership = m_detail->selectedMembership().value_or(Membership());
    placeObstacle(
        u"membership"_s, indirect,
        {.kind = AlterMembership, .target = membership.role, .other = membership.grantor});
    placeObstacle(u"revoke"_s, indirect,
                  {.kind = RevokeRole, .target = membership.role, .other = membership.grantor});
}

std::optional<Membership> RolesPage::selectedMembership() const
{
    return m_detail->selectedMembership();
}

QString RolesPage::helpText() const
{
    return tr("Roles shows who there is on this server and what they may do.\n\n"
              "The chips narrow the table; “unused” are roles that may log in, own nothing and "
              "were not seen connected since this server is looked at. The predefined roles of "
              "PostgreSQL have a chip of their own.\n\n"
              "The detail tells of the selected role: its attributes and findings, its memberships "
              "as a tree in both directions with the options of each grant, what it owns in which "
              "database, what is set for it, and the default privileges in the databases that were "
              "looked into. “Logins” says into which databases it may log in and by which lines of "
              "pg_hba.conf. Return on a role in the tree leads to it; "
              "Delete offers to revoke the membership.\n\n"
              "Changes are shown as SQL first and run only when you say so. A button that is grey "
              "says why when the pointer rests on it.\n\n"
              "How a password is kept (scram, md5, none) is told only to superusers.");
}

} // namespace ui
