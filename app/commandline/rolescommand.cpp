// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/rolescommand.h"

#include "commandline/inventoryjson.h"
#include "commandline/terminal.h"
#include "inventory/inventorytext.h"
#include "inventory/memberships.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using namespace inventory;
using ui::InventoryText;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::RolesCommand)
};

QString attributesOf(const Role &role)
{
    const std::pair<bool, QString> attributes[] = {
        {role.login, u"LOGIN"_s},
        {role.superuser, u"SUPERUSER"_s},
        {role.createRole, u"CREATEROLE"_s},
        {role.createDatabase, u"CREATEDB"_s},
        {role.replication, u"REPLICATION"_s},
        {role.bypassRls, u"BYPASSRLS"_s},
        {!role.inherits, u"NOINHERIT"_s},
    };
    QStringList words;
    for (const auto &[holds, word] : attributes) {
        if (holds)
            words += word;
    }
    return words.join(u' ');
}

// Its roles, with what a grant of 16 and newer may take from it.
QString memberText(const Inventory &inventory, const MembershipGraph &graph, const Role &role)
{
    QStringList words;
    for (const Membership &one : graph.grants(role.oid, Direction::RolesOf)) {
        QStringList marks;
        if (one.admin)
            marks += Tr::tr("admin");
        if (!one.inherit)
            marks += Tr::tr("no inherit");
        if (!one.set)
            marks += Tr::tr("no set");
        const QString name = InventoryText::role(inventory, one.role);
        const QString text = marks.isEmpty() ? name : name + u" ("_s + marks.join(u", "_s) + u')';
        if (!words.contains(text))
            words += text;
    }
    return words.join(u", "_s);
}

QString ownedText(const Inventory &inventory, const Role &role)
{
    QStringList names;
    for (const Database &database : inventory.databases) {
        if (database.owner == role.oid)
            names += InventoryText::database(inventory, database.oid);
    }
    return names.join(u", "_s);
}

void printTable(const Inventory &inventory)
{
    const MembershipGraph graph(inventory);
    QList<QStringList> rows;
    for (const Role &role : inventory.roles) {
        if (role.isPredefined())
            continue;
        rows.append({role.name, attributesOf(role),
                     InventoryText::connections(role.connections, role.connectionLimit),
                     QString(passwordWord(role.password)),
                     role.validUntil ? InventoryText::moment(*role.validUntil) : QString(),
                     memberText(inventory, graph, role), ownedText(inventory, role)});
    }
    const QStringList header{Tr::tr("ROLE"),          Tr::tr("ATTRIBUTES"),  Tr::tr("SESSIONS"),
                             Tr::tr("PASSWORD"),      Tr::tr("VALID UNTIL"), Tr::tr("MEMBER OF"),
                             Tr::tr("OWNS DATABASES")};
    for (const QString &line : alignedTable(header, rows, {2}))
        printLine(line);
}

void printForPeople(const InventoryRead &read, const std::vector<Finding> &findings)
{
    const Inventory &inventory = read.inventory;
    const auto predefined = std::ranges::count_if(inventory.roles, &Role::isPredefined);
    const int own = int(inventory.roles.size()) - int(predefined);
    const QString count = own == 1 ? Tr::tr("1 role") : Tr::tr("%1 roles").arg(own);
    printLine(
        inventoryHeadline(read, Tr::tr("%1 and %2 predefined ones").arg(count).arg(predefined)));
    printLine({});
    printTable(inventory);
    printFindings(inventory, findings, SubjectKind::Role);
    if (!inventory.superuser)
        printNote(Tr::tr("Which kind of password a role has is shown to superusers only."));
}

std::vector<Finding> findingsOf(const Inventory &inventory)
{
    std::vector<Finding> findings = inventoryFindings(inventory, {.now = inventory.takenAt});
    std::erase_if(findings, [](const Finding &finding) {
        return finding.kind != SubjectKind::Role && finding.kind != SubjectKind::Server;
    });
    return findings;
}

} // namespace

QCoro::Task<int> printRoles(Request request, base::Secret password)
{
    const auto read = co_await readInventoryOf(request.connection, std::move(password));
    if (!read)
        co_return printError(read.error().error, request.json, read.error().exitCode);
    const std::vector<Finding> findings = findingsOf(read->inventory);
    if (request.json)
        printJson(rolesToJson(*read, findings));
    else
        printForPeople(*read, findings);
    co_return int(exitCodeOf(findings));
}

} // namespace app
