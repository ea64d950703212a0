// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waittreemodel.h"

#include "base/plaintext.h"

namespace locks {

using namespace Qt::StringLiterals;

namespace {

const QString Unknown = u"–"_s;

QString titleOf(int column)
{
    switch (column) {
    case WaitTreeModel::SessionColumn:
        return WaitTreeModel::tr("session");
    case WaitTreeModel::BlocksColumn:
        return WaitTreeModel::tr("blocks");
    case WaitTreeModel::ObjectColumn:
        return WaitTreeModel::tr("waits for");
    case WaitTreeModel::ModeColumn:
        return WaitTreeModel::tr("mode");
    case WaitTreeModel::WaitedColumn:
        return WaitTreeModel::tr("waited");
    case WaitTreeModel::NoteColumn:
        return WaitTreeModel::tr("note");
    case WaitTreeModel::StateColumn:
        return WaitTreeModel::tr("state");
    case WaitTreeModel::RoleColumn:
        return WaitTreeModel::tr("role · database");
    case WaitTreeModel::QueryColumn:
        return WaitTreeModel::tr("query");
    default:
        return {};
    }
}

QString noteOf(const TreeRow &row)
{
    QStringList notes;
    if (row.inCycle)
        notes << WaitTreeModel::tr("deadlock");
    if (!row.alsoWaitsFor.isEmpty())
        notes << WaitTreeModel::tr("also waits for %1").arg(row.alsoWaitsFor);
    else if (row.queuePosition > 1)
        notes << WaitTreeModel::tr("place %1 in the queue").arg(row.queuePosition);
    if (row.elsewhere)
        notes << WaitTreeModel::tr("its waiters stand above");
    if (row.orphan)
        notes << WaitTreeModel::tr("its blocker is not known");
    return notes.join(u" · "_s);
}

QString rich(const QString &plain)
{
    return "<qt>"_L1 + plain.toHtmlEscaped() + "</qt>"_L1;
}

} // namespace

void WaitTreeModel::setSituation(const SituationPtr &situation)
{
    apply(situation);
}

void WaitTreeModel::setArrangement(const TreeArrangement &arrangement)
{
    if (arrangement == m_arrangement)
        return;
    m_arrangement = arrangement;
    apply(m_situation);
}

void WaitTreeModel::setCollapsed(int number, bool collapsed)
{
    const TreeRow &head = row(number);
    if (head.children == 0 || head.collapsed == collapsed)
        return;
    TreeArrangement changed = m_arrangement;
    if (collapsed)
        changed.collapsed.insert(head.place);
    else
        changed.collapsed.remove(head.place);
    setArrangement(changed);
}

int WaitTreeModel::firstRowOf(const NodeKey &node) const
{
    const auto at =
        std::ranges::find(rows(), node, [](const TreeRow &row) { return row.place.node; });
    return at == rows().end() ? -1 : int(at - rows().begin());
}

// The rows before point into the situation before, which has to outlive the comparison.
void WaitTreeModel::apply(SituationPtr situation)
{
    const SituationPtr before = std::exchange(m_situation, std::move(situation));
    if (m_situation)
        m_now = m_situation->snapshot->takenAt;
    setRows(m_situation ? arrangeTree(*m_situation, m_arrangement) : std::vector<TreeRow>());
}

int WaitTreeModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

std::optional<base::Duration> WaitTreeModel::waited(const TreeRow &row) const
{
    if (!row.since)
        return {};
    return std::max(base::Duration::zero(), m_now - *row.since);
}

QString WaitTreeModel::display(const TreeRow &row, int column) const
{
    switch (column) {
    case SessionColumn:
        return row.title;
    case BlocksColumn:
        return row.blocks > 0 ? QString::number(row.blocks) : QString();
    case ObjectColumn:
        return base::visibleText(row.object, 200);
    case ModeColumn:
        return row.mode == LockMode::None ? QString() : QString(snapshot::lockModeText(row.mode));
    case WaitedColumn: {
        const auto age = waited(row);
        if (row.object.isEmpty() && !age)
            return {};
        return age ? (row.sinceStatement ? u"≤ "_s : QString()) + base::formatDuration(*age)
                   : Unknown;
    }
    case NoteColumn:
        return noteOf(row);
    case StateColumn:
        return nodeDoing(row.facts, m_now);
    case RoleColumn:
        return nodeWho(row.facts);
    case QueryColumn:
        return row.facts.session ? base::singleLine(row.facts.session->query) : QString();
    default:
        return {};
    }
}

QVariant WaitTreeModel::value(const TreeRow &row, int column) const
{
    switch (column) {
    case SessionColumn:
        return row.place.node.pid;
    case BlocksColumn:
        return row.blocks;
    case WaitedColumn:
        if (const auto age = waited(row))
            return qint64(std::chrono::duration_cast<std::chrono::milliseconds>(*age).count());
        return {};
    case ObjectColumn:
        return row.object;
    default:
        return display(row, column);
    }
}

QString WaitTreeModel::toolTip(const TreeRow &row, int column) const
{
    if (column == WaitedColumn && row.sinceStatement)
        return rich(tr("This server does not tell when the wait began; the statement began so long "
                       "ago."));
    if (column == ObjectColumn && row.queuePosition > 0)
        return rich(
            tr("%1, position %2 in the queue")
                .arg(base::visibleText(row.object, 200), QString::number(row.queuePosition)));
    if (column == NoteColumn && row.elsewhere)
        return rich(tr("%1. What waits for it is listed once, below the first row of this session.")
                        .arg(noteOf(row)));
    const QString text = display(row, column);
    return text.isEmpty() ? QString() : rich(text.left(2000));
}

// A reader without eyes hears how deep a row stands with its first cell.
QString WaitTreeModel::spoken(const TreeRow &row, int column) const
{
    const QString text = display(row, column);
    if (column != SessionColumn)
        return text.isEmpty() ? tr("none", "an empty cell") : text;
    QStringList parts{row.depth == 0 ? tr("%1, root").arg(text)
                                     : tr("%1, level %2").arg(text, QString::number(row.depth))};
    if (row.inCycle)
        parts << tr("in a deadlock");
    if (row.children > 0)
        parts << (row.collapsed ? tr("folded") : tr("open"));
    return parts.join(u", "_s);
}

QVariant WaitTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TreeRow &at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(at, index.column());
    case Qt::ToolTipRole:
        return toolTip(at, index.column());
    case Qt::AccessibleTextRole:
        return spoken(at, index.column());
    case ValueRole:
        return value(at, index.column());
    case DepthRole:
        return at.depth;
    case FoldRole:
        return int(at.children == 0 ? Fold::None : at.collapsed ? Fold::Collapsed : Fold::Open);
    case CycleRole:
        return at.inCycle;
    default:
        return {};
    }
}

QVariant WaitTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return titleOf(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::AlignVCenter |
            (section == BlocksColumn || section == WaitedColumn ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

} // namespace locks
