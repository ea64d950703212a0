// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "window/serverrow.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace ui {

class MessageBar;
class PlainLabel;

/// What stands above a panel, or in its place, while its server gives no data or old data. Hidden
/// while all is well. The seconds until the next attempt tick by themselves.
class ServerMessagePane final : public QWidget
{
    Q_OBJECT

public:
    explicit ServerMessagePane(QWidget *parent = nullptr);

    /// Null for no server.
    void showServer(const ServerRow *row, bool hasData);

signals:
    void retry();
    void edit();
    /// The user wants to know why it cannot be connected to.
    void whyWanted();

private:
    void refresh();

    PlainLabel *m_heading;
    MessageBar *m_bar;
    QPushButton *m_retry;
    QPushButton *m_edit;
    QPushButton *m_why;
    QTimer m_tick;
    ServerRow m_row;
    bool m_hasData = false;
};

} // namespace ui
