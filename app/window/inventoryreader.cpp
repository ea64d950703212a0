// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/inventoryreader.h"

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

// What was seen grows by a copy: the window may still read the one before.
void InventoryReader::take(inventory::Inventory read)
{
    auto all = std::make_shared<const inventory::Inventory>(
        inventory::withSizes(std::move(read), m_sizes));
    auto observed = std::make_shared<ui::Observed>(*m_observed);
    observed->take(*all);
    m_observed = observed;
    emit inventoryRead(all, m_observed);
}

} // namespace app
