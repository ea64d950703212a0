// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/databaseforms.h"

#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "inventory/changerights.h"
#include "window/objectforms.h"

#include <QCoreApplication>

#include <algorithm>

namespace app {

using namespace actions;
using namespace Qt::StringLiterals;
using inventory::ChangeKind;
using inventory::ChangeRights;
using inventory::Database;
using inventory::Role;
using ui::ChangeForm;
using ui::ChangeValues;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::DatabaseForms)
};

QString shown(const Database &database)
{
    return base::visibleText(database.name, 100);
}

ChangeForm formOf(const QString &title, const QString &button, const QString &meaning)
{
    return {.change = {.title = title, .right = ChangeRight::DatabaseOwner},
            .meaning = meaning,
            .button = button};
}

// Who may become the owner, as far as our role may give it away.
QStringList heirsOf(const Inventory &inventory, const Database &database)
{
    const ChangeRights rights(inventory, inventory.ourRole);
    QStringList names;
    for (const Role &role : inventory.roles) {
        if (role.oid == database.owner || role.isPredefined())
            continue;
        if (rights
                .missing(
                    {.kind = ChangeKind::ChangeOwner, .target = database.oid, .other = role.oid})
                .empty())
            names << role.name;
    }
    return names;
}

} // namespace

std::optional<ChangeForm> databaseLimitForm(const Inventory &inventory, Oid oid)
{
    const Database *database = inventory.database(oid);
    if (!database)
        return {};
    ChangeForm form = formOf(Tr::tr("Limit the connections to “%1”").arg(shown(*database)),
                             Tr::tr("Set the Limit"),
                             Tr::tr("It counts for new connections; open ones stay, and superusers "
                                    "are let in beyond it."));
    form.facts = {{Tr::tr("Connected now"), QString::number(database->connections)}};
    form.inputs = {{.id = u"limit"_s,
                    .label = Tr::tr("Connection &limit"),
                    .kind = ui::ChangeInput::Kind::Limit,
                    .value = QString::number(database->connectionLimit)}};
    form.make = [name = database->name, old = database->connectionLimit](const ChangeValues &v) {
        const QString limit = v.value(u"limit"_s);
        if (limit.toInt() == old)
            return QStringList();
        return QStringList{u"ALTER DATABASE "_s + quotedName(name) + u" CONNECTION LIMIT "_s +
                           limit};
    };
    return form;
}

std::optional<ChangeForm> databaseOwnerForm(const Inventory &inventory, Oid oid)
{
    const Database *database = inventory.database(oid);
    if (!database)
        return {};
    QString meaning =
        Tr::tr("It counts at once. What is in the database stays with its owners: schemas, tables "
               "and functions are given away there, by REASSIGN OWNED. Privileges on the database "
               "itself that the old owner had, or had granted, go over to the new one.");
    if (!inventory.superuser)
        meaning += u' ' + Tr::tr("It takes the rights of the owner, CREATEDB, and that one may "
                                 "become the new owner by SET ROLE; offered is who can be.");
    ChangeForm form = formOf(Tr::tr("Change the owner of “%1”").arg(shown(*database)),
                             Tr::tr("Change the Owner"), meaning);
    const Role *owner = inventory.role(database->owner);
    form.facts = {{Tr::tr("Owner now"),
                   owner ? base::visibleText(owner->name, 100) : QString::number(database->owner)}};
    form.inputs = {{.id = u"owner"_s,
                    .label = Tr::tr("New &owner"),
                    .kind = ui::ChangeInput::Kind::Name,
                    .choices = heirsOf(inventory, *database),
                    .missing = Tr::tr("Say who is to own it.")}};
    form.make = [name = database->name](const ChangeValues &values) {
        return QStringList{u"ALTER DATABASE "_s + quotedName(name) + u" OWNER TO "_s +
                           quotedName(values.value(u"owner"_s))};
    };
    return form;
}

std::optional<ChangeForm> renameDatabaseForm(const Inventory &inventory, Oid oid,
                                             const QString &here)
{
    const Database *database = inventory.database(oid);
    if (!database)
        return {};
    ChangeForm form = formOf(
        Tr::tr("Rename the database “%1”").arg(shown(*database)), Tr::tr("Rename the Database"),
        Tr::tr("Whatever connects to “%1” has to be given the new name, as have lines of "
               "pg_hba.conf. Nobody may be connected to it meanwhile.")
            .arg(shown(*database)));
    form.change.mustBeUnused = database->name;
    if (database->name == here)
        form.refusal = Tr::tr("This is the database that you are connected to. Connect to another "
                              "one of this server, such as “postgres”.");
    askForName(form, {u"DATABASE"_s, database->name});
    return form;
}

std::optional<ChangeForm> commentDatabaseForm(const Inventory &inventory, Oid oid)
{
    const Database *database = inventory.database(oid);
    if (!database)
        return {};
    ChangeForm form = formOf(Tr::tr("Comment on the database “%1”").arg(shown(*database)),
                             Tr::tr("Set the Comment"), commentMeaning());
    askForComment(form, {u"DATABASE"_s, database->name}, database->comment);
    return form;
}

ChangeForm newApplicationForm(const Inventory &inventory, const NewApplication &wanted)
{
    const CreatorFacts creator{.serverVersion = inventory.serverVersion,
                               .superuser = inventory.superuser};
    QString meaning =
        Tr::tr("The role owns the database and may log in; nobody else may connect to it, except "
               "for superusers.");
    if (inventory.serverVersion < 150000 && !inventory.superuser)
        meaning += u' ' + Tr::tr("Its schema public belongs to a superuser, so that everybody who "
                                 "may connect could create tables there.");
    ChangeForm form{
        .change = {.title =
                       Tr::tr("New application “%1”").arg(base::visibleText(wanted.database, 100)),
                   .statements = newApplication(wanted, creator),
                   .together = false,
                   .undo = true,
                   .right = ChangeRight::Application},
        .meaning = meaning,
        .button = Tr::tr("Create the Application"),
        .next = Tr::tr("Show the &Settings")};
    form.change.secrets = {
        {.slot = u"password"_s, .role = wanted.role, .value = generatePassword()}};
    form.change.proof = ChangeProof::MayConnect;
    form.change.proofOf = {wanted.role, wanted.database};
    return form;
}

} // namespace app
