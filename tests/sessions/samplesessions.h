// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <random>

namespace test {

/// A fixed moment; samples do not ask the clock.
base::Timestamp sampleNow();

/// A client backend with everything set, idle for two seconds.
snapshot::Session sampleSession(int pid);

/// A server that lives: each next() is some time later, with sessions that came, went, changed
/// their state, led parallel workers, or are hidden.
class RandomServer final
{
public:
    RandomServer(unsigned seed, int sessions);

    snapshot::SnapshotPtr next();

    double changedShare = 0.2;   ///< Of the sessions that stay.
    double replacedShare = 0.05; ///< Gone, and others in their place.

private:
    int below(int limit);
    bool happens(double share);
    snapshot::Session make(int pid);
    void change(snapshot::Session &session);
    void addWorkers(std::vector<snapshot::Session> &sessions);

    std::mt19937 m_random;
    snapshot::Snapshot m_snapshot;
    int m_count;
};

/// The sessions of an afternoon that went wrong, for looking at.
snapshot::SnapshotPtr believableSnapshot(int idleSessions = 40);

} // namespace test
