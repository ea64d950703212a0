// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/matrixmodel.h"

#include "access/hbatext.h"
#include "widgets/plainlabel.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

MatrixModel::MatrixModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &MatrixModel::work);
}

void MatrixModel::setSubject(const RuleBookPtr &book, const RuleWorldPtr &world,
                             const HbaClient &like)
{
    beginResetModel();
    ++m_subject;
    m_book = book;
    m_world = world;
    m_roles = std::min(world->roles.size(), MostRoles);
    m_databases = std::min(world->databases.size(), MostDatabases);
    m_tls = like.tls;
    m_gss = like.gss;
    m_rows.clear();
    m_todo.clear();
    endResetModel();
}

int MatrixModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_book ? 0 : int(m_roles * m_databases);
}

int MatrixModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_world->machine ? ColumnCount : MachineColumn;
}

HbaClient MatrixModel::clientAt(int row, int column) const
{
    HbaClient client{.user = m_world->roles.at(size_t(row) / m_databases),
                     .database = m_world->databases.at(size_t(row) % m_databases)};
    const auto memberOf = m_world->memberOf.find(client.user);
    if (memberOf != m_world->memberOf.end())
        client.memberOf = memberOf->second;
    if (column == Loopback4Column)
        client.address = parseIpAddress("127.0.0.1");
    else if (column == Loopback6Column)
        client.address = parseIpAddress("::1");
    else if (column == MachineColumn)
        client.address = m_world->machine;
    client.local = !client.address;
    client.tls = m_tls && !client.local;
    client.gss = m_gss && !client.local;
    return client;
}

MatrixModel::Cell MatrixModel::cellOf(const HbaRules &rules, const HbaClient &client)
{
    const HbaOutcome outcome = matchHba(rules, client);
    Cell cell{.result = outcome.result, .certain = outcome.certain};
    if (outcome.rule) {
        cell.method = rules.rules[*outcome.rule].method;
        cell.line = rules.rules[*outcome.rule].line;
    }
    return cell;
}

const MatrixModel::Row *MatrixModel::wanted(int row) const
{
    const auto found = m_rows.find(row);
    if (found != m_rows.end())
        return &found->second;
    if (std::ranges::find(m_todo, row) == m_todo.end())
        m_todo.push_back(row);
    if (!m_timer.isActive())
        m_timer.start(0);
    return nullptr;
}

void MatrixModel::work()
{
    std::vector<std::pair<int, std::vector<HbaClient>>> jobs;
    for (const int row : std::exchange(m_todo, {})) {
        std::vector<HbaClient> clients;
        for (int column = SocketColumn; column < columnCount(); ++column)
            clients.push_back(clientAt(row, column));
        jobs.emplace_back(row, std::move(clients));
    }
    const auto run = [book = m_book, jobs = std::move(jobs)] {
        std::vector<std::pair<int, Row>> rows;
        for (const auto &[row, clients] : jobs) {
            rows.emplace_back(row, Row());
            for (const HbaClient &client : clients)
                rows.back().second.push_back(cellOf(book->hba, client));
        }
        return rows;
    };
    using Rows = std::vector<std::pair<int, Row>>;
    QtConcurrent::run(run).then(
        this, [this, subject = m_subject](const Rows &rows) { take(subject, rows); });
}

void MatrixModel::take(quint64 subject, const std::vector<std::pair<int, Row>> &rows)
{
    if (subject != m_subject)
        return;
    for (const auto &[row, cells] : rows) {
        m_rows.insert_or_assign(row, cells);
        emit dataChanged(index(row, SocketColumn), index(row, columnCount() - 1));
    }
}

QString MatrixModel::cellText(const Cell &cell) const
{
    const QString method = HbaText::name(std::string(methodName(cell.method)));
    const QString line = QString::number(cell.line);
    switch (cell.result) {
    case HbaResult::FileRejected:
        return tr("file with errors");
    case HbaResult::NoEntry:
        return cell.certain ? tr("no entry") : tr("perhaps no entry");
    case HbaResult::Reject:
        return cell.certain ? tr("reject · %1").arg(line) : tr("perhaps reject · %1").arg(line);
    case HbaResult::Match:
        break;
    }
    return cell.certain ? tr("%1 · %2").arg(method, line) : tr("perhaps %1 · %2").arg(method, line);
}

Severity MatrixModel::severityOf(const Cell &cell)
{
    if (cell.result == HbaResult::FileRejected)
        return Severity::Critical;
    const bool open = cell.method == HbaMethod::Trust || cell.method == HbaMethod::Password;
    return open ? Severity::Warning : Severity::None;
}

QVariant MatrixModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const size_t row = size_t(index.row());
    if (index.column() == RoleColumn || index.column() == DatabaseColumn) {
        const std::string &name = index.column() == RoleColumn
                                      ? m_world->roles[row / m_databases]
                                      : m_world->databases[row % m_databases];
        if (role == Qt::DisplayRole)
            return HbaText::name(name);
        return role == Qt::ToolTipRole ? QVariant(plainToolTip(HbaText::name(name))) : QVariant();
    }
    if (role != Qt::DisplayRole && role != SeverityRole && role != ClosedRole)
        return {};
    const Row *cells = wanted(index.row());
    const size_t at = size_t(index.column() - SocketColumn);
    if (!cells || at >= cells->size())
        return role == Qt::DisplayRole ? QVariant(u"…"_s) : QVariant();
    const HbaResult result = (*cells)[at].result;
    if (role == ClosedRole)
        return result == HbaResult::NoEntry || result == HbaResult::Reject;
    if (role == SeverityRole)
        return QVariant::fromValue(severityOf((*cells)[at]));
    return cellText((*cells)[at]);
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RoleColumn:
        return tr("Role");
    case DatabaseColumn:
        return tr("Database");
    case SocketColumn:
        return tr("Socket");
    case Loopback4Column:
        return u"127.0.0.1"_s;
    case Loopback6Column:
        return u"::1"_s;
    default:
        return tr("%1 (this machine)").arg(HbaText::name(m_world->machine->text()));
    }
}

} // namespace ui
