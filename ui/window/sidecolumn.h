// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"
#include "window/serverrow.h"

#include <QWidget>

#include <vector>

class QAction;
class QListView;

namespace ui {

class PanelListModel;
class PlainLabel;
class ServerListModel;

/// The left column: servers with their state, below them the panels of the chosen one.
class SideColumn final : public QWidget
{
    Q_OBJECT

public:
    /// The links stand below the servers; the menu is that of a server, which is chosen before.
    SideColumn(const QList<QAction *> &links, const QList<QAction *> &serverMenu,
               QWidget *parent = nullptr);

    void setServers(const std::vector<ServerRow> &servers);
    const ServerRow *server(const QString &id) const;
    void addPanel(const QString &id, const QString &title);
    void setPanelCount(const QString &id, int count, Severity severity);

    /// These choose without a signal.
    void setCurrentServer(const QString &id);
    void setCurrentPanel(const QString &id);

signals:
    void serverChosen(const QString &id);
    void panelChosen(const QString &id);
    /// The number of troubles of the chosen server was pressed.
    void troubleChosen();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showMenu(const QPoint &pos);
    void showCurrentServer();

    ServerListModel *m_servers;
    PanelListModel *m_panels;
    QListView *m_serverList;
    QListView *m_panelList;
    PlainLabel *m_panelHeading;
    QList<QAction *> m_serverMenu;
    QString m_current;
};

} // namespace ui
