// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/inventorysource.h"

#include "base/plaintext.h"
#include "commandline/terminal.h"
#include "inventory/besideconnection.h"
#include "inventory/contentsreader.h"
#include "inventory/findingwords.h"
#include "inventory/inventoryreader.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

using inventory::Database;
using inventory::Finding;
using inventory::Oid;

constexpr int MostLanes = 4;
constexpr int SparedConnections = 3; ///< Left to others.
constexpr auto ContentsDeadline = 30s;
constexpr auto ConnectDeadline = 5s;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::InventorySource)
};

// What several lanes work off together.
struct Work
{
    const InventoryRead *read = nullptr;
    std::vector<Oid> databases; ///< Still to do; taken from the end.
    QDeadlineTimer deadline{ContentsDeadline};
    QObject owner;
    ContentsRead done;
};

QCoro::Task<void> workOff(std::shared_ptr<Work> work)
{
    while (!work->databases.empty() && !work->deadline.hasExpired()) {
        const Oid oid = work->databases.back();
        work->databases.pop_back();
        const OpenServer &server = work->read->server;
        pg::ConnectParameters parameters =
            inventory::parametersBeside(server.choice.parameters, server.connection->facts(),
                                        work->read->inventory.database(oid)->name);
        parameters.deadline = ConnectDeadline;
        work->done.emplace(oid, co_await inventory::readContentsApart(&work->owner, parameters));
    }
}

int lanesFor(const inventory::Inventory &inventory)
{
    int used = 0;
    for (const Database &database : inventory.databases)
        used += database.connections;
    return std::clamp(inventory.usableConnections - used - SparedConnections, 0, MostLanes);
}

// Counts as the panels do.
QString countLine(const std::vector<Finding> &findings, inventory::SubjectKind kind)
{
    const auto count = int(inventory::subjectsInTrouble(findings, kind).size());
    const bool roles = kind == inventory::SubjectKind::Role;
    const QString counted = roles        ? count == 1 ? Tr::tr("Something is wrong with 1 role.")
                                                      : Tr::tr("Something is wrong with %1 roles.")
                                   : count == 1 ? Tr::tr("Something is wrong with 1 database.")
                                         : Tr::tr("Something is wrong with %1 databases.");
    const bool all = std::ranges::none_of(findings, [](const Finding &finding) {
        return finding.severity == inventory::FindingSeverity::Info;
    });
    const QString text = count == 1 ? counted : counted.arg(count);
    return all ? text : text + u' ' + Tr::tr("What begins with “info” is not counted.");
}

} // namespace

QCoro::Task<Connected<InventoryRead>> readInventoryOf(QString text,
                                                      base::Secret environmentPassword)
{
    auto server = co_await openServer(text, std::move(environmentPassword));
    if (!server)
        co_return std::unexpected(server.error());
    auto inventory = co_await inventory::readInventory(server->connection.get());
    if (!inventory) {
        base::Error error = inventory.error();
        if (inventory::isBusy(error))
            error.hint = Tr::tr("Somebody holds a lock on a system catalog. Try again, or see who: "
                                "pgvigil locks.");
        co_return std::unexpected(ConnectFailure{.error = error});
    }
    co_return InventoryRead{.server = *server, .inventory = *std::move(inventory)};
}

QCoro::Task<base::Result<void>> readSizes(InventoryRead *read)
{
    std::vector<Oid> databases;
    for (const Database &database : read->inventory.databases)
        databases.push_back(database.oid);
    const auto sizes =
        co_await inventory::readDatabaseSizes(read->server.connection.get(), databases);
    if (!sizes)
        co_return std::unexpected(sizes.error());
    read->inventory = inventory::withSizes(std::move(read->inventory), *sizes);
    co_return base::Result<void>();
}

QCoro::Task<ContentsRead> readAllContents(const InventoryRead *read)
{
    const auto work = std::make_shared<Work>();
    work->read = read;
    for (const Database &database : read->inventory.databases) {
        if (inventory::mayBeLookedInto(database))
            work->databases.push_back(database.oid);
    }
    std::ranges::reverse(work->databases);
    std::vector<QCoro::Task<void>> lanes;
    for (int lane = 0; lane < lanesFor(read->inventory); ++lane)
        lanes.push_back(workOff(work));
    for (QCoro::Task<void> &lane : lanes)
        co_await lane;
    for (const Oid oid : work->databases) {
        work->done.emplace(
            oid, base::localError(work->deadline.hasExpired()
                                      ? Tr::tr("Reading the others took half a minute.")
                                      : Tr::tr("The server has no connection to spare.")));
    }
    co_return std::move(work->done);
}

ExitCode exitCodeOf(const std::vector<Finding> &findings)
{
    const bool found = std::ranges::any_of(findings, [](const Finding &finding) {
        return finding.severity != inventory::FindingSeverity::Info;
    });
    return found ? ExitCode::Found : ExitCode::Fine;
}

void printFindings(const inventory::Inventory &inventory, const std::vector<Finding> &findings,
                   inventory::SubjectKind kind)
{
    if (findings.empty())
        return;
    printLine({});
    printLine(countLine(findings, kind));
    for (const Finding &finding : findings) {
        const ui::FindingText text = ui::findingText(inventory, finding);
        const QString severity = inventory::severityName(finding.severity);
        printLine(u"%1: %2. %3"_s.arg(severity, text.title, text.sentence));
        for (const QString &line : ui::findingStatements(inventory, finding))
            printLine(u"    "_s + base::visibleText(line));
    }
}

QString inventoryHeadline(const InventoryRead &read, const QString &counted)
{
    const int version = read.inventory.serverVersion;
    return base::visibleText(Tr::tr("PostgreSQL %1.%2 as %3, %4: %5")
                                 .arg(QString::number(version / 10000),
                                      QString::number(version % 10000),
                                      read.server.connection->facts().user,
                                      base::toIso(read.inventory.takenAt), counted));
}

} // namespace app
