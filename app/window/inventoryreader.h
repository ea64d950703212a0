// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/baseline.h"
#include "inventory/contents.h"
#include "inventory/inventoryreader.h"
#include "inventory/observed.h"
#include "inventory/rowsecurity.h"

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
    /// The sizes come with the next inventoryRead(), which follows at once.
    void readSizes();
    /// What is inside of a database, over a connection to it. Of several that are wanted while one
    /// is being read only the last is; the others are not answered.
    void readContents(quint32 database, const QString &name);

    /// What a role sees of a table of that database.
    void ask(const QString &database, const inventory::VisibilityQuestion &question);

    /// Rows and sizes of all tables of a database, as they are now.
    void readBaseline(quint32 database, const QString &name, bool exact);

signals:
    void baselineRead(quint32 database, const base::Result<inventory::Baseline> &baseline);
    void inventoryRead(const inventory::InventoryPtr &inventory, const ui::ObservedPtr &observed);
    void failed(const base::Error &error);
    void contentsRead(const inventory::ContentsPtr &contents);
    void contentsFailed(quint32 database, const base::Error &error);
    void answered(const inventory::VisibilityAnswer &answer);

private:
    struct Wanted
    {
        quint32 database = 0;
        QString name;
    };
    QCoro::Task<void> readNow();
    QCoro::Task<void> sizesNow();
    QCoro::Task<void> contentsNow(Wanted wanted);
    QCoro::Task<void> askNow(QString database, inventory::VisibilityQuestion question);
    QCoro::Task<void> baselineNow(Wanted wanted, bool exact);
    QCoro::Task<base::Result<inventory::Baseline>> baselineOf(QString name, bool exact);
    pg::ConnectParameters parametersOf(const QString &database);
    void want(const Wanted &wanted);
    void take(inventory::Inventory read);

    snapshot::LiveSource &m_source;
    inventory::DatabaseSizes m_sizes;
    inventory::InventoryPtr m_last;
    ui::ObservedPtr m_observed;   ///< Since this server is looked at.
    std::optional<Wanted> m_next; ///< Contents, once those being read are there.
    bool m_readingContents = false;
    bool m_readingSizes = false;
};

} // namespace app
