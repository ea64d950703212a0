// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/completion.h"
#include "postgres/libpqhandles.h"
#include "postgres/pollaside.h"
#include "postgres/socketwatch.h"
#include "postgres/startup.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QTimer>

#include <chrono>
#include <optional>

namespace pg {

/// How far an attempt came, and what was seen on the way. Times are since its start; nothing stands
/// for a step that was not taken.
struct HandshakeTrace
{
    using Time = std::optional<std::chrono::microseconds>;
    Time reached;          ///< The address took the connection.
    Time secured;          ///< TLS stands.
    Time ended;            ///< The session stands, or the attempt failed.
    QByteArray firstBytes; ///< What the other side said first outside TLS; at most 64 bytes.
    bool passwordAsked = false;
    QString function; ///< Of the server's source that refused: the same in every language.
    QString context;  ///< Where in user code it refused.
};

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

    /// The server said that it speaks TLS.
    bool tlsOffered() const { return m_tlsAnswer == 'S'; }

    /// Complete when the attempt has ended.
    const HandshakeTrace &trace() const { return m_trace; }

    void abort();

private:
    void advance();
    void pollAside();
    void takeStatus(int status);
    void takeProblem();
    void noteProgress();
    void peekAnswer();
    void finish(Outcome outcome);
    void timeOut();

    SocketWatch m_watch;
    QTimer m_timer;
    ConnectionHandle m_connection; // empty while m_aside has it
    std::unique_ptr<PollAside> m_aside;
    Completion<Outcome> m_completion;
    HandshakeTrace m_trace;
    QElapsedTimer m_clock;
    char m_tlsAnswer = 0;
};

} // namespace pg
