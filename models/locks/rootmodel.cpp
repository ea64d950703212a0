// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/rootmodel.h"

#include "base/plaintext.h"
#include "locks/objecttext.h"

#include <QLocale>

#include <map>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::Snapshot;

namespace {

constexpr size_t MostObjects = 3;

using EdgesOf = std::vector<std::vector<const Edge *>>; // by blocker

EdgesOf edgesByBlocker(const Situation &situation)
{
    EdgesOf result(situation.graph.nodes.size());
    for (const Edge &edge : situation.graph.edges)
        result[size_t(edge.blocker)].push_back(&edge);
    return result;
}

std::vector<HeldObject> heldBy(const std::vector<const Edge *> &edges, const Situation &situation)
{
    std::map<int, HeldObject> byTarget;
    for (const Edge *edge : edges) {
        const Wait &wait = situation.graph.waits[size_t(edge->wait)];
        HeldObject &held = byTarget[wait.target];
        if (held.waiters++ == 0)
            held.object = waitText(wait, situation.graph, *situation.snapshot);
        if (wait.ticket < 0) // else the mode is one on a transaction, and the object is a row
            held.mode = std::max(held.mode, edge->blockingMode);
    }
    std::vector<HeldObject> result;
    for (const auto &[target, held] : byTarget)
        result.push_back(held);
    std::ranges::stable_sort(result, std::ranges::greater(), &HeldObject::waiters);
    if (result.size() > MostObjects)
        result.resize(MostObjects);
    return result;
}

// The first way out that needs this root together with others.
void addPartners(RootRow &row, int node, const Situation &situation)
{
    for (const WayOut &way : situation.waysOut) {
        if (way.roots.size() < 2 || !std::ranges::contains(way.roots, node))
            continue;
        int alone = 0;
        for (const int root : way.roots)
            alone += int(situation.impacts[size_t(root)].freedInAll.size());
        if (way.freed <= alone)
            continue;
        row.partners = titleList(way.roots, situation);
        row.freesMore = way.freed - alone;
        return;
    }
}

RootRow rootRow(int number, const std::vector<const Edge *> &edges, const Situation &situation)
{
    const Snapshot &snapshot = *situation.snapshot;
    const Node &node = situation.graph.nodes[size_t(number)];
    const NodeFacts facts = factsOf(node, snapshot);
    const Impact &impact = situation.impacts[size_t(number)];
    RootRow row{.node = node.key,
                .title = nodeTitle(node, snapshot),
                .who = nodeWho(facts),
                .doing = nodeDoing(facts, snapshot.takenAt),
                .blocks = impact.inAll,
                .directly = impact.directly,
                .frees = int(impact.freedInAll.size()),
                .held = heldBy(edges, situation)};
    if (facts.session)
        row.session = *facts.session;
    if (facts.prepared)
        row.prepared = *facts.prepared;
    if (impact.longestWait > base::Duration::zero())
        row.longestWait = impact.longestWait;
    addPartners(row, number, situation);
    return row;
}

QString freedText(const RootRow &row)
{
    if (row.inCycle)
        return row.frees == 1
                   ? RootModel::tr("In a deadlock. Ending it breaks the cycle and frees one "
                                   "session.")
                   : RootModel::tr("In a deadlock. Ending it breaks the cycle and frees %1 "
                                   "sessions.")
                         .arg(row.frees);
    if (row.frees == 0)
        return RootModel::tr("Ending it alone frees nobody: all who wait for it wait for others "
                             "too.");
    const QString waited = row.longestWait ? base::formatDuration(*row.longestWait) : QString(u'–');
    if (row.frees < row.blocks)
        return RootModel::tr("Ending it frees %1 of %2 sessions; the longest has waited %3.")
            .arg(QString::number(row.frees), QString::number(row.blocks), waited);
    return row.frees == 1
               ? RootModel::tr("Ending it frees one session, which has waited %1.").arg(waited)
               : RootModel::tr("Ending it frees %1 sessions; the longest has waited %2.")
                     .arg(QString::number(row.frees), waited);
}

QString lostText(const RootRow &row)
{
    if (row.prepared)
        return RootModel::tr("All that it has written is lost.");
    if (!row.session || row.session->isHidden())
        return {};
    if (row.session->backendXid)
        return RootModel::tr("It rolls back one transaction.");
    return row.session->xactStart ? RootModel::tr("Its transaction has written nothing so far.")
                                  : RootModel::tr("It has no open transaction.");
}

} // namespace

std::vector<RootRow> rootRows(const Situation &situation)
{
    const EdgesOf edges = edgesByBlocker(situation);
    std::vector<RootRow> rows;
    for (const auto &cycle : situation.graph.cycles) {
        for (const int node : cycle) {
            rows.push_back(rootRow(node, edges[size_t(node)], situation));
            rows.back().inCycle = true;
        }
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &RootRow::frees);
    for (const int root : situation.roots)
        rows.push_back(rootRow(root, edges[size_t(root)], situation));
    return rows;
}

QString consequenceText(const RootRow &row)
{
    const QString lost = lostText(row);
    return lost.isEmpty() ? freedText(row) : freedText(row) + u' ' + lost;
}

QString heldText(const RootRow &row)
{
    QStringList lines;
    for (const HeldObject &held : row.held) {
        const QString object = base::visibleText(held.object, 120);
        const QString mode = snapshot::lockModeText(held.mode);
        const QString what = held.mode == LockMode::None
                                 ? object
                                 : RootModel::tr("%1 (it has %2)").arg(object, mode);
        lines << (held.waiters == 1 ? RootModel::tr("1 session waits for %1").arg(what)
                                    : RootModel::tr("%1 sessions wait for %2")
                                          .arg(QString::number(held.waiters), what));
    }
    return lines.join(u'\n');
}

QString togetherText(const RootRow &row)
{
    if (row.partners.isEmpty())
        return {};
    return row.freesMore == 1
               ? RootModel::tr("Ending %1 together frees one more.").arg(row.partners)
               : RootModel::tr("Ending %1 together frees %2 more.")
                     .arg(row.partners, QString::number(row.freesMore));
}

void RootModel::setSituation(const SituationPtr &situation)
{
    setRows(situation ? rootRows(*situation) : std::vector<RootRow>());
}

int RootModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1;
}

QVariant RootModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RootRow &root = row(index.row());
    if (role == Qt::DisplayRole)
        return root.title;
    if (role != Qt::AccessibleTextRole)
        return {};
    QStringList parts{root.title,
                      root.who,
                      tr("blocks %1").arg(QLocale().toString(root.blocks)),
                      root.doing,
                      consequenceText(root),
                      togetherText(root),
                      heldText(root)};
    parts.removeAll({});
    return parts.join(u", "_s);
}

} // namespace locks
