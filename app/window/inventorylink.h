// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/contents.h"
#include "inventory/knowncontents.h"
#include "inventory/observed.h"
#include "inventory/rowsecurity.h"

#include <QElapsedTimer>
#include <QObject>

#include <set>

namespace ui {
class DatabasesPage;
class RolesPage;
} // namespace ui

namespace app {

class InventoryReader;
class ServerList;

/// Brings roles and databases of the current server into their panels: once as soon as there is a
/// connection, then again while one of the panels is looked at.
class InventoryLink final : public QObject
{
    Q_OBJECT

public:
    struct Panels
    {
        ui::RolesPage &roles;
        ui::DatabasesPage &databases;
    };

    InventoryLink(ServerList &servers, const Panels &panels, QObject *parent = nullptr);

    /// Another server is looked at, or the same one anew.
    void showServer(const QString &id);
    /// Reads again now, such as after a change.
    void refresh();
    /// The same, if one of the panels is looked at.
    void refreshIfSeen();
    /// Looks into databases that nobody has looked into, one after another.
    void readOthers();

signals:
    /// Something was read of the insides of databases, or is to be read.
    void contentsKnown(const ui::KnownContentsPtr &known);
    /// The panels show these now.
    void inventoryShown(const inventory::InventoryPtr &inventory);

private:
    InventoryReader *reader(); ///< While connected.
    bool isAnswer() const;
    bool isConnected() const;
    bool isLookedAt() const;
    void wanted();
    void readContents(quint32 database);
    void readNext();
    void tellKnown();
    void forget();
    void forgetReader();
    void ask(quint32 database, const inventory::VisibilityQuestion &question);
    void readSizesIfDue();
    void takeSnapshot(const QString &id);
    void takeInventory(const inventory::InventoryPtr &inventory, const ui::ObservedPtr &observed);
    void takeProblem(const base::Error &error);
    void takeContents(const inventory::ContentsPtr &contents);
    void takeAnswer(const inventory::VisibilityAnswer &answer);
    void takeContentsProblem(quint32 database, const base::Error &error);

    ServerList &m_servers;
    Panels m_panels;
    QString m_server;
    inventory::InventoryPtr m_inventory;
    ui::KnownContents m_known;
    std::vector<inventory::Oid> m_others; ///< Still to be read; the last one is asked for.
    InventoryReader *m_reader = nullptr; ///< Whose answers count; only compared, as it may be gone.
    std::set<inventory::Oid> m_unanswered; ///< Whose contents were asked for.
    bool m_reading = false;
    bool m_again = false;      ///< Wanted while one was under way.
    QElapsedTimer m_lastSizes; ///< Since they were asked for.
    QElapsedTimer m_lastRead;  ///< Since the last answer.
};

} // namespace app
