// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/windowactions.h"

#include "widgets/icons.h"
#include "widgets/shortcuts.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace ui {

using namespace Qt::StringLiterals;
using namespace std::chrono;

WindowActions::WindowActions(QMainWindow *window)
    : QObject(window)
    , m_window(window)
{
    makeServerActions();
    makeViewActions();
    makeIntervals();
    buildMenus();
}

QAction *WindowActions::make(const QString &name, const QString &text, const QString &iconName)
{
    auto *action = new QAction(text, m_window);
    action->setObjectName(name);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    m_window->addAction(action);
    return action;
}

void WindowActions::makeServerActions()
{
    addConnection = make(u"addConnection"_s, tr("&Add Connection…"), u"list-add"_s);
    addConnection->setShortcut(shortcuts::AddConnection);
    importConnections = make(u"importConnections"_s, tr("&Import…"), u"document-import"_s);
    startPractice = make(u"startPractice"_s, tr("Start a &Practice Server"), u"system-run"_s);
    retry = make(u"retry"_s, tr("Connect &Now"), u"network-connect"_s);
    edit = make(u"editConnection"_s, tr("&Edit Connection…"), u"document-edit"_s);
    duplicate = make(u"duplicateConnection"_s, tr("&Duplicate Connection…"), u"edit-copy"_s);
    remove = make(u"deleteConnection"_s, tr("De&lete Connection…"), u"edit-delete"_s);
    quit = make(u"quit"_s, tr("&Quit"), u"application-exit"_s);
    quit->setShortcut(shortcuts::Quit);
    quit->setMenuRole(QAction::QuitRole);
}

void WindowActions::makeViewActions()
{
    refresh = make(u"refresh"_s, tr("&Refresh"), u"view-refresh"_s);
    refresh->setShortcuts(shortcuts::refresh());
    pause = make(u"pause"_s, tr("&Pause"), u"media-playback-pause"_s);
    pause->setCheckable(true);
    pause->setShortcut(shortcuts::Pause);
    copyPicture = make(u"copyPicture"_s, tr("&Copy Picture"), u"camera-photo"_s);
    copyPicture->setShortcut(shortcuts::CopyPicture);
    copyPicture->setToolTip(tr("Copies the panel as a picture with server, role and time"));
    filter = make(u"focusFilter"_s, tr("&Filter"), u"view-filter"_s);
    filter->setShortcut(shortcuts::Filter);
    palette = make(u"commandPaletteAction"_s, tr("&Commands…"), u"search"_s);
    palette->setShortcut(shortcuts::Palette);
    compactRows = make(u"compactRows"_s, tr("C&ompact Rows"));
    compactRows->setCheckable(true);
    help = make(u"help"_s, tr("About This &Panel"), u"help-contents"_s);
    help->setShortcut(shortcuts::Help);
    about = make(u"about"_s, tr("&About PgVigil"), u"help-about"_s);
    about->setMenuRole(QAction::AboutRole);
}

void WindowActions::makeIntervals()
{
    interval = make(u"interval"_s, {});
    auto *menu = new QMenu(m_window);
    interval->setMenu(menu);
    for (const int each : {1, 2, 5, 10, 30, 60}) {
        QAction *action = menu->addAction(tr("Every %1 s").arg(each));
        action->setObjectName(u"interval-%1"_s.arg(each));
        connect(action, &QAction::triggered, this,
                [this, each] { emit intervalChosen(seconds(each)); });
    }
    showInterval(seconds(1));
}

void WindowActions::makeThemes(QMenu *menu)
{
    const std::pair<ThemeChoice, QString> choices[] = {
        {ThemeChoice::System, tr("Theme of the &System")},
        {ThemeChoice::Light, tr("&Light Theme")},
        {ThemeChoice::Dark, tr("&Dark Theme")},
    };
    auto *group = new QActionGroup(this);
    for (const auto &[choice, text] : choices) {
        QAction *action = menu->addAction(text);
        action->setObjectName(u"theme-%1"_s.arg(int(choice)));
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, chosen = choice] { emit themeChosen(chosen); });
        m_themes << action;
    }
}

void WindowActions::buildMenus()
{
    QMenuBar *bar = m_window->menuBar();
    QMenu *connection = bar->addMenu(tr("&Connection"));
    connection->addActions({addConnection, importConnections, startPractice});
    connection->addSeparator();
    connection->addActions(serverActions());
    connection->addSeparator();
    connection->addAction(quit);
    currentMenu = bar->addMenu(QString());
    currentMenu->setObjectName(u"currentMenu"_s);
    currentMenu->setToolTipsVisible(true); // why something cannot be done
    currentMenu->menuAction()->setVisible(false);
    QMenu *view = bar->addMenu(tr("&View"));
    panelMenu = view->addMenu(tr("&Panels"));
    view->addActions({filter, refresh, pause, interval});
    view->addSeparator();
    view->addActions({copyPicture, compactRows});
    view->addSeparator();
    makeThemes(view);
    QMenu *helpMenu = bar->addMenu(tr("&Help"));
    helpMenu->addActions({palette, help, about});
}

QList<QAction *> WindowActions::serverActions() const
{
    return {retry, edit, duplicate, remove};
}

void WindowActions::enableServerActions(bool enabled)
{
    for (QAction *action : {retry, edit, duplicate, remove, refresh, pause, filter, copyPicture})
        action->setEnabled(enabled);
}

void WindowActions::showTheme(ThemeChoice choice)
{
    m_themes[int(choice)]->setChecked(true);
}

void WindowActions::showInterval(milliseconds each)
{
    interval->setText(each < seconds(1)
                          ? tr("Every %1 ms").arg(each.count())
                          : tr("Every %1 s").arg(duration_cast<seconds>(each).count()));
}

} // namespace ui
