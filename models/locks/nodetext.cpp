// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/nodetext.h"

#include "base/plaintext.h"
#include "locks/objecttext.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::PreparedTransaction;
using snapshot::Session;
using snapshot::SessionState;
using snapshot::Snapshot;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(locks::Node)
};

template <typename Row>
const Row *at(const std::vector<Row> &rows, int index)
{
    return index >= 0 && size_t(index) < rows.size() ? &rows[size_t(index)] : nullptr;
}

QString joined(const QString &role, const QString &database)
{
    QStringList parts;
    for (const QString &part : {role, database}) {
        if (!part.isEmpty())
            parts << base::visibleText(part, 64);
    }
    return parts.join(u" · "_s);
}

bool contains(const QString &text, QStringView searched)
{
    return QStringView(text).contains(searched, Qt::CaseInsensitive);
}

bool matches(const Session &session, QStringView text)
{
    return QString::number(session.pid).contains(text) || contains(session.role, text) ||
           contains(session.database, text) || contains(session.application, text) ||
           contains(session.client, text) || contains(session.query, text) ||
           contains(snapshot::stateText(session.state), text);
}

} // namespace

NodeFacts factsOf(const Node &node, const Snapshot &snapshot)
{
    return {at(snapshot.sessions, node.session), at(snapshot.prepared, node.prepared)};
}

QString nodeTitle(const Node &node, const Snapshot &snapshot)
{
    if (!node.isPrepared())
        return QString::number(node.key.pid);
    if (const PreparedTransaction *prepared = factsOf(node, snapshot).prepared)
        return Words::tr("prepared “%1”").arg(base::visibleText(prepared->gid, 64));
    return Words::tr("prepared transaction %1").arg(node.key.preparedXid);
}

QString nodeWho(const NodeFacts &facts)
{
    if (facts.prepared)
        return joined(facts.prepared->owner, facts.prepared->database);
    if (!facts.session)
        return {};
    const bool process = facts.session->role.isEmpty() && facts.session->database.isEmpty();
    return process ? base::visibleText(facts.session->backendType, 64)
                   : joined(facts.session->role, facts.session->database);
}

QString nodeDoing(const NodeFacts &facts, Timestamp now)
{
    if (facts.prepared)
        return Words::tr("prepared %1 ago")
            .arg(base::formatDuration(now - facts.prepared->prepared));
    const Session *session = facts.session;
    if (!session)
        return Words::tr("not seen any more");
    if (session->isHidden())
        return Words::tr("hidden from your role");
    const QString state = snapshot::stateText(session->state);
    if (state.isEmpty())
        return base::visibleText(session->backendType, 64);
    const bool runs = session->state == SessionState::Active;
    const auto since = runs ? session->queryStart : session->stateChange;
    return since ? Words::tr("%1 for %2", "a state and a length of time")
                       .arg(state, base::formatDuration(now - *since))
                 : state;
}

bool matches(const Situation &situation, int number, QStringView text)
{
    if (text.isEmpty())
        return true;
    const Snapshot &snapshot = *situation.snapshot;
    const Node &node = situation.graph.nodes[size_t(number)];
    const auto [session, prepared] = factsOf(node, snapshot);
    if (session && matches(*session, text))
        return true;
    if (prepared && (contains(prepared->gid, text) || contains(prepared->owner, text) ||
                     contains(prepared->database, text)))
        return true;
    return std::ranges::any_of(situation.graph.waits, [&](const Wait &wait) {
        return wait.node == number && contains(waitText(wait, situation.graph, snapshot), text);
    });
}

QString evidenceText(Evidence evidence)
{
    switch (evidence) {
    case Evidence::LockTable:
        return Words::tr("lock table");
    case Evidence::QueueRule:
        return Words::tr("order of the queue");
    case Evidence::Server:
        return Words::tr("asked the server");
    }
    return {};
}

QString titleList(const std::vector<int> &nodes, const Situation &situation)
{
    constexpr size_t most = 5;
    QStringList titles;
    for (size_t i = 0; i < std::min(most, nodes.size()); ++i)
        titles << nodeTitle(situation.graph.nodes[size_t(nodes[i])], *situation.snapshot);
    if (nodes.size() == 2)
        return Words::tr("%1 and %2", "two sessions").arg(titles[0], titles[1]);
    const QString list = titles.join(u", "_s);
    return nodes.size() > most
               ? Words::tr("%1 and %2 more").arg(list, QString::number(nodes.size() - most))
               : list;
}

size_t qHash(const NodeKey &key, size_t seed) noexcept
{
    const qint64 start = key.backendStart ? key.backendStart->time_since_epoch().count() : -1;
    return qHashMulti(seed, key.pid, start, key.preparedXid);
}

} // namespace locks
