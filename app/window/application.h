// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profilestore.h"
#include "access/secretstore.h"
#include "access/sources/variables.h"
#include "practice/practiceserver.h"
#include "widgets/theme.h"
#include "window/serverlist.h"

#include <KSyntaxHighlighting/Repository>

#include <QSettings>
#include <QThread>

class QApplication;

namespace ui {
class AccessPage;
class ActionController;
class ActivityPage;
class DatabasesPage;
class LocksPage;
class MainWindow;
class OutcomeBar;
class RolesPage;
} // namespace ui

namespace app {

class AccessCheck;
class ChangeRunner;
class ConnectionDialogs;
class InventoryLink;
class RulesLink;

/// The object graph of the windowed program: makes everything once, connects it, and ends it in
/// the right order.
class Application final : public QObject
{
    Q_OBJECT

public:
    explicit Application(QApplication &application);
    ~Application() override;

    /// Shows the window. A connection string opens that server, under this name, beside the
    /// saved ones.
    void start(const QString &connectionString = {}, const QString &name = {},
               const base::Secret &password = {});

    /// The PG* variables that were set when the program started, for the Access panel to show.
    void setEnvironment(const pgaccess::Variables &environment);

    ui::MainWindow &window() { return *m_window; }
    ServerList &servers() { return m_servers; }

private:
    void connectWindow();
    void connectServers();
    void connectPanels();
    void connectInventory();
    void connectPractice();
    void showServers();
    void showServer(const QString &id);
    void showSituation(const QString &id);
    void takeSnapshot(const QString &id);
    void placeActions();
    void act(actions::Kind kind, const QList<snapshot::Session> &sessions);
    void changeInterval(std::chrono::milliseconds interval);
    void watchVisibility();
    void showProblem(const QString &text);

    QThread m_ioThread;
    QSettings m_settings;
    ui::Theme m_theme;
    KSyntaxHighlighting::Repository m_repository;
    pgaccess::ProfileStore m_profiles;
    pgaccess::SecretStore m_secrets;
    ServerList m_servers;
    PracticeServer m_practice;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<AccessCheck> m_accessCheck;
    ui::ActivityPage *m_activity = nullptr; // the window owns the panels
    ui::LocksPage *m_locks = nullptr;
    ui::RolesPage *m_roles = nullptr;
    ui::DatabasesPage *m_databases = nullptr;
    ui::OutcomeBar *m_outcomes = nullptr;
    ui::ActionController *m_actions = nullptr;
    ChangeRunner *m_changes = nullptr;
    RulesLink *m_rules = nullptr;
    InventoryLink *m_inventory = nullptr;
    ConnectionDialogs *m_dialogs = nullptr;
};

} // namespace app
