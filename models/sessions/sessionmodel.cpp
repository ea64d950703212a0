// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/sessionmodel.h"

#include "base/plaintext.h"

#include <QTimeZone>

namespace sessions {

using namespace Qt::StringLiterals;

namespace {

const QString Unknown = u"–"_s;
constexpr qsizetype ToolTipLength = 2000;

QString rich(const QString &plain)
{
    return "<qt>"_L1 + plain.toHtmlEscaped() + "</qt>"_L1;
}

QString orUnknown(const QString &text)
{
    return text.isEmpty() ? Unknown : base::visibleText(text);
}

template <typename T>
QVariant orInvalid(const std::optional<T> &value)
{
    return value ? QVariant::fromValue(qint64(*value)) : QVariant();
}

QString titleOf(Column column)
{
    switch (column) {
    case PidColumn:
        return SessionModel::tr("pid");
    case DatabaseColumn:
        return SessionModel::tr("database");
    case RoleColumn:
        return SessionModel::tr("role");
    case ApplicationColumn:
        return SessionModel::tr("application");
    case ClientColumn:
        return SessionModel::tr("client");
    case BackendTypeColumn:
        return SessionModel::tr("backend type");
    case StateColumn:
        return SessionModel::tr("state");
    case WaitColumn:
        return SessionModel::tr("wait");
    case TransactionAgeColumn:
        return SessionModel::tr("transaction");
    case QueryAgeColumn:
        return SessionModel::tr("statement");
    case StateAgeColumn:
        return SessionModel::tr("in state");
    case XidColumn:
        return SessionModel::tr("xid");
    case XminColumn:
        return SessionModel::tr("xmin");
    case QueryColumn:
        return SessionModel::tr("query");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace

void SessionModel::setSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    apply(snapshot);
}

void SessionModel::setArrangement(const Arrangement &arrangement)
{
    if (arrangement == m_arrangement)
        return;
    m_arrangement = arrangement;
    apply(m_snapshot);
    emit arrangementChanged();
}

void SessionModel::setThresholds(const Thresholds &thresholds)
{
    m_thresholds = thresholds;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {SeverityRole});
}

void SessionModel::setCollapsed(int number, bool collapsed)
{
    const SessionRow &head = row(number);
    if ((!head.group && head.workers == 0) || head.isCollapsed == collapsed)
        return;
    Arrangement changed = m_arrangement;
    if (collapsed)
        changed.collapsed.insert(head.key());
    else
        changed.collapsed.remove(head.key());
    setArrangement(changed);
}

// The rows before point into the snapshot before, which has to outlive the comparison.
void SessionModel::apply(snapshot::SnapshotPtr snapshot)
{
    const snapshot::SnapshotPtr before = std::exchange(m_snapshot, std::move(snapshot));
    if (m_snapshot)
        m_now = m_snapshot->takenAt;
    setRows(m_snapshot ? arrange(*m_snapshot, m_arrangement) : std::vector<SessionRow>());
}

void SessionModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount)
        return;
    Arrangement changed = m_arrangement;
    changed.sortColumn = Column(column);
    changed.sortOrder = order;
    setArrangement(changed);
}

int SessionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SessionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SessionRow &at = row(index.row());
    switch (role) {
    case KindRole:
        return int(at.group ? RowKind::Group : at.isWorker ? RowKind::Worker : RowKind::Session);
    case FoldRole:
        return int(!at.group && at.workers == 0 ? Fold::None
                   : at.isCollapsed             ? Fold::Collapsed
                                                : Fold::Open);
    default:
        return at.group ? groupData(at, Column(index.column()), role)
                        : sessionData(at, Column(index.column()), role);
    }
}

QVariant SessionModel::groupData(const SessionRow &row, Column column, int role) const
{
    if (role == Qt::AccessibleTextRole || (role == Qt::DisplayRole && column == PidColumn))
        return QString(orUnknown(row.group->name) + ": "_L1 + groupSummary(*row.group, m_now));
    if (role == ValueRole && column == PidColumn)
        return row.group->sessions;
    return {};
}

QVariant SessionModel::sessionData(const SessionRow &row, Column column, int role) const
{
    const Session &session = *row.session;
    switch (role) {
    case Qt::DisplayRole:
        return column == XminColumn && row.holdsOldestXmin
                   ? tr("oldest %1", "xmin").arg(display(session, column))
                   : display(session, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::AccessibleTextRole:
        return severity(session, column, m_now, m_thresholds) == Severity::None
                   ? display(session, column)
                   : tr("%1, longer than it should be").arg(display(session, column));
    case ValueRole:
        return value(session, column);
    case SeverityRole:
        return int(severity(session, column, m_now, m_thresholds));
    case StateRole:
        return int(session.state);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QString SessionModel::display(const Session &session, Column column) const
{
    if (isAge(column)) {
        const std::optional<Timestamp> since = startOf(session, column);
        return since ? base::formatDuration(m_now - *since) : Unknown;
    }
    switch (column) {
    case PidColumn:
        return QString::number(session.pid);
    case XidColumn:
        return session.backendXid ? groupedNumber(*session.backendXid) : Unknown;
    case XminColumn:
        return session.backendXmin ? groupedNumber(*session.backendXmin) : Unknown;
    case StateColumn:
        return session.isHidden() ? tr("hidden") : orUnknown(textOf(session, column));
    case QueryColumn:
        return session.isHidden() ? QString() : base::singleLine(session.query);
    case WaitColumn:
        return base::visibleText(textOf(session, column));
    default:
        return orUnknown(textOf(session, column));
    }
}

QVariant SessionModel::value(const Session &session, Column column) const
{
    if (isAge(column)) {
        const std::optional<Timestamp> since = startOf(session, column);
        return since ? QVariant(qint64((m_now - *since) / std::chrono::milliseconds(1)))
                     : QVariant();
    }
    switch (column) {
    case PidColumn:
        return session.pid;
    case XidColumn:
        return orInvalid(session.backendXid);
    case XminColumn:
        return orInvalid(session.backendXmin);
    default:
        const QString text = textOf(session, column);
        return text.isEmpty() ? QVariant() : text;
    }
}

QString SessionModel::toolTip(const SessionRow &row, Column column) const
{
    const Session &session = *row.session;
    if (session.isHidden() && !isNumber(column) && textOf(session, column).isEmpty())
        return rich(tr("Your role may not see this. It needs the rights of pg_read_all_stats."));
    if (isAge(column)) {
        const std::optional<Timestamp> since = startOf(session, column);
        if (!since)
            return {};
        const QString text = tr("Since %1.").arg(absoluteTime(*since));
        return rich(severity(session, column, m_now, m_thresholds) == Severity::None
                        ? text
                        : text + u' ' + tr("That is longer than the threshold for this state."));
    }
    if (column == XminColumn && row.holdsOldestXmin)
        return rich(
            tr("The oldest xmin of all sessions: VACUUM cannot remove rows that were deleted "
               "after it."));
    if (column == PidColumn && session.backendStart)
        return rich(tr("Backend start %1").arg(absoluteTime(*session.backendStart)));
    if (column == PidColumn && row.session->own)
        return rich(tr("A connection of this program"));
    const QString text = textOf(session, column);
    return text.isEmpty() ? QString() : rich(base::visibleText(text, ToolTipLength));
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isNumber(Column(section)) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::InitialSortOrderRole) // the first click on an age asks for the oldest
        return int(isAge(Column(section)) ? Qt::DescendingOrder : Qt::AscendingOrder);
    if (role != Qt::DisplayRole)
        return {};
    return titleOf(Column(section));
}

QString absoluteTime(Timestamp time)
{
    const auto milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch();
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(milliseconds.count());
    return local.toString(u"yyyy-MM-dd HH:mm:ss "_s) + local.timeZoneAbbreviation();
}

QString groupedNumber(qint64 number)
{
    QString text = QString::number(number);
    for (qsizetype at = text.size() - 3; at > (number < 0 ? 1 : 0); at -= 3)
        text.insert(at, QChar(0x2009));
    return text;
}

QString groupSummary(const GroupSums &sums, Timestamp now)
{
    QStringList parts{sums.sessions == 1 ? SessionModel::tr("one session")
                                         : SessionModel::tr("%n sessions", nullptr, sums.sessions)};
    if (sums.active > 0)
        parts += SessionModel::tr("%1 active").arg(sums.active);
    if (sums.idleInTransaction > 0)
        parts += SessionModel::tr("%1 idle in transaction").arg(sums.idleInTransaction);
    if (sums.waiting > 0)
        parts += SessionModel::tr("%1 waiting for a lock").arg(sums.waiting);
    if (sums.oldestTransaction)
        parts += SessionModel::tr("longest transaction %1")
                     .arg(base::formatDuration(now - *sums.oldestTransaction));
    return parts.join(u" · "_s);
}

} // namespace sessions
