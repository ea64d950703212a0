// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/mainwindow.h"

#include "base/setting.h"
#include "widgets/commandpalette.h"
#include "widgets/shortcuts.h"
#include "widgets/theme.h"
#include "widgets/uistate.h"
#include "window/panelarea.h"
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
#include <QMimeData>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

const base::Setting<int> ThemeSetting{"view/theme", int(ThemeChoice::System)};
const base::Setting<bool> CompactSetting{"view/compactRows", false};
const base::Setting<QString> ServerSetting{"window/server", {}};
const base::Setting<QString> PanelSetting{"window/panel", {}};

void openText(QWidget *parent, const TextDialog::Content &content)
{
    (new TextDialog(content, parent))->open();
}

} // namespace

MainWindow::MainWindow(Theme &theme, QSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_actions(new WindowActions(this))
    , m_side(new SideColumn({m_actions->addConnection, m_actions->importConnections},
                            m_actions->serverActions()))
    , m_area(new PanelArea)
    , m_status(new StatusLine)
    , m_palette(new CommandPalette(this))
    , m_panelOfLastTime(PanelSetting.read(settings))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"PgVigil"_s);
    resize(1440, 900);
    setMinimumSize(720, 480);
    setAcceptDrops(true);
    buildCentre();
    connectActions();
    connectServerActions();
    connectParts();
    changeTheme(ThemeSetting.read(m_settings));
    m_actions->compactRows->setChecked(CompactSetting.read(m_settings));
    showServer();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_side);
    upper->addWidget(m_area, 1);
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
        if (Panel *panel = currentPanel())
            panel->focusFilter();
    });
    connect(a.palette, &QAction::triggered, this,
            [this] { m_palette->openWith(commandsOf(*this)); });
    connect(a.compactRows, &QAction::toggled, this, [this](bool compact) {
        CompactSetting.write(m_settings, compact);
        std::ranges::for_each(m_area->panels(),
                              [&](Panel *panel) { panel->setCompactRows(compact); });
    });
    connect(a.help, &QAction::triggered, this,
            [this] { openText(this, {currentPanel()->title(), currentPanel()->helpText(), {}}); });
    connect(a.about, &QAction::triggered, this, [this] { openText(this, aboutProgram()); });
    connect(m_status, &StatusLine::superuserHelpRequested, this,
            [this] { openText(this, superuserAdvice()); });
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
    const WelcomePage *welcome = m_area->welcomePage();
    connect(welcome, &WelcomePage::addConnection, this, &MainWindow::addConnection);
    connect(welcome, &WelcomePage::importConnections, this, &MainWindow::importConnections);
    connect(welcome, &WelcomePage::startPractice, this, &MainWindow::startPractice);
    const auto why = [this] { openPanel(u"access"_s); };
    connect(welcome, &WelcomePage::whyWanted, this, why);
    connect(m_area->messagePane(), &ServerMessagePane::whyWanted, this, why);
    const ServerMessagePane *message = m_area->messagePane();
    connect(message, &ServerMessagePane::retry, m_actions->retry, &QAction::trigger);
    connect(message, &ServerMessagePane::edit, m_actions->edit, &QAction::trigger);
    connect(m_side, &SideColumn::serverChosen, this, &MainWindow::selectServer);
    connect(m_side, &SideColumn::panelChosen, this, &MainWindow::selectPanel);
    connect(m_side, &SideColumn::troubleChosen, this, [this] { showEvidence(u"locks"_s); });
    connect(m_status, &StatusLine::evidenceRequested, this, &MainWindow::showEvidence);
}

void MainWindow::addPanel(Panel *panel)
{
    m_area->addPanel(panel);
    const int number = int(m_area->panels().size());
    m_side->addPanel(panel->id(), panel->title());
    panel->addHeadActions({m_actions->pause, m_actions->interval, m_actions->copyPicture});
    panel->setCompactRows(m_actions->compactRows->isChecked());
    QAction *go = m_actions->panelMenu->addAction(panel->title());
    go->setObjectName(u"panel-"_s + panel->id());
    if (number <= 9)
        go->setShortcut(shortcuts::panel(number));
    connect(go, &QAction::triggered, this, [this, panel] { openPanel(panel->id()); });
    connect(panel, &Panel::countChanged, this, [this, panel](int total, Severity severity) {
        m_side->setPanelCount(panel->id(), total, severity);
    });
    if (!currentPanel() || panel->id() == m_panelOfLastTime)
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
    showServer();
}

void MainWindow::selectServer(const QString &id)
{
    if (id == m_server)
        return;
    m_server = id;
    m_side->setCurrentServer(id);
    m_snapshot = nullptr;
    m_status->showSnapshot(nullptr);
    showServer();
    for (const Panel *panel : m_area->panels())
        m_side->setPanelCount(panel->id(), -1, Severity::None);
    m_area->showSnapshot(nullptr);
    enableActions();
    if (id.isEmpty())
        return;
    ServerSetting.write(m_settings, id);
    emit serverSelected(id);
}

void MainWindow::showServer()
{
    const ServerRow *row = m_side->server(m_server);
    m_area->showServer(row, m_hasServers);
    m_status->showStatus(row ? row->status : base::ServerStatus{});
    m_status->setVisible(m_hasServers);
    enableActions();
}

void MainWindow::enableActions()
{
    m_actions->enableServerActions(!m_server.isEmpty());
    m_actions->copyPicture->setEnabled(m_area->showsPanel());
    m_actions->filter->setEnabled(m_area->showsPanel());
    m_actions->help->setEnabled(currentPanel() != nullptr);
}

void MainWindow::showSnapshot(const QString &serverId, const snapshot::SnapshotPtr &snapshot)
{
    if (serverId != m_server)
        return;
    m_snapshot = snapshot;
    m_status->showSnapshot(snapshot);
    m_area->showSnapshot(snapshot);
    enableActions();
}

void MainWindow::showInterval(std::chrono::milliseconds interval)
{
    m_actions->showInterval(interval);
    m_status->setInterval(interval);
}

void MainWindow::selectPanel(const QString &id)
{
    const auto &panels = m_area->panels();
    const auto at = std::ranges::find(panels, id, &Panel::id);
    if (at == panels.end() || *at == currentPanel())
        return;
    m_area->setCurrentPanel(*at);
    m_side->setCurrentPanel(id);
    fillCurrentMenu();
    enableActions();
    PanelSetting.write(m_settings, id);
    emit panelSelected(id);
}

void MainWindow::openPanel(const QString &id)
{
    selectPanel(id);
    m_area->leaveWelcomePage();
    enableActions();
}

void MainWindow::showEvidence(const QString &panel)
{
    selectPanel(panel);
    emit evidenceRequested(panel);
}

Panel *MainWindow::currentPanel() const
{
    return m_area->currentPanel();
}

QWidget *MainWindow::panelArea()
{
    return m_area;
}

void MainWindow::fillCurrentMenu()
{
    QMenu *menu = m_actions->currentMenu;
    menu->clear();
    menu->setTitle(u'&' + currentPanel()->title());
    menu->addActions(currentPanel()->panelActions());
    menu->menuAction()->setVisible(!menu->isEmpty());
}

QImage MainWindow::picture(qreal scale) const
{
    const ServerRow *row = m_side->server(m_server);
    PictureCaption caption{.panel = currentPanel()->title(), .server = row ? row->name : QString()};
    if (m_snapshot) {
        caption.role = m_snapshot->server.role;
        caption.takenAt = m_snapshot->takenAt;
    }
    return panelPicture(currentPanel(), caption, scale);
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

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (std::ranges::any_of(urls, &QUrl::isLocalFile))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    event->acceptProposedAction();
    if (!paths.isEmpty())
        emit filesDropped(paths);
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
