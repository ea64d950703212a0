// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/handshake.h"

#include "postgres/diagnostics.h"

#include <array>

#include <sys/socket.h>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

// A server has nothing to say that is longer than this before a session begins.
constexpr qint64 MaxStartupBytes = 4 * 1024 * 1024;

std::chrono::microseconds elapsed(const QElapsedTimer &clock)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(clock.durationElapsed());
}

} // namespace

Handshake::Handshake()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Handshake::timeOut);
    connect(&m_watch, &SocketWatch::ready, this, &Handshake::advance);
}

void Handshake::start(const StartupParameters &parameters, QDeadlineTimer deadline)
{
    m_clock.start();
    m_connection.reset(PQconnectStartParams(parameters.keywords(), parameters.values(), 0));
    if (!m_connection)
        return finish(base::localError(u"Out of memory."_s));
    PQsetNoticeReceiver(m_connection.get(), [](void *, const PGresult *) {}, nullptr);
    PQsetErrorVerbosity(m_connection.get(), PQERRORS_VERBOSE);
    if (PQstatus(m_connection.get()) == CONNECTION_BAD)
        return takeProblem();
    m_timer.start(std::chrono::milliseconds(std::max<qint64>(1, deadline.remainingTime())));
    m_watch.watch(PQsocket(m_connection.get()), false, true);
}

void Handshake::advance()
{
    peekAnswer();
    m_watch.stop(); // libpq may close the socket inside the poll
    if (PQstatus(m_connection.get()) == CONNECTION_AWAITING_RESPONSE)
        pollAside(); // here passwords are hashed
    else
        takeStatus(PQconnectPoll(m_connection.get()));
}

void Handshake::pollAside()
{
    m_aside = std::make_unique<PollAside>();
    connect(m_aside.get(), &PollAside::polled, this, [this](int status) {
        m_connection = m_aside->take();
        m_aside.release()->deleteLater();
        takeStatus(status);
    });
    if (!m_aside->start(std::move(m_connection)))
        finish(std::unexpected(base::Error{
            .kind = base::ErrorKind::Local,
            .message = u"Servers have made this program hash passwords without end; no further "
                       "attempt is made while those still run."_s,
        }));
}

void Handshake::takeStatus(int status)
{
    noteProgress();
    if (status == PGRES_POLLING_OK) {
        PQsetErrorVerbosity(m_connection.get(), PQERRORS_DEFAULT);
        return finish({});
    }
    if (status == PGRES_POLLING_FAILED)
        return takeProblem();
    const int socket = PQsocket(m_connection.get());
    if (bytesReceived(socket) > MaxStartupBytes) {
        return finish(std::unexpected(base::Error{
            .kind = base::ErrorKind::ConnectionLost,
            .message =
                u"The server sent megabytes before the session began; the attempt was given up."_s,
        }));
    }
    m_watch.watch(socket, status == PGRES_POLLING_READING, status == PGRES_POLLING_WRITING);
}

void Handshake::takeProblem()
{
    const ConnectProblem problem = problemOfConnecting(m_connection.get());
    m_trace.passwordAsked = problem.passwordAsked;
    m_trace.function = problem.function;
    m_trace.context = problem.context;
    finish(std::unexpected(problem.error));
}

void Handshake::noteProgress()
{
    const int status = PQstatus(m_connection.get());
    if (status == CONNECTION_BAD || status == CONNECTION_STARTED || status == CONNECTION_NEEDED)
        return;
    if (!m_trace.reached)
        m_trace.reached = elapsed(m_clock);
    const bool secure = status != CONNECTION_SSL_STARTUP && PQsslInUse(m_connection.get());
    if (secure && !m_trace.secured)
        m_trace.secured = elapsed(m_clock);
}

// The first bytes of the answer, read without taking them: the one byte with which a server answers
// the request for TLS is the only exact way to tell "no TLS here" from a failed handshake, and what
// is no PostgreSQL shows itself here.
void Handshake::peekAnswer()
{
    const int status = PQstatus(m_connection.get());
    const bool asksTls = status == CONNECTION_SSL_STARTUP;
    const bool plain = status == CONNECTION_AWAITING_RESPONSE && !PQsslInUse(m_connection.get());
    if (!m_trace.firstBytes.isEmpty() || (!asksTls && !plain))
        return;
    std::array<char, 64> bytes{};
    const ssize_t count =
        recv(PQsocket(m_connection.get()), bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
    if (count <= 0)
        return;
    if (asksTls)
        m_tlsAnswer = bytes[0];
    m_trace.firstBytes = QByteArray(bytes.data(), count);
}

void Handshake::abort()
{
    finish(std::unexpected(base::Error{.kind = base::ErrorKind::Cancelled,
                                       .message = u"The connection was closed."_s}));
}

void Handshake::timeOut()
{
    static const QString accepted =
        u"The address accepts connections but gave no answer in time. "
        "The server may be overloaded or stuck, or it is no PostgreSQL."_s;
    static const QString silent =
        u"The address gave no answer in time. A firewall may drop what is "
        "sent to it, or the host is down."_s;
    if (m_aside)
        return finish(base::localError(u"The server demands more rounds of password hashing than "
                                       u"can be done in time. No honest "
                                       "server does that; the attempt was given up."_s));
    const bool reached = PQstatus(m_connection.get()) != CONNECTION_STARTED;
    finish(std::unexpected(
        base::Error{.kind = base::ErrorKind::Timeout, .message = reached ? accepted : silent}));
}

void Handshake::finish(Outcome outcome)
{
    m_timer.stop();
    m_watch.stop();
    m_aside.reset();
    if (m_connection && outcome)
        m_trace.passwordAsked = PQconnectionUsedPassword(m_connection.get()) != 0;
    m_trace.ended = elapsed(m_clock);
    if (!outcome)
        m_connection.reset();
    m_completion.finish(std::move(outcome));
}

} // namespace pg
