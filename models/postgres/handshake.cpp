// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/handshake.h"

#include "postgres/diagnostics.h"

#include <sys/socket.h>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

// A server has nothing to say that is longer than this before a session begins.
constexpr qint64 MaxStartupBytes = 4 * 1024 * 1024;

} // namespace

Handshake::Handshake()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Handshake::timeOut);
    connect(&m_watch, &SocketWatch::ready, this, &Handshake::advance);
}

void Handshake::start(const StartupParameters &parameters, QDeadlineTimer deadline)
{
    m_connection.reset(PQconnectStartParams(parameters.keywords(), parameters.values(), 0));
    if (!m_connection)
        return finish(base::localError(u"Out of memory."_s));
    PQsetNoticeReceiver(m_connection.get(), [](void *, const PGresult *) {}, nullptr);
    PQsetErrorVerbosity(m_connection.get(), PQERRORS_VERBOSE);
    if (PQstatus(m_connection.get()) == CONNECTION_BAD)
        return finish(std::unexpected(errorOfConnecting(m_connection.get())));
    m_timer.start(std::chrono::milliseconds(std::max<qint64>(1, deadline.remainingTime())));
    m_watch.watch(PQsocket(m_connection.get()), false, true);
}

void Handshake::advance()
{
    peekTlsAnswer();
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
    if (status == PGRES_POLLING_OK) {
        PQsetErrorVerbosity(m_connection.get(), PQERRORS_DEFAULT);
        return finish({});
    }
    if (status == PGRES_POLLING_FAILED)
        return finish(std::unexpected(errorOfConnecting(m_connection.get())));
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

// The one byte with which a server answers the request for TLS, read without taking it: the only
// exact way to tell "no TLS here" from a failed handshake.
void Handshake::peekTlsAnswer()
{
    if (m_tlsAnswer != 0 || PQstatus(m_connection.get()) != CONNECTION_SSL_STARTUP)
        return;
    char answer = 0;
    if (recv(PQsocket(m_connection.get()), &answer, 1, MSG_PEEK | MSG_DONTWAIT) == 1)
        m_tlsAnswer = answer;
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
    if (!outcome)
        m_connection.reset();
    m_completion.finish(std::move(outcome));
}

} // namespace pg
