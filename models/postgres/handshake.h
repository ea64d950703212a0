// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/completion.h"
#include "postgres/libpqhandles.h"
#include "postgres/pollaside.h"
#include "postgres/socketwatch.h"
#include "postgres/startup.h"

#include <QDeadlineTimer>
#include <QTimer>

namespace pg {

/// One attempt to connect to one address, without blocking, ended by its own deadline (libpq
/// ignores connect_timeout here).
class Handshake final : public QObject
{
    Q_OBJECT

public:
    Handshake();

    /// Starts the attempt; wait for completion() afterwards.
    void start(const StartupParameters &parameters, QDeadlineTimer deadline);

    using Outcome = base::Result<void>;
    Completion<Outcome> &completion() { return m_completion; }

    /// The connection, once.
    ConnectionHandle takeConnection() { return std::move(m_connection); }

    /// The server said that it does not speak TLS (and had asked for no password yet).
    bool tlsRefused() const { return m_tlsAnswer == 'N'; }

    void abort();

private:
    void advance();
    void pollAside();
    void takeStatus(int status);
    void peekTlsAnswer();
    void finish(Outcome outcome);
    void timeOut();

    SocketWatch m_watch;
    QTimer m_timer;
    ConnectionHandle m_connection; // empty while m_aside has it
    std::unique_ptr<PollAside> m_aside;
    Completion<Outcome> m_completion;
    char m_tlsAnswer = 0;
};

} // namespace pg
