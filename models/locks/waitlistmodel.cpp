// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waitlistmodel.h"

#include "base/plaintext.h"
#include "locks/objecttext.h"

#include <tuple>

namespace locks {

using namespace Qt::StringLiterals;

namespace {

WaitLine lineOf(const Edge &edge, int looked, const Situation &situation)
{
    const WaitGraph &graph = situation.graph;
    const Wait &wait = graph.waits[size_t(edge.wait)];
    const bool blocked = edge.waiter == looked;
    const Node &other = graph.nodes[size_t(blocked ? edge.blocker : edge.waiter)];
    const QString who = nodeWho(factsOf(other, *situation.snapshot));
    const QString title = nodeTitle(other, *situation.snapshot);
    return {.wait = {graph.nodes[size_t(edge.waiter)].key, graph.nodes[size_t(edge.blocker)].key,
                     wait.target >= 0 ? graph.targets[size_t(wait.target)] : LockTarget{},
                     wait.pid},
            .blocked = blocked,
            .other = who.isEmpty() ? title : title + u" · "_s + who,
            .object = waitText(wait, graph, *situation.snapshot),
            .requested = wait.mode,
            .inTheWay = edge.blockingMode,
            .kind = edge.kind,
            .evidence = edge.evidence,
            .since = wait.since,
            .sinceStatement = wait.sinceStatement,
            .queuePosition = wait.queuePosition};
}

QString evidenceAdvice(Evidence evidence)
{
    switch (evidence) {
    case Evidence::LockTable:
        return WaitListModel::tr("Both are in pg_locks, read at one moment: certain.");
    case Evidence::QueueRule:
        return WaitListModel::tr("From the order in which the server queues requests; its deadlock "
                                 "check may change that order.");
    case Evidence::Server:
        return WaitListModel::tr("The server said so when it was asked for this session, a moment "
                                 "after the locks were read.");
    }
    return {};
}

QString inTheWayText(const WaitLine &line)
{
    if (line.kind == EdgeKind::SafeSnapshot)
        return WaitListModel::tr("a serializable transaction");
    const QString mode = snapshot::lockModeText(line.inTheWay);
    if (line.inTheWay == LockMode::None)
        return u"–"_s;
    return line.kind == EdgeKind::Queue ? WaitListModel::tr("%1, ahead in the queue").arg(mode)
                                        : WaitListModel::tr("%1, held").arg(mode);
}

} // namespace

size_t qHash(const WaitKey &key, size_t seed) noexcept
{
    return qHashMulti(seed, key.waiter, key.blocker, key.target.type, key.target.relation,
                      key.target.transactionId, key.pid);
}

std::vector<WaitLine> waitLines(const Situation &situation, const NodeKey &node)
{
    std::vector<WaitLine> lines;
    const int number = situation.find(node);
    if (number < 0)
        return lines;
    for (const Edge &edge : situation.graph.edges) {
        if (edge.waiter == number || edge.blocker == number)
            lines.push_back(lineOf(edge, number, situation));
    }
    std::ranges::stable_sort(lines, {}, [](const WaitLine &line) {
        return std::tuple(!line.blocked, line.kind, line.since.value_or(Timestamp::max()),
                          line.wait.waiter, line.wait.blocker);
    });
    return lines;
}

void WaitListModel::setNode(const SituationPtr &situation, const NodeKey &node)
{
    if (!situation)
        return setRows({});
    m_now = situation->snapshot->takenAt;
    setRows(waitLines(*situation, node));
}

int WaitListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString WaitListModel::display(const WaitLine &line, int column) const
{
    switch (column) {
    case DirectionColumn:
        return line.blocked ? tr("waits for") : tr("blocks");
    case OtherColumn:
        return line.other;
    case ObjectColumn:
        return base::visibleText(line.object, 200);
    case RequestedColumn:
        return line.requested == LockMode::None ? QString(u'–')
                                                : QString(snapshot::lockModeText(line.requested));
    case InTheWayColumn:
        return inTheWayText(line);
    case WaitedColumn:
        return line.since ? (line.sinceStatement ? u"≤ "_s : QString()) +
                                base::formatDuration(m_now - *line.since)
                          : QString(u'–');
    case EvidenceColumn:
        return evidenceText(line.evidence);
    default:
        return {};
    }
}

QString WaitListModel::toolTip(const WaitLine &line, int column) const
{
    if (column == EvidenceColumn)
        return evidenceAdvice(line.evidence);
    if (column == ObjectColumn && line.queuePosition > 0)
        return tr("%1, position %2 in the queue")
            .arg(base::visibleText(line.object, 200), QString::number(line.queuePosition));
    return display(line, column);
}

QVariant WaitListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WaitLine &line = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(line, index.column());
    case Qt::ToolTipRole:
        return "<qt>"_L1 + toolTip(line, index.column()).toHtmlEscaped() + "</qt>"_L1;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::AlignVCenter | (index.column() == WaitedColumn ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant WaitListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (section == WaitedColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[ColumnCount] = {tr("standing"),  tr("session"),    tr("object"),
                                         tr("wants"),     tr("in the way"), tr("waited"),
                                         tr("known from")};
    return titles[section];
}

} // namespace locks
