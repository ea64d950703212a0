// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockstext.h"

#include "locks/nodetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <map>

namespace ui {

using namespace Qt::StringLiterals;
using locks::Edge;
using locks::NodeKey;
using locks::Situation;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(Locks)
};

} // namespace

QString situationText(const Situation &situation)
{
    const auto count = [](qsizetype number) { return QLocale().toString(number); };
    const qsizetype roots = qsizetype(situation.roots.size());
    const qsizetype cycles = qsizetype(situation.graph.cycles.size());
    const QString deadlocks = cycles == 0   ? Tr::tr("no deadlock")
                              : cycles == 1 ? Tr::tr("1 deadlock")
                                            : Tr::tr("%1 deadlocks").arg(count(cycles));
    const QString waiting =
        Tr::tr("%1 waiting · %2")
            .arg(count(situation.waiting),
                 roots == 1 ? Tr::tr("1 root") : Tr::tr("%1 roots").arg(count(roots)));
    // What is cut off in a narrow window stands last.
    return (cycles == 0 ? QStringList{waiting, deadlocks} : QStringList{deadlocks, waiting})
        .join(u" · "_s);
}

QString deadlockText(const Situation &situation)
{
    const auto &cycles = situation.graph.cycles;
    if (cycles.empty())
        return {};
    QStringList pids;
    for (const int node : cycles.front())
        pids << nodeTitle(situation.graph.nodes[size_t(node)], *situation.snapshot);
    const qsizetype more = pids.size() - 6;
    if (more > 0)
        pids = pids.first(6) << Tr::tr("%1 more").arg(more);
    QString text = Tr::tr("Deadlock: %1 wait for each other; the server ends one of them after "
                          "deadlock_timeout.")
                       .arg(pids.join(u" ⇄ "_s));
    if (cycles.size() > 1)
        text += u' ' + Tr::tr("There are %1 such cycles.").arg(cycles.size());
    return text;
}

std::optional<locks::LockTarget> targetAt(const Situation &situation, const NodeKey &node)
{
    const int number = situation.find(node);
    if (number < 0)
        return {};
    for (const locks::Wait &wait : situation.graph.waits) {
        if (wait.node == number && wait.target >= 0)
            return situation.graph.targets[size_t(wait.target)];
    }
    std::map<int, int> waiters;
    for (const Edge &edge : situation.graph.edges) {
        const int target = situation.graph.waits[size_t(edge.wait)].target;
        if (edge.blocker == number && target >= 0)
            ++waiters[target];
    }
    const auto most =
        std::ranges::max_element(waiters, {}, [](const auto &each) { return each.second; });
    return most == waiters.end() ? std::nullopt
                                 : std::optional(situation.graph.targets[size_t(most->first)]);
}

} // namespace ui
