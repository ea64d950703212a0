// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/baselinestore.h"

#include <QObject>
#include <QThreadPool>

namespace ui {
class BaselineView;
}

namespace app {

class InventoryReader;
class ServerList;

/// Takes, keeps and compares baselines for the view: counts on the I/O thread, files on a thread of
/// its own.
class BaselineLink final : public QObject
{
    Q_OBJECT

public:
    BaselineLink(ServerList &servers, ui::BaselineView &view, const QString &folder,
                 QObject *parent = nullptr);
    ~BaselineLink() override;

    /// What is shown now: databases are known by its names.
    void setInventory(const inventory::InventoryPtr &inventory) { m_inventory = inventory; }

private:
    void list(quint32 database);
    void save(quint32 database, const QString &name, bool exact);
    void remove(const inventory::Baseline &baseline);
    void take(quint32 database, const QString &name, bool exact);
    void taken(quint32 database, const base::Result<inventory::Baseline> &result);
    void keep(quint32 database, inventory::Baseline baseline);
    QString nameOf(quint32 database) const;

    ServerList &m_servers;
    ui::BaselineView &m_view;
    QString m_folder;
    inventory::InventoryPtr m_inventory;
    QString m_name; ///< Of the one that is being taken; empty: to compare.
    QThreadPool m_files;
};

} // namespace app
