// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QList>
#include <QObject>

#include <chrono>

class QAction;
class QMainWindow;
class QMenu;

namespace ui {

/// The commands of the window and its menus. What they do is for the window to say; each has an
/// object name, so that tests and tools find it.
class WindowActions final : public QObject
{
    Q_OBJECT

public:
    explicit WindowActions(QMainWindow *window);

    QAction *addConnection;
    QAction *importConnections;
    QAction *startPractice;
    QAction *retry;
    QAction *edit;
    QAction *duplicate;
    QAction *remove;
    QAction *quit;
    QAction *refresh;
    QAction *pause;
    QAction *interval; ///< With a menu; its text names the chosen one.
    QAction *copyPicture;
    QAction *filter;
    QAction *palette;
    QAction *compactRows;
    QAction *help;
    QAction *about;
    QMenu *panelMenu;
    QMenu *currentMenu; ///< What the current panel can do; bears its title.

    /// The commands for one server, also its context menu.
    QList<QAction *> serverActions() const;
    void enableServerActions(bool enabled);
    void showTheme(ThemeChoice choice);
    /// Names the interval on the button.
    void showInterval(std::chrono::milliseconds interval);

signals:
    void themeChosen(ui::ThemeChoice choice);
    void intervalChosen(std::chrono::milliseconds interval);

private:
    QAction *make(const QString &name, const QString &text, const QString &icon = {});
    void makeServerActions();
    void makeViewActions();
    void makeIntervals();
    void makeThemes(QMenu *menu);
    void buildMenus();

    QMainWindow *m_window;
    QList<QAction *> m_themes;
};

} // namespace ui
