// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/executor.h"
#include "postgres/connection.h"
#include "support/testserver.h"

namespace tests {

/// A server, a connection to act on, an audit log, and targets read by a session of their own:
/// independent of the code under test.
class ActionFixture final
{
public:
    explicit ActionFixture(ServerSetup setup);

    base::Result<void> start();

    /// Connects the control connection (again), as this role.
    base::Result<void> reconnect(const QString &role = QStringLiteral("postgres"));

    /// What the server shows of this pid now, as a superuser sees it.
    actions::Target target(int pid);

    /// Waits until the session is active.
    actions::Target activeTarget(int pid);

    /// Has the session sleep for a minute, and gives what is shown of it then.
    actions::Target sleeping(TestSession &session);

    actions::Outcome act(actions::Kind kind, const actions::Target &target);
    std::vector<actions::Outcome> run(const actions::Plan &plan);

    actions::Executor &executor() { return *m_executor; }
    actions::AuditLog log() const;
    actions::AuditTrail trail() const;

    /// Waits for the session to notice that it was closed; the server forgets it a little earlier.
    static bool dies(TestSession &session);

    TestServer server;
    pg::Connection control;

private:
    pg::ConnectParameters m_parameters;
    std::unique_ptr<actions::Executor> m_executor;
};

} // namespace tests
