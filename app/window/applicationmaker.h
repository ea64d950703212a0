// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "actions/newapplicationdialog.h"
#include "inventory/inventory.h"
#include "window/factsreader.h"
#include "window/settingsfile.h"

#include <QPointer>

namespace ui {
class SettingsDialog;
}

namespace app {

class ChangeRunner;
class ServerList;

using WrittenResult = base::Result<SettingsWritten>;

/// What of an inventory a new application depends on. Pure.
ui::NewApplicationFacts applicationFacts(const inventory::Inventory &inventory);

/// Makes a new application in three dialogs: what it needs, the SQL for it, and, once that is done,
/// its settings. The first stays below the second, for another try.
class ApplicationMaker final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    ApplicationMaker(ServerList &servers, ChangeRunner &runner, QObject *parent = nullptr);

    void start(const QString &serverId, const inventory::InventoryPtr &inventory);

private:
    void showSql(const actions::NewApplication &wanted);
    void takeExtensions(const ExtensionsResult &extensions);
    void takeChange(const QString &serverId);
    void showSettings(const actions::Change &change);
    void write(const QString &path, const QString &content, bool replace);
    void takeWritten(const QString &path, const WrittenResult &written);

    ServerList &m_servers;
    ChangeRunner &m_runner;
    QString m_serverId;
    inventory::InventoryPtr m_inventory;
    actions::NewApplication m_wanted;
    QStringList m_statements; ///< As they were made, to see whether they were edited.
    QPointer<ui::NewApplicationDialog> m_dialog;
    QPointer<ui::SettingsDialog> m_settings;
};

} // namespace app
