// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "window/panel.h"
#include "window/picture.h"
#include "window/serverrow.h"

#include <QMainWindow>

#include <vector>

class QSettings;

namespace ui {

class CommandPalette;
class PanelArea;
class SideColumn;
class StatusLine;
class Theme;
class WindowActions;

/// The window: servers and panels at the left, the panel of the chosen server, the status line. It
/// shows values and says what the user wants; it knows no connection and no store.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Theme &theme, QSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Takes the panel over; before the window is shown.
    void addPanel(Panel *panel);

    /// Every server there is. The first call chooses the one that was looked at last.
    void setServers(const std::vector<ServerRow> &servers);

    /// A snapshot that has just come. One of another server than the chosen one is left alone; null
    /// says that nothing is known of the server.
    void showSnapshot(const QString &serverId, const snapshot::SnapshotPtr &snapshot);

    /// The interval in force for the chosen server.
    void showInterval(std::chrono::milliseconds interval);

    void selectServer(const QString &id);
    void selectPanel(const QString &id);
    /// The same, also where the welcome page stands in its place.
    void openPanel(const QString &id);
    const QString &currentServer() const { return m_server; }
    Panel *currentPanel() const;

    /// Where the panel is, for what floats above it.
    QWidget *panelArea();

    /// The current panel, of which there has to be one, as "Copy Picture" puts it into the
    /// clipboard.
    QImage picture(qreal scale) const;

signals:
    /// The chosen server; answered by showSnapshot().
    void serverSelected(const QString &id);
    void panelSelected(const QString &id);
    /// A number was pressed whose evidence this panel has, which is shown now.
    void evidenceRequested(const QString &panel);
    void addConnection();
    void importConnections();
    void startPractice();
    /// Files and folders were dropped on the window.
    void filesDropped(const QStringList &paths);
    void editConnection(const QString &id);
    void duplicateConnection(const QString &id);
    void deleteConnection(const QString &id);
    void retry(const QString &id);
    void refreshRequested(const QString &id);
    void pauseChanged(bool paused);
    void intervalChosen(std::chrono::milliseconds interval);

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildCentre();
    void connectActions();
    void connectServerActions();
    void connectParts();
    void showServer();
    void showEvidence(const QString &panel);
    void enableActions();
    void fillCurrentMenu();
    void copyPicture();
    void changeTheme(int choice);

    Theme &m_theme;
    QSettings &m_settings;
    WindowActions *m_actions;
    SideColumn *m_side;
    PanelArea *m_area;
    StatusLine *m_status;
    CommandPalette *m_palette;
    QString m_server;
    QString m_panelOfLastTime;
    bool m_hasServers = false;
    bool m_restored = false;
    snapshot::SnapshotPtr m_snapshot;
};

} // namespace ui
