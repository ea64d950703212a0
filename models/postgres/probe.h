// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"
#include "postgres/handshake.h"

namespace pg {

/// What one probe of one address showed.
struct ProbeReport
{
    std::optional<base::Error> error; ///< Nothing: the session stood and answered.
    HandshakeTrace trace;
    std::optional<bool> tlsOffered; ///< Nothing where the server was not asked.
    bool tlsInUse = false;
    ConnectionFacts facts;      ///< Of the session that stood.
    HandshakeTrace::Time ready; ///< The first question was answered.
};

/// Tries one address once, with the settings of the specification and none of our own, and closes
/// again. At most one attempt to authenticate: without an "sslmode" (or with "prefer") TLS is used
/// where the server speaks it, and only its "no TLS", said before any password, leads to a second
/// connection. Lives on the I/O thread.
class Probe final : public QObject
{
    Q_OBJECT

public:
    Probe();
    ~Probe() override;

    /// Target with an address or a socket folder. Ends in any case, at the latest at the deadline.
    QCoro::Task<ProbeReport> run(ConnectParameters parameters, Target target,
                                 QDeadlineTimer deadline);

    /// Ends a run with Cancelled.
    void abort();

private:
    QCoro::Task<ProbeReport> attempt(ConnectParameters parameters, Target target,
                                     QByteArray sslMode, QDeadlineTimer deadline);
    QCoro::Task<ProbeReport> askFirstQuestion(ProbeReport report, QDeadlineTimer deadline);
    void takeFacts(ProbeReport &report, const Target &target) const;

    std::unique_ptr<Wire> m_wire;
    Handshake *m_handshake = nullptr;
};

} // namespace pg
