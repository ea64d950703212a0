// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/lockfacts.h"

#include "locks/nodetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace ui {

using locks::Edge;
using locks::NodeKey;
using locks::Situation;
using snapshot::Session;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(LockFacts)
};

// Each node once, those with hard edges first.
std::vector<int> blockersOf(const Situation &situation, int node)
{
    std::vector<int> result;
    const auto edges = std::ranges::equal_range(situation.graph.edges, node, {}, &Edge::waiter);
    for (const bool queue : {false, true}) {
        for (const Edge &edge : edges) {
            if ((edge.kind == locks::EdgeKind::Queue) == queue &&
                !std::ranges::contains(result, edge.blocker))
                result.push_back(edge.blocker);
        }
    }
    return result;
}

} // namespace

std::optional<NodeKey> nodeOf(const Situation &situation, const Session::Key &session)
{
    NodeKey key{.pid = session.pid, .backendStart = session.backendStart};
    if (situation.find(key) >= 0)
        return key;
    const auto &sessions = situation.snapshot->sessions;
    const auto worker = std::ranges::find(sessions, session, &Session::key);
    if (worker == sessions.end() || worker->leaderPid == 0)
        return {};
    const auto leader = std::ranges::find(sessions, worker->leaderPid, &Session::pid);
    if (leader == sessions.end())
        return {};
    key = {.pid = leader->pid, .backendStart = leader->backendStart};
    return situation.find(key) < 0 ? std::nullopt : std::optional(key);
}

QString blockedByText(const Situation &situation, const NodeKey &node)
{
    const int number = situation.find(node);
    return number < 0 ? QString() : titleList(blockersOf(situation, number), situation);
}

QString blocksText(const Situation &situation, const NodeKey &node)
{
    const int number = situation.find(node);
    if (number < 0 || situation.impacts[size_t(number)].inAll == 0)
        return {};
    const locks::Impact &impact = situation.impacts[size_t(number)];
    return Tr::tr("%1 in all, %2 directly")
        .arg(QLocale().toString(impact.inAll), QLocale().toString(impact.directly));
}

} // namespace ui
