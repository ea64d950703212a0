// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/crowd.h"

#include <random>

namespace tests {

/// What may happen in a scenario.
enum class Actions {
    All,
    /// After a wait for one lock there is no other, and what is got is held: so it can be told who
    /// goes on when one ends.
    Plain,
};

/// Lets sessions of a crowd do random things to each other. The same seed does the same, as far as
/// the server does.
class Scenario final
{
public:
    Scenario(Crowd &crowd, unsigned seed, Actions actions);

    void play();

    /// What was done, for the message of a failure.
    QByteArray story() const;

private:
    int below(int limit);
    QByteArray one(std::initializer_list<const char *> words);
    void act(int who, const QByteArray &sql);
    void doPlain(int who);
    void doAny(int who);
    void doSpecial(int who);
    QByteArray advisory();
    QByteArray tableLock();

    Crowd &m_crowd;
    unsigned m_seed = 0;
    std::mt19937 m_random;
    Actions m_actions;
    int m_sessions = 0;
    int m_prepared = 0;
    QByteArrayList m_story;
};

} // namespace tests
