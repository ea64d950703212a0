// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/fixchange.h"

#include "actions/sqltext.h"
#include "base/plaintext.h"

#include <QCoreApplication>

namespace app {

using namespace Qt::StringLiterals;
using pgaccess::Fix;
using pgaccess::FixKind;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::FixChange)
};

// What a change is called, on its button, and what it means.
struct Words
{
    QString title;
    QString button;
    QString meaning;
};

std::optional<Words> roleWords(const Fix &fix)
{
    const QString role = base::visibleText(fix.role, 100);
    switch (fix.kind) {
    case FixKind::SetPassword:
        return Words{Tr::tr("Set the password of “%1”").arg(role), Tr::tr("Set the Password"),
                     Tr::tr("The old password stops working at once: every application that uses "
                            "it has to be given the new one. Open sessions stay.")};
    case FixKind::CreateRole:
        return Words{Tr::tr("Create the role “%1”").arg(role), Tr::tr("Create the Role"),
                     Tr::tr("The role may log in and owns nothing. What it may do beyond that has "
                            "to be granted to it.")};
    case FixKind::AllowLogin:
        return Words{Tr::tr("Let “%1” log in").arg(role), Tr::tr("Allow the Login"),
                     Tr::tr("A role without LOGIN is often a group: then its members should log "
                            "in, and not the group.")};
    case FixKind::ExtendValidity:
        return Words{Tr::tr("Extend the password of “%1”").arg(role), Tr::tr("Extend the Validity"),
                     Tr::tr("The password is valid from now on without an end; write a date such "
                            "as '2027-01-31' instead of 'infinity' to give it one.")};
    case FixKind::GrantReplication:
        return Words{Tr::tr("Let “%1” replicate").arg(role), Tr::tr("Allow Replication"),
                     Tr::tr("The role may then copy everything that this server holds.")};
    default:
        return {};
    }
}

std::optional<Words> serverWords(const Fix &fix)
{
    const QString database = base::visibleText(fix.database, 100);
    switch (fix.kind) {
    case FixKind::CreateDatabase:
        return Words{Tr::tr("Create the database “%1”").arg(database),
                     Tr::tr("Create the Database"),
                     Tr::tr("It is a copy of template1, with its encoding and locale. Whoever may "
                            "log in may connect to it, until that is revoked from PUBLIC.")};
    case FixKind::AllowConnections:
        return Words{Tr::tr("Let “%1” take connections").arg(database), Tr::tr("Allow Connections"),
                     Tr::tr("Somebody has closed this database on purpose: find out why first.")};
    case FixKind::GrantConnect:
        return Words{
            Tr::tr("Let “%1” connect to “%2”").arg(base::visibleText(fix.role, 100), database),
            Tr::tr("Grant CONNECT"),
            Tr::tr("The role may then connect; what it may read or change there has to "
                   "be granted apart from that.")};
    case FixKind::RaiseLimit:
        if (fix.text.startsWith("ALTER SYSTEM"_L1))
            return Words{Tr::tr("Raise max_connections"), Tr::tr("Change the Setting"),
                         Tr::tr("It comes into force with the next restart of the server, and "
                                "every connection takes memory.")};
        return Words{Tr::tr("Raise the connection limit"), Tr::tr("Raise the Limit"),
                     Tr::tr("It counts for new connections at once. −1 is no limit.")};
    case FixKind::ReloadSettings:
        return Words{Tr::tr("Reload the configuration files"), Tr::tr("Reload"),
                     Tr::tr("The server reads postgresql.conf, pg_hba.conf and pg_ident.conf "
                            "again. Then it is looked whether it did, and for errors in them.")};
    default:
        return {};
    }
}

actions::ChangeRight rightOf(pgaccess::FixRight right)
{
    switch (right) {
    case pgaccess::FixRight::Superuser:
        return actions::ChangeRight::Superuser;
    case pgaccess::FixRight::CreateRole:
        return actions::ChangeRight::CreateRole;
    case pgaccess::FixRight::CreateDb:
        return actions::ChangeRight::CreateDatabase;
    case pgaccess::FixRight::DatabaseOwner:
        return actions::ChangeRight::DatabaseOwner;
    case pgaccess::FixRight::Anyone:
    case pgaccess::FixRight::ServerFiles:
        break;
    }
    return actions::ChangeRight::Unknown;
}

QString statementOf(const Fix &fix)
{
    const QString role = actions::quotedName(fix.role);
    if (fix.kind == FixKind::SetPassword)
        return u"ALTER ROLE %1 PASSWORD :'password'"_s.arg(role);
    if (fix.kind == FixKind::CreateRole)
        return u"CREATE ROLE %1 LOGIN PASSWORD :'password'"_s.arg(role);
    return actions::withVisibleNames(fix.text);
}

} // namespace

std::optional<ui::ChangeForm> changeForm(const Fix &fix)
{
    auto words = roleWords(fix);
    if (!words)
        words = serverWords(fix);
    if (!words)
        return {};
    actions::Change change{.title = words->title,
                           .statements = actions::splitStatements(statementOf(fix)),
                           .right = rightOf(fix.right)};
    change.together = std::ranges::none_of(change.statements, actions::needsOwnTransaction);
    if (fix.kind == FixKind::SetPassword || fix.kind == FixKind::CreateRole)
        change.secrets = {{.slot = u"password"_s, .role = fix.role}};
    if (fix.kind == FixKind::ReloadSettings)
        change.proof = actions::ChangeProof::Reloaded;
    if (fix.kind == FixKind::GrantConnect) {
        change.proof = actions::ChangeProof::MayConnect;
        change.proofOf = {fix.role, fix.database};
    }
    return ui::ChangeForm{
        .change = std::move(change), .meaning = words->meaning, .button = words->button};
}

} // namespace app
