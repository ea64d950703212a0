// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/missingrights.h"

#include "inventory/inventorytext.h"

#include <QCoreApplication>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::MissingRights)
};

// Follows "needs … to".
QString purpose(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::CreateRole:
        return Tr::tr("create such a role");
    case ChangeKind::AlterRole:
    case ChangeKind::AlterDatabase:
        return Tr::tr("change it");
    case ChangeKind::SetPassword:
        return Tr::tr("set its password");
    case ChangeKind::RenameRole:
    case ChangeKind::RenameDatabase:
        return Tr::tr("rename it");
    case ChangeKind::CommentRole:
    case ChangeKind::CommentDatabase:
        return Tr::tr("comment on it");
    case ChangeKind::DropRole:
    case ChangeKind::DropDatabase:
        return Tr::tr("drop it");
    case ChangeKind::GiveAway:
        return Tr::tr("give away what it owns before it is dropped");
    case ChangeKind::GrantRole:
        return Tr::tr("grant a membership");
    case ChangeKind::AlterMembership:
        return Tr::tr("change this membership");
    case ChangeKind::RevokeRole:
        return Tr::tr("revoke this membership");
    case ChangeKind::CreateApplication:
        return Tr::tr("create the role and the database of an application");
    case ChangeKind::CreateDatabase:
        return Tr::tr("create a database");
    case ChangeKind::ChangeOwner:
        break;
    }
    return Tr::tr("change its owner");
}

bool isOfDatabase(ChangeKind kind)
{
    return kind >= ChangeKind::CreateDatabase;
}

QString rightsOfText(ChangeKind kind, const QString &role)
{
    if (isOfDatabase(kind))
        return Tr::tr("the rights of its owner %1").arg(role);
    if (kind == ChangeKind::AlterMembership || kind == ChangeKind::RevokeRole)
        return Tr::tr("the rights of %1, which granted it").arg(role);
    return Tr::tr("the rights of %1").arg(role);
}

// Follows "needs".
QString rightText(const Inventory &inventory, const NeededRight &missing, ChangeKind kind)
{
    const QString role = InventoryText::role(inventory, missing.on);
    QString admin = missing.on == 0 ? Tr::tr("ADMIN OPTION on the role to be granted")
                                    : Tr::tr("ADMIN OPTION on %1").arg(role);
    switch (missing.right) {
    case Right::CreateRole:
        return u"CREATEROLE"_s;
    case Right::CreateDatabase:
        return u"CREATEDB"_s;
    case Right::Replication:
        return u"REPLICATION"_s;
    case Right::BypassRls:
        return u"BYPASSRLS"_s;
    case Right::Admin:
        return admin;
    case Right::InheritedAdmin:
        return Tr::tr("to inherit from the role that holds ADMIN OPTION on %1").arg(role);
    case Right::CreateRoleOrAdmin:
        return Tr::tr("CREATEROLE or %1").arg(admin);
    case Right::RightsOf:
        return rightsOfText(kind, role);
    case Right::SetRole:
        return inventory.serverVersion >= 160000 ? Tr::tr("SET ROLE to %1").arg(role)
                                                 : Tr::tr("membership in %1").arg(role);
    case Right::Superuser:
    case Right::NotOneself:
        break;
    }
    return {};
}

QString listText(const QStringList &rights)
{
    if (rights.size() < 2)
        return rights.join(QString());
    return Tr::tr("%1 and %2", "the last of a list")
        .arg(rights.first(rights.size() - 1).join(u", "_s), rights.last());
}

} // namespace

QString missingRightsText(const ChangeRights &rights, const ChangeQuestion &question)
{
    const Inventory &inventory = rights.inventory();
    const QString who = InventoryText::role(inventory, rights.role());
    QStringList words;
    for (const NeededRight &missing : rights.missing(question)) {
        if (missing.right == Right::NotOneself)
            return question.kind == ChangeKind::DropRole
                       ? Tr::tr("This is the role that PgVigil is connected as: PostgreSQL lets no "
                                "role drop itself.")
                       : Tr::tr("This is the role that PgVigil is connected as: PostgreSQL lets no "
                                "role rename itself.");
        if (missing.right == Right::Superuser)
            return Tr::tr("%1 would have to be a superuser to %2.")
                .arg(who, purpose(question.kind));
        words.append(rightText(inventory, missing, question.kind));
    }
    if (words.isEmpty())
        return {};
    return Tr::tr("%1 needs %2 (or to be a superuser) to %3.")
        .arg(who, listText(words), purpose(question.kind));
}

} // namespace ui
