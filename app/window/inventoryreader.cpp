// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/inventoryreader.h"

#include "inventory/baselinereader.h"
#include "inventory/besideconnection.h"
#include "inventory/contentsreader.h"
#include "inventory/rowsecurityreader.h"
#include "snapshot/livesource.h"

#include <QPointer>

namespace app {

using namespace std::chrono_literals;

InventoryReader::InventoryReader(snapshot::LiveSource &source)
    : QObject(&source)
    , m_source(source)
    , m_observed(std::make_shared<const ui::Observed>())
{
}

void InventoryReader::read()
{
    QMetaObject::invokeMethod(this, [this] { readNow(); });
}

void InventoryReader::readSizes()
{
    QMetaObject::invokeMethod(this, [this] { sizesNow(); });
}

void InventoryReader::readContents(quint32 database, const QString &name)
{
    const Wanted wanted{database, name};
    QMetaObject::invokeMethod(this, [this, wanted] { want(wanted); });
}

void InventoryReader::ask(const QString &database, const inventory::VisibilityQuestion &question)
{
    QMetaObject::invokeMethod(this, [this, database, question] { askNow(database, question); });
}

void InventoryReader::readBaseline(quint32 database, const QString &name, bool exact)
{
    const Wanted wanted{database, name};
    QMetaObject::invokeMethod(this, [this, wanted, exact] { baselineNow(wanted, exact); });
}

pg::ConnectParameters InventoryReader::parametersOf(const QString &database)
{
    pg::Server &server = m_source.server();
    return inventory::parametersBeside(server.parameters(), server.control().facts(), database);
}

QCoro::Task<void> InventoryReader::readNow()
{
    const QPointer<InventoryReader> alive(this);
    const QPointer<pg::Connection> connection(&m_source.server().control());
    auto inventory = co_await inventory::readInventory(connection);
    if (!alive)
        co_return;
    if (inventory)
        take(std::move(*inventory));
    else
        emit failed(inventory.error());
}

// Over a connection of its own: the server may take long, and an action must not wait for it.
QCoro::Task<void> InventoryReader::sizesNow()
{
    const QPointer<InventoryReader> alive(this);
    if (m_readingSizes || !m_last)
        co_return;
    m_readingSizes = true;
    inventory::BesideConnection beside(this);
    const auto facts = co_await beside.open(parametersOf({}));
    if (!alive)
        co_return;
    std::vector<inventory::Oid> databases;
    for (const inventory::Database &database : m_last->databases)
        databases.push_back(database.oid);
    base::Result<inventory::DatabaseSizes> sizes = std::unexpected(base::Error{});
    if (facts)
        sizes = co_await inventory::readDatabaseSizes(beside.connection(), std::move(databases));
    if (!alive)
        co_return;
    m_readingSizes = false;
    if (!sizes)
        co_return; // they stay unknown, or as they were; the next minute asks again
    m_sizes = std::move(*sizes);
    take(*m_last);
}

void InventoryReader::want(const Wanted &wanted)
{
    if (m_readingContents)
        m_next = wanted;
    else
        contentsNow(wanted);
}

QCoro::Task<void> InventoryReader::contentsNow(Wanted wanted)
{
    const QPointer<InventoryReader> alive(this);
    m_readingContents = true;
    auto contents = co_await inventory::readContentsApart(this, parametersOf(wanted.name));
    if (!alive)
        co_return;
    m_readingContents = false;
    if (contents)
        emit contentsRead(
            std::make_shared<const inventory::DatabaseContents>(std::move(*contents)));
    else
        emit contentsFailed(wanted.database, contents.error());
    if (const auto next = std::exchange(m_next, std::nullopt))
        contentsNow(*next);
}

QCoro::Task<void> InventoryReader::askNow(QString database, inventory::VisibilityQuestion question)
{
    const QPointer<InventoryReader> alive(this);
    const auto answer =
        co_await inventory::askVisibilityApart(this, parametersOf(database), question);
    if (alive)
        emit answered(answer);
}

QCoro::Task<base::Result<inventory::Baseline>> InventoryReader::baselineOf(QString name, bool exact)
{
    inventory::BesideConnection beside(this);
    const auto facts = co_await beside.open(parametersOf(name));
    if (!facts)
        co_return std::unexpected(facts.error());
    auto contents = co_await inventory::readContents(beside.connection());
    if (!contents)
        co_return std::unexpected(contents.error());
    inventory::BaselineRequest request;
    request.contents = std::move(*contents);
    request.exact = exact;
    co_return co_await inventory::readBaseline(beside.connection(), std::move(request));
}

QCoro::Task<void> InventoryReader::baselineNow(Wanted wanted, bool exact)
{
    const QPointer<InventoryReader> alive(this);
    const auto baseline = co_await baselineOf(wanted.name, exact);
    if (alive)
        emit baselineRead(wanted.database, baseline);
}

// What was seen grows by a copy: the window may still read the one before.
void InventoryReader::take(inventory::Inventory read)
{
    auto all = std::make_shared<const inventory::Inventory>(
        inventory::withSizes(std::move(read), m_sizes));
    auto observed = std::make_shared<ui::Observed>(*m_observed);
    observed->take(*all);
    m_observed = observed;
    m_last = all;
    emit inventoryRead(all, m_observed);
}

} // namespace app
