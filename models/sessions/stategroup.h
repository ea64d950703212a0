// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <array>

namespace sessions {

using base::Duration;
using base::Timestamp;
using snapshot::Session;
using snapshot::SessionState;
using snapshot::Snapshot;

/// Sets of sessions that a person asks for by one word. They overlap: a waiting session is active
/// too, and so is an autovacuum worker, which is also in the background.
enum class StateGroup {
    All,
    Active,
    Idle,
    IdleInTransaction, ///< Aborted transactions included.
    Waiting,           ///< For a lock.
    Background,        ///< No client: the server's own processes, replication, autovacuum.
    Aborted,
    Hidden,
    Starting,
    Disabled,
};

bool isIn(const Session &session, StateGroup group);

/// The groups that the panel shows with their counts.
inline constexpr std::array ChipGroups{StateGroup::All,     StateGroup::Active,
                                       StateGroup::Idle,    StateGroup::IdleInTransaction,
                                       StateGroup::Waiting, StateGroup::Background};

/// How many sessions are in each of ChipGroups.
using StateCounts = std::array<int, ChipGroups.size()>;

bool isWaitingForLock(const Session &session);
bool isInTransaction(const Session &session); ///< Idle in one, aborted or not.
bool isParallelWorker(const Session &session);

/// The oldest backend_xmin of all sessions but this program's: what keeps VACUUM from removing
/// dead rows. Transaction ids are compared modulo 2^32, as PostgreSQL does.
std::optional<quint32> oldestXmin(const Snapshot &snapshot);

/// The statement that lets a role see all sessions, or empty if nothing is hidden from it.
QString grantForHidden(const Snapshot &snapshot);

} // namespace sessions
