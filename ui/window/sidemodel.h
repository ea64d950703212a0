// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"
#include "window/serverrow.h"

#include <QAbstractListModel>

#include <vector>

namespace ui {

/// What a row of the left column is; its roles tell SideDelegate how to draw it.
enum SideRole {
    SideIdRole = Qt::UserRole, ///< Empty for headings.
    SideStateRole,             ///< base::ServerState as int, of servers only.
    SideWordRole,              ///< A muted word or number at the right end.
    SideBadgeRole,             ///< A number in a badge at the right end.
    SideSeverityRole,          ///< ui::Severity of the badge.
    SideMarkRole,              ///< The word of a colour mark.
    SideProductionRole,
};

/// The servers by group, a heading before each group. Rows keep their place while states change.
class ServerListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setServers(const std::vector<ServerRow> &servers);
    /// The server of this id, or nothing.
    const ServerRow *server(const QString &id) const;
    QModelIndex indexOf(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        QString heading; ///< Of a group; then there is no server.
        ServerRow server;
    };
    static std::vector<Row> arranged(const std::vector<ServerRow> &servers);
    QVariant serverData(const ServerRow &server, int role) const;

    std::vector<Row> m_rows;
};

/// One panel as the left column shows it.
struct PanelRow
{
    QString id;
    QString title;
    int count = -1; ///< -1 shows none.
    Severity severity = Severity::None;

    bool operator==(const PanelRow &) const = default;
};

/// The panels, in the order they were added.
class PanelListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void add(const PanelRow &panel);
    void setCount(const QString &id, int count, Severity severity);
    QModelIndex indexOf(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<PanelRow> m_rows;
};

} // namespace ui
