// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/sidemodel.h"

#include "base/plaintext.h"
#include "widgets/plainlabel.h"

#include <QLocale>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

QString serverToolTip(const ServerRow &server)
{
    QStringList lines{server.name};
    if (server.production)
        lines << ServerListModel::tr("Marked as production");
    if (const QString word = stateWord(server.status.state); !word.isEmpty())
        lines << word;
    if (!server.status.reason.message.isEmpty())
        lines << server.status.reason.message;
    return plainToolTip(lines.join(u'\n'));
}

// Of a server that gives no data nothing is known.
bool hasTrouble(const ServerRow &server)
{
    const base::ServerState state = server.status.state;
    return server.trouble > 0 &&
           (state == base::ServerState::Live || state == base::ServerState::Stale);
}

QString serverAccessibleText(const ServerRow &server)
{
    QStringList parts{base::visibleText(server.name)};
    if (server.production)
        parts << ServerListModel::tr("production");
    if (const QString word = stateWord(server.status.state); !word.isEmpty())
        parts << word;
    if (hasTrouble(server))
        parts << ServerListModel::tr("troubles: %1").arg(server.trouble);
    return parts.join(u", ");
}

} // namespace

std::vector<ServerListModel::Row> ServerListModel::arranged(const std::vector<ServerRow> &servers)
{
    std::vector<Row> rows;
    QStringList groups;
    for (const ServerRow &server : servers) {
        if (server.group.isEmpty())
            rows.push_back({{}, server});
        else if (!groups.contains(server.group))
            groups << server.group;
    }
    groups.sort(Qt::CaseInsensitive);
    for (const QString &group : std::as_const(groups)) {
        rows.push_back({group, {}});
        for (const ServerRow &server : servers) {
            if (server.group == group)
                rows.push_back({{}, server});
        }
    }
    return rows;
}

void ServerListModel::setServers(const std::vector<ServerRow> &servers)
{
    std::vector<Row> rows = arranged(servers);
    const auto place = [](const Row &row) { return std::tie(row.heading, row.server.id); };
    if (!std::ranges::equal(rows, m_rows, {}, place, place)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    for (size_t i = 0; i < rows.size(); ++i) {
        if (m_rows[i].server == rows[i].server)
            continue;
        m_rows[i] = std::move(rows[i]);
        emit dataChanged(index(int(i)), index(int(i)));
    }
}

const ServerRow *ServerListModel::server(const QString &id) const
{
    const QModelIndex at = indexOf(id);
    return at.isValid() ? &m_rows[size_t(at.row())].server : nullptr;
}

QModelIndex ServerListModel::indexOf(const QString &id) const
{
    for (size_t i = 0; i < m_rows.size() && !id.isEmpty(); ++i) {
        if (m_rows[i].server.id == id)
            return index(int(i));
    }
    return {};
}

int ServerListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

Qt::ItemFlags ServerListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const bool heading = m_rows[size_t(index.row())].server.id.isEmpty();
    return heading ? Qt::ItemFlags(Qt::ItemNeverHasChildren) : QAbstractListModel::flags(index);
}

QVariant ServerListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    if (!row.server.id.isEmpty())
        return serverData(row.server, role);
    return role == Qt::DisplayRole ? base::visibleText(row.heading) : QVariant();
}

QVariant ServerListModel::serverData(const ServerRow &server, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return base::visibleText(server.name);
    case Qt::ToolTipRole:
        return serverToolTip(server);
    case Qt::AccessibleTextRole:
        return serverAccessibleText(server);
    case SideIdRole:
        return server.id;
    case SideStateRole:
        return int(server.status.state);
    case SideWordRole:
        return stateWord(server.status.state);
    case SideBadgeRole:
        return hasTrouble(server) ? QLocale().toString(server.trouble) : QVariant();
    case SideSeverityRole:
        return QVariant::fromValue(hasTrouble(server) ? Severity::Critical : Severity::None);
    case SideMarkRole:
        return server.colour;
    case SideProductionRole:
        return server.production;
    default:
        return {};
    }
}

void PanelListModel::add(const PanelRow &panel)
{
    const int row = int(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows.push_back(panel);
    endInsertRows();
}

void PanelListModel::setCount(const QString &id, int count, Severity severity)
{
    const QModelIndex at = indexOf(id);
    if (!at.isValid())
        return;
    PanelRow &row = m_rows[size_t(at.row())];
    if (row.count == count && row.severity == severity)
        return;
    row.count = count;
    row.severity = severity;
    emit dataChanged(at, at);
}

QModelIndex PanelListModel::indexOf(const QString &id) const
{
    const auto at = std::ranges::find(m_rows, id, &PanelRow::id);
    return at == m_rows.end() ? QModelIndex() : index(int(at - m_rows.begin()));
}

int PanelListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PanelListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PanelRow &row = m_rows[size_t(index.row())];
    const bool marked = row.severity != Severity::None && row.count > 0;
    const QString count = row.count < 0 ? QString() : QLocale().toString(row.count);
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return count.isEmpty() ? row.title : u"%1, %2"_s.arg(row.title, count);
    case SideIdRole:
        return row.id;
    case SideWordRole:
        return marked ? QVariant() : count;
    case SideBadgeRole:
        return marked ? count : QVariant();
    case SideSeverityRole:
        return QVariant::fromValue(row.severity);
    default:
        return {};
    }
}

} // namespace ui
