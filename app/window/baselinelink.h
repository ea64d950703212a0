// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/baselinestore.h"

#include <QObject>
#include <QPointer>
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
    /// What a reader was asked for, and on whose behalf: meanwhile another database or server may
    /// be looked at.
    struct Asked
    {
        QPointer<InventoryReader> reader; ///< Only compared, as it lives on another thread.
        quint32 database = 0;
        inventory::Baseline as; ///< What it is to be kept as; without a name it is to compare.
    };
    void list(quint32 database);
    void remove(const inventory::Baseline &baseline);
    void take(quint32 database, const QString &name, bool exact);
    void taken(quint32 database, const base::Result<inventory::Baseline> &result);
    void keep(quint32 database, const inventory::Baseline &baseline);
    void dropLost();
    void showFailure(const Asked &asked, const QString &reason);
    bool isShown(const QString &serverId) const;
    QString nameOf(quint32 database) const;

    ServerList &m_servers;
    ui::BaselineView &m_view;
    QString m_folder;
    inventory::InventoryPtr m_inventory;
    std::vector<Asked> m_asked; ///< Not answered yet.
    QThreadPool m_files;
};

} // namespace app
