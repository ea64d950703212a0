// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/picturecommand.h"

#include "activity/activitypage.h"
#include "commandline/accesspicture.h"
#include "commandline/panelpicture.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "databases/databasespage.h"
#include "inventory/besideconnection.h"
#include "inventory/contentsreader.h"
#include "inventory/inventoryreader.h"
#include "locks/lockspage.h"
#include "roles/rolespage.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCoroTimer>

#include <KSyntaxHighlighting/Repository>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

// The one whose transaction is the oldest: what a person would look at first.
const snapshot::Session *oldestTransaction(const snapshot::Snapshot &snapshot)
{
    const snapshot::Session *oldest = nullptr;
    for (const snapshot::Session &session : snapshot.sessions) {
        if (session.xactStart && (!oldest || *session.xactStart < *oldest->xactStart))
            oldest = &session;
    }
    return oldest;
}

ui::PanelSubject subjectOf(const WatchedServer &server)
{
    return {.name = server.choice.name, .production = server.choice.production};
}

std::unique_ptr<ui::Panel> activityPanel(KSyntaxHighlighting::Repository &repository,
                                         const WatchedServer &server)
{
    auto panel = std::make_unique<ui::ActivityPage>(repository);
    panel->setSubject(subjectOf(server));
    panel->showSnapshot(server.snapshot);
    if (const snapshot::Session *session = oldestTransaction(*server.snapshot))
        panel->selectSession(session->key());
    return panel;
}

std::unique_ptr<ui::Panel> locksPanel(KSyntaxHighlighting::Repository &repository,
                                      const WatchedServer &server)
{
    auto panel = std::make_unique<ui::LocksPage>(repository);
    panel->setSubject(subjectOf(server));
    panel->showSituation(locks::situationOf(server.snapshot));
    panel->lead({});
    return panel;
}

inventory::Oid databaseToShow(const inventory::Inventory &inventory)
{
    const inventory::Database *largest = nullptr;
    for (const inventory::Database &database : inventory.databases) {
        const bool readable = database.canConnect && database.allowConnections;
        if (readable && (!largest || database.sizeBytes > largest->sizeBytes))
            largest = &database;
    }
    return largest ? largest->oid : 0;
}

// With what is in the largest database.
QCoro::Task<std::unique_ptr<ui::Panel>> databasesPanel(KSyntaxHighlighting::Repository *repository,
                                                       const WatchedServer *server,
                                                       inventory::InventoryPtr inventory,
                                                       ui::ObservedPtr observed)
{
    auto panel = std::make_unique<ui::DatabasesPage>(*repository);
    panel->setSubject(subjectOf(*server));
    panel->showInventory(inventory, observed);
    const inventory::Database *database = inventory->database(databaseToShow(*inventory));
    if (!database)
        co_return panel;
    panel->selectDatabase(database->oid);
    pg::Server &connections = server->source->server();
    const auto contents = co_await inventory::readContentsApart(
        server->source.get(),
        inventory::parametersBeside(connections.parameters(), connections.control().facts(),
                                    database->name));
    if (contents)
        panel->showContents(std::make_shared<const inventory::DatabaseContents>(*contents));
    else
        panel->showContentsProblem(database->oid, contents.error());
    co_return panel;
}

std::unique_ptr<ui::Panel> rolesPanel(const WatchedServer &server,
                                      const inventory::InventoryPtr &inventory,
                                      const ui::ObservedPtr &observed)
{
    auto panel = std::make_unique<ui::RolesPage>();
    panel->setSubject(subjectOf(server));
    panel->showInventory(inventory, observed);
    const auto finding = std::ranges::find(observed->findings, inventory::SubjectKind::Role,
                                           &inventory::Finding::kind);
    panel->selectRole(finding != observed->findings.end() ? finding->subject : inventory->ourRole);
    return panel;
}

QCoro::Task<base::Result<std::unique_ptr<ui::Panel>>>
makePanel(KSyntaxHighlighting::Repository *repository, const WatchedServer *server, QString name)
{
    if (name == "locks"_L1)
        co_return locksPanel(*repository, *server);
    if (name == "activity"_L1)
        co_return activityPanel(*repository, *server);
    const QPointer<pg::Connection> connection(&server->source->server().control());
    auto read = co_await inventory::readInventory(connection);
    if (!read)
        co_return std::unexpected(read.error());
    std::vector<inventory::Oid> databases;
    for (const inventory::Database &database : read->databases)
        databases.push_back(database.oid);
    const auto sizes = co_await inventory::readDatabaseSizes(connection, databases);
    const auto inventory = std::make_shared<const inventory::Inventory>(
        inventory::withSizes(std::move(*read), sizes.value_or(inventory::DatabaseSizes())));
    auto observed = std::make_shared<ui::Observed>();
    observed->take(*inventory);
    if (name == "roles"_L1) // the parser lets only these through
        co_return rolesPanel(*server, inventory, observed);
    co_return co_await databasesPanel(repository, server, inventory, observed);
}

} // namespace

QCoro::Task<int> savePicture(Request request, base::Secret password)
{
    if (request.panel == "access"_L1)
        co_return co_await saveAccessPicture(request, std::move(password));
    auto server = co_await watchServer(request.connection, std::move(password));
    if (!server)
        co_return printError(server.error().error, request.json, server.error().exitCode);
    ui::Theme theme(*qApp);
    theme.setChoice(request.dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    KSyntaxHighlighting::Repository repository;
    auto made = co_await makePanel(&repository, &*server, request.panel);
    if (!made)
        co_return printError(made.error(), request.json, ExitCode::Connect);
    const std::unique_ptr<ui::Panel> panel = std::move(*made);
    panel->showStatus(server->source->server().status());
    panel->resize(request.size);
    co_await QCoro::sleepFor(0ms); // the highlighter works from the event loop
    co_return savePanel(*panel,
                        {.panel = panel->title(),
                         .server = server->choice.name,
                         .role = server->snapshot->server.role,
                         .takenAt = server->snapshot->takenAt},
                        request);
}

} // namespace app
