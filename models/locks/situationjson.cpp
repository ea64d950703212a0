// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/situationjson.h"

#include "locks/objecttext.h"

#include <QJsonArray>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::Snapshot;

namespace {

QString word(EdgeKind kind)
{
    return kind == EdgeKind::Queue ? u"queue"_s : u"hard"_s;
}

QString word(Evidence evidence)
{
    switch (evidence) {
    case Evidence::LockTable:
        return u"lock_table"_s;
    case Evidence::QueueRule:
        return u"queue_rule"_s;
    case Evidence::Server:
        return u"server"_s;
    }
    return {};
}

QJsonValue modeOrNull(LockMode mode)
{
    return mode == LockMode::None ? QJsonValue() : QJsonValue(snapshot::lockModeText(mode));
}

qint64 milliseconds(base::Duration duration)
{
    return duration / std::chrono::milliseconds(1);
}

QJsonValue gidOf(const Node &node, const Snapshot &snapshot)
{
    return node.prepared < 0 ? QJsonValue() : snapshot.prepared[size_t(node.prepared)].gid;
}

QJsonArray edgesOf(const Situation &situation)
{
    const WaitGraph &graph = situation.graph;
    const Snapshot &snapshot = *situation.snapshot;
    QJsonArray edges;
    for (const Edge &edge : graph.edges) {
        const Wait &wait = graph.waits[size_t(edge.wait)];
        const Node &blocker = graph.nodes[size_t(edge.blocker)];
        const auto lasted = waited(wait, snapshot);
        edges.append(QJsonObject{
            {u"waiter"_s, graph.nodes[size_t(edge.waiter)].key.pid},
            {u"blocker"_s, blocker.key.pid},
            {u"gid"_s, gidOf(blocker, snapshot)},
            {u"kind"_s, word(edge.kind)},
            {u"evidence"_s, word(edge.evidence)},
            {u"locktype"_s,
             wait.target < 0 ? u"safe_snapshot"_s : graph.targets[size_t(wait.target)].type},
            {u"object"_s, waitText(wait, graph, snapshot)},
            {u"waiting_mode"_s, modeOrNull(wait.mode)},
            {u"blocking_mode"_s, modeOrNull(edge.blockingMode)},
            {u"waited_ms"_s, lasted ? QJsonValue(milliseconds(*lasted)) : QJsonValue()},
            {u"waited_at_most"_s, wait.sinceStatement},
        });
    }
    return edges;
}

QJsonArray rootsOf(const Situation &situation)
{
    QJsonArray roots;
    for (const int index : situation.roots) {
        const Node &node = situation.graph.nodes[size_t(index)];
        const Impact &impact = situation.impacts[size_t(index)];
        const auto start = node.key.backendStart;
        roots.append(QJsonObject{
            {u"pid"_s, node.key.pid},
            {u"backend_start"_s, start ? QJsonValue(base::toIso(*start)) : QJsonValue()},
            {u"gid"_s, gidOf(node, *situation.snapshot)},
            {u"blocks_directly"_s, impact.directly},
            {u"blocks_total"_s, impact.inAll},
            {u"total_wait_ms"_s, milliseconds(impact.totalWait)},
            {u"longest_wait_ms"_s, milliseconds(impact.longestWait)},
            {u"frees_at_once"_s, qint64(impact.freedAtOnce.size())},
            {u"frees_total"_s, qint64(impact.freedInAll.size())},
        });
    }
    return roots;
}

QJsonArray pidsOf(const std::vector<int> &indexes, const WaitGraph &graph)
{
    QJsonArray pids;
    for (const int index : indexes)
        pids.append(graph.nodes[size_t(index)].key.pid);
    return pids;
}

} // namespace

QJsonObject situationToJson(const Situation &situation)
{
    QJsonArray cycles;
    for (const std::vector<int> &cycle : situation.graph.cycles)
        cycles.append(pidsOf(cycle, situation.graph));
    QJsonArray waysOut;
    for (const WayOut &way : situation.waysOut) {
        waysOut.append(QJsonObject{{u"pids"_s, pidsOf(way.roots, situation.graph)},
                                   {u"frees_total"_s, way.freed}});
    }
    return {
        {u"schema"_s, u"pgvigil.locks/1"_s},
        {u"taken_at"_s, base::toIso(situation.snapshot->takenAt)},
        {u"waiting"_s, situation.waiting},
        {u"hidden_sessions"_s, situation.snapshot->hiddenSessions},
        {u"edges"_s, edgesOf(situation)},
        {u"roots"_s, rootsOf(situation)},
        {u"ways_out"_s, waysOut},
        {u"cycles"_s, cycles},
    };
}

} // namespace locks
