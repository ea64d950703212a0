// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace app {

/// One thing that an actor does.
struct Step
{
    enum class Kind {
        Run,   ///< Runs a statement, waits for its end however long that takes; a failure ends the
               ///< act.
        Try,   ///< The same, but a failure is part of the play.
        Pause, ///< Does nothing for a while; the session stays as it is.
        Hold,  ///< Does nothing until the session is ended from outside.
        Again, ///< Goes on with the first step.
    };
    Kind kind = Kind::Hold;
    QByteArray sql;
    std::chrono::milliseconds time{};

    bool operator==(const Step &) const = default;
};

/// A client program of the play: how it logs in, and what it does there. When its steps are done,
/// or its session was ended, it leaves and comes again later, as a connection pool would.
struct Actor
{
    QString application;
    QString role;
    QString database;
    bool tcp = false;                   ///< Over TCP with a password; otherwise through the socket.
    std::chrono::milliseconds enters{}; ///< After the beginning of the play.
    std::chrono::milliseconds returns{}; ///< After it left.
    int count = 1;                       ///< So many of the same kind.
    std::chrono::milliseconds spacing{}; ///< Each of them enters so much later than the one before.
    QList<Step> steps; ///< In the first step "%1" is the number of the one, from 1.

    bool operator==(const Actor &) const = default;
};

/// What can be counted on a server that a scenario plays on.
struct Scene
{
    int waiting = 0;           ///< Sessions that wait for a lock.
    int idleInTransaction = 0; ///< Aborted ones included.
    int connections = 0;
    int refusedLogins = 0;

    bool operator==(const Scene &) const = default;

    /// True if nothing is less than in the other one.
    bool reaches(const Scene &other) const
    {
        return waiting >= other.waiting && idleInTransaction >= other.idleInTransaction &&
               connections >= other.connections && refusedLogins >= other.refusedLogins;
    }
};

struct Scenario
{
    QString name;
    QList<Actor> actors;
    Scene promise;        ///< What it comes to within half a minute, and then keeps.
    QStringList settings; ///< Lines of postgresql.conf besides those of every practice server.

    bool operator==(const Scenario &) const = default;
};

QStringList scenarioNames();
std::optional<Scenario> scenario(const QString &name);

} // namespace app
