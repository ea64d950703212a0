// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/application.h"

#include "access/accesspage.h"
#include "access/rulesview.h"
#include "actions/actioncontroller.h"
#include "actions/actiontext.h"
#include "actions/outcomebar.h"
#include "activity/activitypage.h"
#include "databases/databasedetail.h"
#include "databases/databasespage.h"
#include "locks/lockspage.h"
#include "paths.h"
#include "roles/rolespage.h"
#include "window/accesscheck.h"
#include "window/baselinelink.h"
#include "window/changerunner.h"
#include "window/connectiondialogs.h"
#include "window/inventorychanges.h"
#include "window/inventorylink.h"
#include "window/jumplink.h"
#include "window/loginruleslink.h"
#include "window/mainwindow.h"
#include "window/panellinks.h"
#include "window/ruleslink.h"
#include "window/verdictlinks.h"

#include <QApplication>
#include <QMessageBox>
#include <QWindow>

namespace app {

using namespace Qt::StringLiterals;

Application::Application(QApplication &application)
    : m_settings(windowSettingsPath(), QSettings::IniFormat)
    , m_theme(application)
    , m_profiles(profilesPath())
    , m_secrets(keyringService())
    , m_servers(m_profiles, m_secrets, m_ioThread, actions::AuditLog(auditPath()))
    , m_window(std::make_unique<ui::MainWindow>(m_theme, m_settings))
{
    m_ioThread.setObjectName(u"io"_s);
    m_ioThread.start();
    m_activity = new ui::ActivityPage(m_repository);
    m_outcomes = new ui::OutcomeBar(m_window->panelArea());
    m_window->addPanel(m_activity);
    m_locks = new ui::LocksPage(m_repository);
    m_window->addPanel(m_locks);
    auto *access = new ui::AccessPage;
    m_window->addPanel(access);
    m_accessCheck = std::make_unique<AccessCheck>(
        AccessCheck::Parts{*m_window, *access, m_profiles, m_servers}, m_ioThread);
    auto *rules = new ui::RulesView;
    access->addSegment(u"rules"_s, tr("Rules"), rules);
    m_changes = new ChangeRunner(m_servers, m_repository, m_window.get());
    m_rules = new RulesLink(m_servers, *m_changes, *rules, m_window.get());
    new VerdictLinks({*m_window, *access, *rules, *m_rules, m_servers, *m_changes}, m_window.get());
    m_roles = new ui::RolesPage;
    m_window->addPanel(m_roles);
    m_databases = new ui::DatabasesPage(m_repository);
    m_window->addPanel(m_databases);
    new PanelLinks(*m_window, {*m_activity, *m_locks}, m_window.get());
    m_actions = new ui::ActionController(m_window.get());
    m_dialogs = new ConnectionDialogs(m_profiles, m_secrets, m_servers, m_ioThread, m_window.get());
    connectWindow();
    connectServers();
    connectPanels();
    connectInventory();
    connectPractice();
}

// Links post their end to the I/O thread, which carries it out before it stops.
Application::~Application()
{
    m_servers.disconnect();
    m_profiles.disconnect();
    m_practice.disconnect();
    m_accessCheck.reset();
    m_window.reset();
    m_servers.closeAll();
    m_ioThread.quit();
    m_ioThread.wait();
}

void Application::start(const QString &connectionString, const QString &name,
                        const base::Secret &password)
{
    m_profiles.load();
    m_window->show();
    watchVisibility();
    if (connectionString.isEmpty())
        return;
    const QString id = m_servers.addTemporary(connectionString, name, password);
    connect(
        &m_profiles, &pgaccess::ProfileStore::loaded, m_window.get(),
        [this, id] { m_window->selectServer(id); }, Qt::SingleShotConnection);
}

void Application::setEnvironment(const pgaccess::Variables &environment)
{
    m_accessCheck->setEnvironment(environment);
}

void Application::connectWindow()
{
    using ui::MainWindow;
    connect(m_window.get(), &MainWindow::serverSelected, this, &Application::showServer);
    connect(m_window.get(), &MainWindow::serverSelected, m_rules, &RulesLink::showServer);
    connect(m_window.get(), &MainWindow::addConnection, m_dialogs, &ConnectionDialogs::add);
    connect(m_window.get(), &MainWindow::importConnections, m_dialogs, &ConnectionDialogs::import);
    connect(m_window.get(), &MainWindow::editConnection, m_dialogs, &ConnectionDialogs::edit);
    connect(m_window.get(), &MainWindow::duplicateConnection, m_dialogs,
            &ConnectionDialogs::duplicate);
    connect(m_window.get(), &MainWindow::deleteConnection, m_dialogs,
            &ConnectionDialogs::askToDelete);
    connect(m_window.get(), &MainWindow::retry, &m_servers, &ServerList::retry);
    connect(m_window.get(), &MainWindow::refreshRequested, &m_servers, &ServerList::refresh);
    connect(m_window.get(), &MainWindow::pauseChanged, &m_servers, &ServerList::setPaused);
    connect(m_window.get(), &MainWindow::intervalChosen, this, &Application::changeInterval);
    connect(m_dialogs, &ConnectionDialogs::added, m_window.get(), &MainWindow::selectServer);
    connect(m_dialogs, &ConnectionDialogs::failed, this, &Application::showProblem);
}

void Application::connectServers()
{
    connect(&m_servers, &ServerList::changed, this, &Application::showServers);
    connect(&m_servers, &ServerList::snapshotTaken, this, &Application::takeSnapshot);
    connect(&m_servers, &ServerList::passwordWanted, m_dialogs, &ConnectionDialogs::askPassword);
    connect(&m_servers, &ServerList::intervalChanged, this,
            [this](const QString &id, std::chrono::milliseconds interval) {
                if (id == m_servers.current())
                    m_window->showInterval(interval);
            });
    connect(&m_profiles, &pgaccess::ProfileStore::loaded, this, &Application::showProblem);
    connect(&m_profiles, &pgaccess::ProfileStore::saveFailed, this,
            [this](const base::Error &error) { showProblem(error.message); });
}

void Application::connectPanels()
{
    using ui::ActivityPage;
    connect(m_activity, &ActivityPage::cancelRequested, this,
            [this](const auto &sessions) { act(actions::Kind::Cancel, sessions); });
    connect(m_activity, &ActivityPage::terminateRequested, this,
            [this](const auto &sessions) { act(actions::Kind::Terminate, sessions); });
    connect(m_activity, &ActivityPage::ruleRequested, m_actions,
            &ui::ActionController::requestByRule);
    connect(m_activity, &ActivityPage::fullQueryWanted, &m_servers, &ServerList::fetchQuery);
    connect(&m_servers, &ServerList::queryFetched, m_activity, &ActivityPage::showFullQuery);
    connect(m_locks, &ui::LocksPage::cancelRequested, this,
            [this](const auto &sessions) { act(actions::Kind::Cancel, sessions); });
    connect(m_locks, &ui::LocksPage::terminateRequested, this,
            [this](const auto &sessions) { act(actions::Kind::Terminate, sessions); });
    connect(m_locks, &ui::LocksPage::rollbackRequested, m_actions,
            &ui::ActionController::requestRollback);
    connect(m_locks, &ui::LocksPage::fullQueryWanted, &m_servers, &ServerList::fetchQuery);
    connect(&m_servers, &ServerList::queryFetched, m_locks, &ui::LocksPage::showFullQuery);
    connect(m_locks, &ui::LocksPage::locksWanted, &m_servers, &ServerList::fetchLocks);
    connect(&m_servers, &ServerList::deadlockSeen, this,
            [this](const QString &id, const locks::DeadlockEvent &event) {
                if (id == m_servers.current())
                    m_locks->showDeadlock(event);
            });
    connect(&m_servers, &ServerList::locksFetched, m_locks, &ui::LocksPage::showLocks);
    connect(m_actions, &ui::ActionController::planConfirmed, m_outcomes, &ui::OutcomeBar::begin);
    connect(m_actions, &ui::ActionController::planConfirmed, &m_servers, &ServerList::run);
    connect(&m_servers, &ServerList::outcomeKnown, m_outcomes, &ui::OutcomeBar::add);
}

void Application::connectInventory()
{
    using ui::DatabasesPage;
    using ui::RolesPage;
    m_inventory = new InventoryLink(m_servers, {*m_roles, *m_databases}, m_window.get());
    connect(m_window.get(), &ui::MainWindow::serverSelected, m_inventory,
            &InventoryLink::showServer);
    connect(m_roles, &RolesPage::databaseRequested, this, [this](quint32 database) {
        m_databases->selectDatabase(database);
        m_window->selectPanel(m_databases->id());
    });
    connect(m_databases, &DatabasesPage::roleRequested, this, [this](quint32 role) {
        m_roles->selectRole(role);
        m_window->selectPanel(m_roles->id());
    });
    connect(m_changes, &ChangeRunner::changed, m_inventory, &InventoryLink::refresh);
    connect(m_window.get(), &ui::MainWindow::refreshRequested, m_inventory,
            &InventoryLink::refreshIfSeen);
    auto *jump = new JumpLink({*m_window, *m_roles, *m_databases}, m_window.get());
    connect(m_inventory, &InventoryLink::inventoryShown, jump, &JumpLink::setInventory);
    connect(m_inventory, &InventoryLink::contentsKnown, jump, &JumpLink::setContents);
    connect(jump, &JumpLink::othersWanted, m_inventory, &InventoryLink::readOthers);
    auto *changes =
        new InventoryChanges({m_servers, *m_changes, *m_roles, *m_databases}, m_window.get());
    connect(m_inventory, &InventoryLink::inventoryShown, changes, &InventoryChanges::setInventory);
    auto *rules = new LoginRulesLink(m_servers, {*m_roles, *m_databases}, m_window.get());
    connect(m_window.get(), &ui::MainWindow::serverSelected, rules, &LoginRulesLink::showServer);
    connect(m_inventory, &InventoryLink::inventoryShown, rules, &LoginRulesLink::readWith);
    auto *baselines = new BaselineLink(m_servers, m_databases->detail().baseline(), baselinesPath(),
                                       m_window.get());
    connect(m_inventory, &InventoryLink::inventoryShown, baselines, &BaselineLink::setInventory);
}

void Application::connectPractice()
{
    connect(m_window.get(), &ui::MainWindow::startPractice, &m_practice,
            [this] { m_practice.start(u"incident"_s); });
    connect(m_window.get(), &ui::MainWindow::startPractice, this,
            [this] { m_window->selectServer(m_servers.announceTemporary(tr("Practice server"))); });
    connect(&m_practice, &PracticeServer::started, this, [this](const QString &connectionString) {
        m_servers.addTemporary(connectionString, tr("Practice server"));
    });
    connect(&m_practice, &PracticeServer::failed, this,
            [this](const base::Error &error) { showProblem(error.message + u'\n' + error.hint); });
    connect(&m_practice, &PracticeServer::failed, &m_servers, &ServerList::removeTemporary);
    connect(&m_practice, &PracticeServer::stopped, &m_servers, &ServerList::removeTemporary);
}

void Application::showServers()
{
    m_window->setServers(m_servers.rows());
    placeActions();
}

void Application::showServer(const QString &id)
{
    m_servers.setCurrent(id);
    placeActions();
    m_outcomes->dismiss();
    showSituation(id);
    if (const auto profile = m_servers.profile(id))
        m_window->showInterval(profile->refreshInterval);
}

void Application::takeSnapshot(const QString &id)
{
    if (id == m_servers.current()) {
        showSituation(id);
        placeActions();
    }
    m_window->setServers(m_servers.rows());
}

// What is known of the current server, to all who show it. The window comes last: a panel that it
// shows first finds all that belongs to the snapshot.
void Application::showSituation(const QString &id)
{
    const ServerLink *server = m_servers.link(id);
    const locks::SituationPtr situation = server ? server->situation() : nullptr;
    const snapshot::SnapshotPtr snapshot = situation ? situation->snapshot : nullptr;
    m_activity->setSituation(situation);
    m_locks->showSituation(situation);
    m_actions->setSnapshot(snapshot);
    m_actions->setSituation(situation);
    m_outcomes->setSituation(situation);
    m_window->showSnapshot(id, snapshot);
}

// What an action on the current server depends on.
void Application::placeActions()
{
    const auto place = placeOf(m_servers, m_servers.current());
    m_changes->setCurrent(m_servers.current());
    if (!place)
        return;
    m_actions->setPlace(*place);
    const auto obstacle = actions::whyNotAtAll(place->circumstances);
    const QString blocked = obstacle ? ui::ActionText::obstacle(*obstacle) : QString();
    m_activity->setActionsBlocked(blocked);
    m_locks->setActionsBlocked(blocked);
    m_roles->setChangesBlocked(blocked);
    m_databases->setChangesBlocked(blocked);
}

void Application::act(actions::Kind kind, const QList<snapshot::Session> &sessions)
{
    const ServerLink *server = m_servers.link(m_servers.current());
    if (!server || !server->snapshot())
        return;
    std::vector<actions::Target> targets;
    for (const snapshot::Session &session : sessions)
        targets.push_back({session, server->snapshot()->takenAt});
    m_actions->request(kind, targets);
}

void Application::changeInterval(std::chrono::milliseconds interval)
{
    m_servers.setInterval(interval);
    if (const pgaccess::Profile *saved = m_profiles.find(QUuid(m_servers.current()))) {
        pgaccess::Profile profile = *saved;
        profile.refreshInterval = interval;
        m_profiles.save(profile);
    }
}

// Nobody looks at a minimised window, so little is asked for it.
void Application::watchVisibility()
{
    connect(
        m_window->windowHandle(), &QWindow::windowStateChanged, this,
        [this](Qt::WindowState state) { m_servers.setInBackground(state == Qt::WindowMinimized); });
}

void Application::showProblem(const QString &text)
{
    if (text.trimmed().isEmpty())
        return;
    auto *box = new QMessageBox(m_window.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setTextFormat(Qt::PlainText);
    box->setText(text);
    box->open();
}

} // namespace app
