// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/mainwindow.h"

#include "base/setting.h"
#include "widgets/commandpalette.h"
#include "widgets/shortcuts.h"
#include "widgets/theme.h"
#include "widgets/uistate.h"
#include "window/servermessagepane.h"
#include "window/sidecolumn.h"
#include "window/statusline.h"
#include "window/textdialog.h"
#include "window/welcomepage.h"
#include "window/windowactions.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

const base::Setting<int> ThemeSetting{"view/theme", int(ThemeChoice::System)};
const base::Setting<bool> CompactSetting{"view/compactRows", false};
const base::Setting<QString> ServerSetting{"window/server", {}};
const base::Setting<QString> PanelSetting{"window/panel", {}};

} // namespace

MainWindow::MainWindow(Theme &theme, QSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_actions(new WindowActions(this))
    , m_side(new SideColumn({m_actions->addConnection, m_actions->importConnections}))
    , m_stack(new QStackedWidget)
    , m_welcome(new WelcomePage)
    , m_blank(new QWidget)
    , m_message(new ServerMessagePane)
    , m_status(new StatusLine)
    , m_palette(new CommandPalette(this))
    , m_panelOfLastTime(PanelSetting.read(settings))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"PgVigil"_s);
    resize(1440, 900);
    setMinimumSize(720, 480);
    buildCentre();
    connectActions();
    connectServerActions();
    connectParts();
    changeTheme(ThemeSetting.read(m_settings));
    m_actions->compactRows->setChecked(CompactSetting.read(m_settings));
    arrange();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_blank);
    auto *area = new QVBoxLayout;
    area->setSpacing(0);
    area->addWidget(m_message);
    area->addWidget(m_stack, 1);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_side);
    upper->addLayout(area, 1);
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(m_status);
    setCentralWidget(centre);
}

void MainWindow::connectActions()
{
    const WindowActions &a = *m_actions;
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.refresh, &QAction::triggered, this, [this] { emit refreshRequested(m_server); });
    connect(a.pause, &QAction::toggled, this, &MainWindow::pauseChanged);
    connect(a.pause, &QAction::toggled, m_status, &StatusLine::setPaused);
    connect(a.copyPicture, &QAction::triggered, this, &MainWindow::copyPicture);
    connect(a.filter, &QAction::triggered, this, [this] {
        if (m_panel)
            m_panel->focusFilter();
    });
    connect(a.palette, &QAction::triggered, this,
            [this] { m_palette->openWith(commandsOf(*this)); });
    connect(a.compactRows, &QAction::toggled, this, [this](bool compact) {
        CompactSetting.write(m_settings, compact);
        std::ranges::for_each(m_panels, [&](Panel *panel) { panel->setCompactRows(compact); });
    });
    connect(a.help, &QAction::triggered, this, [this] { openText(0); });
    connect(a.about, &QAction::triggered, this, [this] { openText(1); });
    connect(m_status, &StatusLine::superuserHelpRequested, this, [this] { openText(2); });
    connect(m_actions, &WindowActions::themeChosen, this,
            [this](ThemeChoice choice) { changeTheme(int(choice)); });
    connect(m_actions, &WindowActions::intervalChosen, this, &MainWindow::intervalChosen);
    connect(m_actions, &WindowActions::intervalChosen, this, &MainWindow::showInterval);
}

void MainWindow::connectServerActions()
{
    const WindowActions &a = *m_actions;
    connect(a.addConnection, &QAction::triggered, this, &MainWindow::addConnection);
    connect(a.importConnections, &QAction::triggered, this, &MainWindow::importConnections);
    connect(a.startPractice, &QAction::triggered, this, &MainWindow::startPractice);
    connect(a.retry, &QAction::triggered, this, [this] { emit retry(m_server); });
    connect(a.edit, &QAction::triggered, this, [this] { emit editConnection(m_server); });
    connect(a.duplicate, &QAction::triggered, this, [this] { emit duplicateConnection(m_server); });
    connect(a.remove, &QAction::triggered, this, [this] { emit deleteConnection(m_server); });
}

void MainWindow::connectParts()
{
    connect(m_welcome, &WelcomePage::addConnection, this, &MainWindow::addConnection);
    connect(m_welcome, &WelcomePage::importConnections, this, &MainWindow::importConnections);
    connect(m_welcome, &WelcomePage::startPractice, this, &MainWindow::startPractice);
    connect(m_message, &ServerMessagePane::retry, m_actions->retry, &QAction::trigger);
    connect(m_message, &ServerMessagePane::edit, m_actions->edit, &QAction::trigger);
    connect(m_side, &SideColumn::serverChosen, this, &MainWindow::selectServer);
    connect(m_side, &SideColumn::panelChosen, this, &MainWindow::selectPanel);
    connect(m_side, &SideColumn::serverMenuRequested, this, &MainWindow::showServerMenu);
}

void MainWindow::addPanel(Panel *panel)
{
    const int number = int(m_panels.size()) + 1;
    m_panels.push_back(panel);
    m_stack->addWidget(panel);
    m_side->addPanel(panel->id(), panel->title());
    panel->addHeadActions({m_actions->pause, m_actions->interval, m_actions->copyPicture});
    panel->setCompactRows(m_actions->compactRows->isChecked());
    QAction *go = m_actions->panelMenu->addAction(panel->title());
    go->setObjectName(u"panel-"_s + panel->id());
    if (number <= 9)
        go->setShortcut(shortcuts::panel(number));
    connect(go, &QAction::triggered, this, [this, panel] { selectPanel(panel->id()); });
    connect(panel, &Panel::countChanged, this, [this, panel](int total, Severity severity) {
        m_side->setPanelCount(panel->id(), total, severity);
    });
    if (!m_panel || panel->id() == m_panelOfLastTime)
        selectPanel(panel->id());
}

void MainWindow::setServers(const std::vector<ServerRow> &servers)
{
    const bool first = !m_hasServers;
    m_hasServers = !servers.empty();
    m_side->setServers(servers);
    QString choice = m_server;
    if (first && m_server.isEmpty())
        choice = ServerSetting.read(m_settings);
    if (!m_side->server(choice))
        choice = m_hasServers ? servers.front().id : QString();
    if (choice != m_server)
        selectServer(choice);
    passSubject();
    arrange();
}

void MainWindow::selectServer(const QString &id)
{
    if (id == m_server)
        return;
    m_server = id;
    m_side->setCurrentServer(id);
    m_snapshot = nullptr;
    m_status->showSnapshot(nullptr);
    passSubject();
    for (Panel *panel : m_panels) {
        m_side->setPanelCount(panel->id(), -1, Severity::None);
        panel->showSnapshot(nullptr);
    }
    arrange();
    if (id.isEmpty())
        return;
    ServerSetting.write(m_settings, id);
    emit serverSelected(id);
}

void MainWindow::passSubject()
{
    const ServerRow *row = m_side->server(m_server);
    const PanelSubject subject =
        row ? PanelSubject{row->id, row->name, row->production} : PanelSubject{};
    for (Panel *panel : m_panels) {
        panel->setSubject(subject);
        panel->showStatus(row ? row->status : base::ServerStatus{});
    }
    m_status->showStatus(row ? row->status : base::ServerStatus{});
}

void MainWindow::showSnapshot(const QString &serverId, const snapshot::SnapshotPtr &snapshot)
{
    if (serverId != m_server)
        return;
    const bool other = !m_snapshot != !snapshot;
    m_snapshot = snapshot;
    m_status->showSnapshot(snapshot);
    for (Panel *panel : m_panels)
        panel->showSnapshot(snapshot);
    if (other)
        arrange();
}

void MainWindow::showInterval(std::chrono::milliseconds interval)
{
    m_actions->showInterval(interval);
    m_status->setInterval(interval);
}

void MainWindow::selectPanel(const QString &id)
{
    const auto at = std::ranges::find(m_panels, id, &Panel::id);
    if (at == m_panels.end() || *at == m_panel)
        return;
    m_panel = *at;
    m_side->setCurrentPanel(id);
    fillSessionMenu();
    arrange();
    PanelSetting.write(m_settings, id);
    emit panelSelected(id);
}

Panel *MainWindow::currentPanel() const
{
    return m_panel;
}

// Which page is shown, and which commands make sense.
void MainWindow::arrange()
{
    QWidget *page = m_welcome;
    if (m_hasServers)
        page = m_snapshot && m_panel ? static_cast<QWidget *>(m_panel) : m_blank;
    m_stack->setCurrentWidget(page);
    m_actions->enableServerActions(!m_server.isEmpty());
    m_actions->copyPicture->setEnabled(page == m_panel);
    m_actions->filter->setEnabled(page == m_panel);
    m_status->setVisible(m_hasServers);
    m_message->showServer(m_side->server(m_server), m_snapshot != nullptr);
}

void MainWindow::fillSessionMenu()
{
    QMenu *menu = m_actions->sessionMenu;
    menu->clear();
    menu->addActions(m_panel->panelActions());
    menu->menuAction()->setVisible(!menu->isEmpty());
}

void MainWindow::showServerMenu(const QString &id, const QPoint &globalPos)
{
    selectServer(id);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_actions->serverActions());
    menu->popup(globalPos);
}

void MainWindow::openText(int which)
{
    const TextDialog::Content content =
        which == 2   ? superuserAdvice()
        : which == 1 ? aboutProgram()
        : m_panel    ? TextDialog::Content{m_panel->title(), m_panel->helpText(), {}}
                     : aboutProgram();
    (new TextDialog(content, this))->open();
}

QImage MainWindow::picture(qreal scale) const
{
    const ServerRow *row = m_side->server(m_server);
    PictureCaption caption{.panel = m_panel->title(), .server = row ? row->name : QString()};
    if (m_snapshot) {
        caption.role = m_snapshot->server.role;
        caption.takenAt = m_snapshot->takenAt;
    }
    return panelPicture(m_panel, caption, scale);
}

void MainWindow::copyPicture()
{
    QGuiApplication::clipboard()->setImage(picture(std::max(2.0, devicePixelRatioF())));
}

void MainWindow::changeTheme(int choice)
{
    const auto theme = ThemeChoice(std::clamp(choice, 0, int(ThemeChoice::Dark)));
    m_theme.setChoice(theme);
    m_actions->showTheme(theme);
    ThemeSetting.write(m_settings, int(theme));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    UiState(m_settings).save(*this);
    QMainWindow::closeEvent(event);
}

void MainWindow::showEvent(QShowEvent *event)
{
    if (!std::exchange(m_restored, true))
        UiState(m_settings).restore(*this);
    QMainWindow::showEvent(event);
}

// Space presses the button that has the focus; only elsewhere it pauses.
bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QWidget *focus = focusWidget();
        const bool presses =
            qobject_cast<const QAbstractButton *>(focus) || qobject_cast<const QComboBox *>(focus);
        if (presses && key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier)
            event->accept();
    }
    return QMainWindow::event(event);
}

} // namespace ui
