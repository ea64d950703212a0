// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/inventoryreader.h"
#include "inventory/observed.h"

#include <QObject>

namespace snapshot {
class LiveSource;
}

namespace app {

/// Reads roles and databases of a server over the control connection of a live source, on its
/// thread, and what is inside of a database over a connection of its own. Does so only when asked.
/// Ends with the source.
class InventoryReader final : public QObject
{
    Q_OBJECT

public:
    explicit InventoryReader(snapshot::LiveSource &source);

    // From any thread; each is answered once, unless the source ends before.
    void read();

signals:
    void inventoryRead(const inventory::InventoryPtr &inventory, const ui::ObservedPtr &observed);
    void failed(const base::Error &error);

private:
    QCoro::Task<void> readNow();
    void take(inventory::Inventory inventory);

    snapshot::LiveSource &m_source;
    inventory::DatabaseSizes m_sizes;
    ui::ObservedPtr m_observed; ///< Since this server is looked at.
};

} // namespace app
