// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/dropforms.h"

#include "actions/rolestatements.h"
#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "inventory/inventorytext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace app {

using namespace actions;
using namespace Qt::StringLiterals;
using inventory::Database;
using inventory::Inventory;
using inventory::Role;
using ui::ChangeForm;
using ui::ChangeValues;

namespace {

constexpr qsizetype MaxFacts = 12;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::DropForms)
};

// What somebody can type; else the number by which the server knows it.
QString wordFor(const QString &name, inventory::Oid oid)
{
    const bool typeable = name.size() <= 63 && std::ranges::all_of(name, [](QChar c) {
                              return c == u' ' || (c.isPrint() && !c.isSpace());
                          });
    const bool seen = base::visibleText(name) == name && name.trimmed() == name;
    return typeable && seen ? name : QString::number(oid);
}

QString counted(int n, const QString &one, const QString &several)
{
    return n == 1 ? one : several.arg(QLocale().toString(n));
}

QString countOf(const RoleDependents &dependents)
{
    const int n = dependents.count;
    if (dependents.kind == "pg_class"_L1)
        return counted(n, Tr::tr("1 table, view or sequence"),
                       Tr::tr("%1 tables, views or sequences"));
    if (dependents.kind == "pg_proc"_L1)
        return counted(n, Tr::tr("1 function"), Tr::tr("%1 functions"));
    if (dependents.kind == "pg_namespace"_L1)
        return counted(n, Tr::tr("1 schema"), Tr::tr("%1 schemas"));
    if (dependents.kind == "pg_type"_L1)
        return counted(n, Tr::tr("1 type"), Tr::tr("%1 types"));
    if (dependents.kind == "pg_database"_L1)
        return counted(n, Tr::tr("1 database"), Tr::tr("%1 databases"));
    if (dependents.kind == "pg_tablespace"_L1)
        return counted(n, Tr::tr("1 tablespace"), Tr::tr("%1 tablespaces"));
    if (dependents.kind == "pg_auth_members"_L1)
        return counted(n, Tr::tr("1 membership that it granted"),
                       Tr::tr("%1 memberships that it granted"));
    if (dependents.kind == "pg_default_acl"_L1)
        return counted(n, Tr::tr("1 default privilege"), Tr::tr("%1 default privileges"));
    if (dependents.kind == "pg_policy"_L1)
        return counted(n, Tr::tr("1 policy"), Tr::tr("%1 policies"));
    return counted(n, Tr::tr("1 other object"), Tr::tr("%1 other objects"));
}

// What it owns and may do in one database, or in what all share.
QString legacyText(const QString &database, const std::vector<RoleDependents> &dependents)
{
    QStringList owned;
    QStringList granted;
    for (const RoleDependents &each : dependents) {
        if (each.database == database)
            (each.owned ? owned : granted) << countOf(each);
    }
    QString owns = Tr::tr("owns %1").arg(owned.join(u", "_s));
    const QString may = Tr::tr("has privileges on %1").arg(granted.join(u", "_s));
    if (granted.isEmpty())
        return owns;
    return owned.isEmpty() ? may : Tr::tr("%1; %2").arg(owns, may);
}

QStringList databasesOf(const std::vector<RoleDependents> &dependents)
{
    QStringList databases;
    for (const RoleDependents &each : dependents) {
        if (!databases.contains(each.database))
            databases << each.database;
    }
    return databases;
}

std::vector<std::pair<QString, QString>> legacyFacts(const Role &role,
                                                     const std::vector<RoleDependents> &dependents)
{
    std::vector<std::pair<QString, QString>> facts;
    const QStringList databases = databasesOf(dependents);
    for (const QString &database : databases.first(std::min(MaxFacts, databases.size()))) {
        const QString head = database.isEmpty()
                                 ? Tr::tr("For all databases")
                                 : Tr::tr("In “%1”").arg(base::visibleText(database, 40));
        facts.emplace_back(head, legacyText(database, dependents));
    }
    if (databases.size() > MaxFacts)
        facts.emplace_back(Tr::tr("Further"),
                           counted(int(databases.size() - MaxFacts), Tr::tr("1 database more"),
                                   Tr::tr("%1 databases more")));
    if (databases.isEmpty())
        facts.emplace_back(Tr::tr("Owns"), Tr::tr("nothing, and has no privileges"));
    if (role.connections > 0)
        facts.emplace_back(Tr::tr("Logged in"),
                           counted(role.connections,
                                   Tr::tr("1 session; it fails at whatever asks for the role"),
                                   Tr::tr("%1 sessions; they fail at whatever asks for the role")));
    return facts;
}

QString whyNotDrop(const Inventory &inventory, const Role &role,
                   const std::vector<RoleDependents> &dependents)
{
    constexpr inventory::Oid Bootstrap = 10;
    if (role.isPredefined() || role.oid == Bootstrap)
        return Tr::tr("This role belongs to the server itself.");
    if (role.oid == inventory.ourRole)
        return Tr::tr("This is the role that you are logged in as.");
    const auto closed = std::ranges::find(dependents, false, &RoleDependents::allowsConnections);
    if (closed == dependents.end())
        return {};
    return Tr::tr("It left something in “%1”, which takes no connections: open that first.")
        .arg(base::visibleText(closed->database, 60));
}

// "app (psql), 2 times", fit to be seen.
QString usersText(const DatabaseUse &use)
{
    QStringList users;
    int named = 0;
    for (const DatabaseUser &each : use.users) {
        QString text = base::visibleText(each.role.isEmpty() ? u"–"_s : each.role, 60);
        if (!each.application.isEmpty())
            text = Tr::tr("%1 (%2)").arg(text, base::visibleText(each.application, 60));
        users << (each.sessions > 1
                      ? Tr::tr("%1, %2 times").arg(text, QLocale().toString(each.sessions))
                      : text);
        named += each.sessions;
    }
    if (named < use.connections)
        users << Tr::tr("others");
    return users.join(u"; "_s);
}

QString whyNotDrop(const Database &database, const DatabaseUse &use, const QString &here)
{
    if (database.isTemplate)
        return Tr::tr("This is a template, from which databases are made.");
    if (database.name == here)
        return Tr::tr("This is the database that you are connected to. Connect to another one of "
                      "this server, such as “postgres”.");
    if (use.connections > 0)
        return counted(use.connections, Tr::tr("1 session is connected to it:"),
                       Tr::tr("%1 sessions are connected to it:")) +
               u' ' + usersText(use);
    return {};
}

QString activityText(const DatabaseUse &use)
{
    const QLocale locale;
    if (use.newestSession)
        return Tr::tr("the newest session began at %1 UTC")
            .arg(base::toIso(*use.newestSession).left(19).replace(u'T', u' '));
    const QString transactions = locale.toString(use.transactions);
    if (!use.statsReset)
        return Tr::tr("nobody is connected; %1 transactions since the server began to count")
            .arg(transactions);
    return Tr::tr("nobody is connected; %1 transactions since %2 UTC")
        .arg(transactions, base::toIso(*use.statsReset).left(19).replace(u'T', u' '));
}

// Who has what it owns around him: the owner of the databases of all of it, as applications have
// them. No superuser: a function that is SECURITY DEFINER would get his rights.
QString likelyHeir(const Inventory &inventory, const Role &role,
                   const std::vector<RoleDependents> &dependents)
{
    const Role *heir = nullptr;
    for (const RoleDependents &each : dependents) {
        const auto database =
            std::ranges::find(inventory.databases, each.database, &Database::name);
        if (!each.owned)
            continue;
        const Role *owner =
            database != inventory.databases.end() ? inventory.role(database->owner) : nullptr;
        if (!owner || owner->superuser || owner->oid == role.oid || (heir && heir != owner))
            return {};
        heir = owner;
    }
    return heir ? heir->name : QString();
}

void askForHeir(ChangeForm &form, const Inventory &inventory, const Role &role,
                const std::vector<RoleDependents> &dependents)
{
    QStringList heirs;
    QStringList superusers;
    for (const Role &each : inventory.roles) {
        if (each.oid != role.oid && !each.isPredefined())
            heirs << each.name;
        if (each.superuser)
            superusers << each.name;
    }
    form.inputs = {{.id = u"heir"_s,
                    .label = Tr::tr("Give what it owns &to"),
                    .kind = ui::ChangeInput::Kind::Name,
                    .value = likelyHeir(inventory, role, dependents),
                    .choices = heirs,
                    .missing = Tr::tr("Say who is to own what it owns.")}};
    const bool functions = std::ranges::any_of(dependents, [](const RoleDependents &each) {
        return each.owned && each.kind == "pg_proc"_L1;
    });
    if (!functions)
        return;
    form.warning = [superusers](const ChangeValues &values) {
        const QString heir = values.value(u"heir"_s);
        return superusers.contains(heir)
                   ? Tr::tr("“%1” is a superuser, and functions are among what it would own: one "
                            "that is SECURITY DEFINER then runs with all rights, for everybody "
                            "who may call it.")
                         .arg(base::visibleText(heir, 100))
                   : QString();
    };
}

} // namespace

std::optional<ChangeForm> dropRoleForm(const Inventory &inventory, inventory::Oid oid,
                                       const std::vector<RoleDependents> &dependents)
{
    const Role *role = inventory.role(oid);
    if (!role)
        return {};
    ChangeForm form{
        .change = {.title = Tr::tr("Drop the role “%1”").arg(base::visibleText(role->name, 100)),
                   .right = ChangeRight::CreateRole},
        .meaning = Tr::tr("Its memberships and settings go with it. This cannot be undone."),
        .button = Tr::tr("Drop the Role"),
        .facts = legacyFacts(*role, dependents),
        .destructive = true,
        .word = wordFor(role->name, oid),
        .refusal = whyNotDrop(inventory, *role, dependents)};
    QStringList databases = databasesOf(dependents);
    if (databases.size() > 1)
        databases.removeAll(QString()); // what all share goes with the first one
    if (databases.isEmpty()) {
        form.change.statements = dropRole(role->name, {}, {});
        return form;
    }
    form.change.right = ChangeRight::Heir;
    askForHeir(form, inventory, *role, dependents);
    form.make = [name = role->name, databases](const ChangeValues &values) {
        return dropRole(name, values.value(u"heir"_s), databases);
    };
    return form;
}

std::optional<ChangeForm> dropDatabaseForm(const Inventory &inventory, inventory::Oid oid,
                                           const DatabaseUse &use, const QString &here)
{
    const Database *database = inventory.database(oid);
    if (!database)
        return {};
    const Role *owner = inventory.role(database->owner);
    const QString size = use.sizeBytes
                             ? ui::InventoryText::bytes(*use.sizeBytes)
                             : Tr::tr("not known: it takes CONNECT or pg_read_all_stats to see it");
    ChangeForm form{
        .change = {.title =
                       Tr::tr("Drop the database “%1”").arg(base::visibleText(database->name, 100)),
                   .statements = {u"DROP DATABASE "_s + quotedName(database->name)},
                   .together = false,
                   .mustBeUnused = database->name,
                   .right = ChangeRight::DatabaseOwner},
        .meaning = Tr::tr("Everything in it is lost. This cannot be undone: make a "
                          "backup first. It is looked once more whether somebody is "
                          "connected; nobody is thrown out."),
        .button = Tr::tr("Drop the Database"),
        .destructive = true,
        .word = wordFor(database->name, oid),
        .refusal = whyNotDrop(*database, use, here)};
    form.facts = {{Tr::tr("Owner"), owner ? owner->name : QString::number(database->owner)},
                  {Tr::tr("Size"), size},
                  {Tr::tr("Last activity"), activityText(use)}};
    return form;
}

} // namespace app
