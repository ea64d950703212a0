// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/canceller.h"

#include "base/plaintext.h"

namespace pg {

using namespace Qt::StringLiterals;

Canceller::Canceller()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        abort(base::ErrorKind::Timeout, u"The cancel request got no answer in time."_s);
    });
    connect(&m_watch, &SocketWatch::ready, this, &Canceller::advance);
}

void Canceller::start(PGconn *connection, std::chrono::milliseconds deadline)
{
    m_cancel.reset(PQcancelCreate(connection));
    if (!m_cancel || !PQcancelStart(m_cancel.get()))
        return abort(base::ErrorKind::ConnectionLost,
                     u"The cancel request could not be started."_s);
    m_timer.start(deadline);
    m_watch.watch(PQcancelSocket(m_cancel.get()), false, true);
}

void Canceller::advance()
{
    m_watch.stop();
    const PostgresPollingStatusType status = PQcancelPoll(m_cancel.get());
    if (status == PGRES_POLLING_OK)
        return finish({});
    if (status == PGRES_POLLING_FAILED) {
        return abort(base::ErrorKind::ConnectionLost,
                     base::decodeText(PQcancelErrorMessage(m_cancel.get())).trimmed());
    }
    m_watch.watch(PQcancelSocket(m_cancel.get()), status == PGRES_POLLING_READING,
                  status == PGRES_POLLING_WRITING);
}

void Canceller::abort(base::ErrorKind kind, const QString &message)
{
    finish(std::unexpected(base::Error{.kind = kind, .message = message}));
}

void Canceller::finish(Outcome outcome)
{
    m_timer.stop();
    m_watch.stop();
    m_completion.finish(std::move(outcome));
}

} // namespace pg
