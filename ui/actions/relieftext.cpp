// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/relieftext.h"

#include "actions/actiontext.h"
#include "base/duration.h"

#include <algorithm>
#include <ranges>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

locks::NodeKey nodeKey(const actions::Target &target)
{
    if (target.prepared)
        return {.preparedXid = target.prepared->transactionId};
    return {.pid = target.session.pid, .backendStart = target.session.backendStart};
}

std::vector<actions::Target> targetsOf(const actions::Confirmation &confirmation)
{
    std::vector<actions::Target> targets;
    for (const auto &item : confirmation.items)
        targets.push_back(item.target);
    return targets;
}

} // namespace

std::vector<locks::NodeKey> nodeKeys(const std::vector<actions::Target> &targets)
{
    std::vector<locks::NodeKey> keys(targets.size());
    std::ranges::transform(targets, keys.begin(), nodeKey);
    return keys;
}

QString ReliefText::preview(const actions::Confirmation &confirmation,
                            const locks::Situation &situation)
{
    const std::vector<actions::Target> targets = targetsOf(confirmation);
    const locks::Relief relief = locks::reliefOf(situation, nodeKeys(targets));
    QStringList sentences;
    if (relief.waiting.empty())
        sentences << (targets.size() == 1 ? tr("Nobody waits for it.")
                                          : tr("Nobody waits for them."));
    else
        sentences << frees(relief);
    if (!relief.freed.empty() && confirmation.kind == actions::Kind::Cancel)
        sentences << tr("Locks from before a savepoint stay.");
    if (!relief.blockers.empty()) {
        std::vector<locks::NodeKey> keys;
        for (const int node : relief.blockers)
            keys.push_back(situation.graph.nodes[size_t(node)].key);
        sentences << (targets.size() == 1
                          ? tr("It waits itself, for %1, so it is not the root.").arg(names(keys))
                          : tr("Some of them wait themselves, for %1, so they are not the root.")
                                .arg(names(keys)));
    }
    return sentences.join(u' ');
}

QString ReliefText::frees(const locks::Relief &relief)
{
    const int waiting = int(relief.waiting.size());
    const int freed = int(relief.freed.size());
    if (freed == 0) {
        return waiting == 1 ? tr("Frees nobody: the session that waits for this waits for others "
                                 "too.")
                            : tr("Frees nobody: the %n sessions that wait for this wait for others "
                                 "too.",
                                 nullptr, waiting);
    }
    const QString longest = base::formatDuration(relief.longestWait);
    const int atOnce = relief.atOnce.value_or(freed);
    QString text;
    if (freed == 1)
        text = tr("Frees one waiting session; it has waited %1.").arg(longest);
    else if (atOnce < freed && atOnce > 0)
        text = tr("Frees %n waiting sessions, %1 of them at once; the longest has waited %2.",
                  nullptr, freed)
                   .arg(QString::number(atOnce), longest);
    else
        text = tr("Frees %n waiting sessions; the longest has waited %1.", nullptr, freed)
                   .arg(longest);
    const int others = waiting - freed;
    if (others == 1)
        text += u' ' + tr("One more waits for others too.");
    else if (others > 1)
        text += u' ' + tr("%n more wait for others too.", nullptr, others);
    return text;
}

QString ReliefText::drain(const locks::Drain &drain, bool settled)
{
    if (drain.all() == 0)
        return {};
    const int waiting = drain.all() - drain.freed();
    const QString time = ActionText::seconds(drain.lastFreed);
    if (waiting == 0) {
        return drain.all() == 1
                   ? tr("One session freed within %1.").arg(time)
                   : tr("%n sessions freed within %1.", nullptr, drain.all()).arg(time);
    }
    const QString freed = QString::number(drain.freed());
    if (!settled)
        return tr("%1 of %n sessions freed.", nullptr, drain.all()).arg(freed);
    if (drain.heldBy.empty())
        return tr("%1 of %n sessions freed, the others still wait.", nullptr, drain.all())
            .arg(freed);
    const QString still =
        waiting == 1 ? tr("1 still waits: for %1").arg(names(drain.heldBy))
                     : tr("%n still wait: for %1", nullptr, waiting).arg(names(drain.heldBy));
    return tr("%1 of %n sessions freed; %2.", nullptr, drain.all()).arg(freed, still);
}

QString ReliefText::names(const std::vector<locks::NodeKey> &keys)
{
    constexpr size_t most = 3;
    QStringList names;
    for (const locks::NodeKey &key : keys | std::views::take(most)) {
        names << (key.pid == 0 ? tr("prepared transaction %1").arg(key.preparedXid)
                               : QString::number(key.pid));
    }
    QString listed = names.join(tr(", "));
    if (keys.size() <= most)
        return listed;
    return tr("%1 and %2 more").arg(listed, QString::number(keys.size() - most));
}

} // namespace ui
