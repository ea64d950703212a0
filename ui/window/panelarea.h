// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"
#include "window/serverrow.h"

#include <QWidget>

#include <vector>

class QStackedWidget;

namespace ui {

class Panel;
class ServerMessagePane;
class WelcomePage;

/// The right side of the window: the welcome page while there is no server, else the current panel
/// below what is to be said about its server; nothing in place of the panel while there is no data.
class PanelArea final : public QWidget
{
    Q_OBJECT

public:
    explicit PanelArea(QWidget *parent = nullptr);

    void addPanel(Panel *panel);
    const std::vector<Panel *> &panels() const { return m_panels; }
    void setCurrentPanel(Panel *panel);
    Panel *currentPanel() const { return m_panel; }
    /// With no server: the current panel, if it needs none, in place of the welcome page.
    void leaveWelcomePage();
    /// The current panel can be seen: a picture of it makes sense.
    bool showsPanel() const;

    /// The chosen server or null, told to every panel.
    void showServer(const ServerRow *row, bool anyServer);
    void showSnapshot(const snapshot::SnapshotPtr &snapshot);

    const WelcomePage *welcomePage() const { return m_welcome; }
    const ServerMessagePane *messagePane() const { return m_message; }

private:
    void arrange();

    QStackedWidget *m_stack;
    WelcomePage *m_welcome;
    QWidget *m_blank;
    ServerMessagePane *m_message;
    std::vector<Panel *> m_panels;
    Panel *m_panel = nullptr;
    ServerRow m_row;
    bool m_anyServer = false;
    bool m_welcomed = false; ///< The welcome page was left for a panel.
    bool m_hasData = false;
};

} // namespace ui
