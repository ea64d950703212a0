// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

namespace locks {

/// "4711", or: prepared “tx-42”. Fit for display.
QString nodeTitle(const Node &node, const snapshot::Snapshot &snapshot);

/// What is known of a node; both null for a session that is not in the snapshot.
struct NodeFacts
{
    const snapshot::Session *session = nullptr;
    const snapshot::PreparedTransaction *prepared = nullptr;
};

NodeFacts factsOf(const Node &node, const snapshot::Snapshot &snapshot);

/// "app_rw · orders": role and database. Fit for display.
QString nodeWho(const NodeFacts &facts);

/// "idle in transaction for 04:12", "prepared 1 d 02 h ago".
QString nodeDoing(const NodeFacts &facts, Timestamp now);

/// Whether a person who searches for this text means this node: by pid, role, database,
/// application, client, statement, gid, or the object it waits for. Case does not matter; an empty
/// text means all.
bool matches(const Situation &situation, int node, QStringView text);

/// How an edge is known: "lock table", "order of the queue", "asked the server".
QString evidenceText(Evidence evidence);

/// Titles with commas; after five of them "and 12 more".
QString titleList(const std::vector<int> &nodes, const Situation &situation);

size_t qHash(const NodeKey &key, size_t seed = 0) noexcept;

} // namespace locks
