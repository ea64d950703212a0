// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/wire.h"

#include "base/plaintext.h"
#include "postgres/diagnostics.h"

#include <QPointer>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxUnasked = 1000;
constexpr qint64 MaxIdleBytes = 4 * 1024 * 1024;

base::Error connectionLost(const QString &message)
{
    return {.kind = base::ErrorKind::ConnectionLost, .message = message};
}

} // namespace

Wire::Wire(QObject *parent)
    : QObject(parent)
    , m_watch(this) // members are children so that they move to another thread with us
    , m_deadline(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_watch, &SocketWatch::ready, this, &Wire::serviceSocket);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        breakWith(
            {.kind = base::ErrorKind::Timeout, .message = u"The server gave no answer in time."_s});
    });
}

Wire::~Wire()
{
    close({.kind = base::ErrorKind::Cancelled, .message = u"The connection was closed."_s});
}

void Wire::take(ConnectionHandle connection)
{
    m_connection = std::move(connection);
    m_prepared.clear();
    m_lastFatal.reset();
    m_unasked = 0;
    PQsetnonblocking(m_connection.get(), 1);
    PQsetNoticeReceiver(m_connection.get(), &Wire::receiveNotice, this);
    m_bytesBefore = bytesReceived(PQsocket(m_connection.get()));
    m_watch.watch(PQsocket(m_connection.get()), true, false);
}

void Wire::receiveNotice(void *context, const PGresult *notice)
{
    auto *wire = static_cast<Wire *>(context);
    ++wire->m_unasked;
    const QByteArrayView severity(PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED));
    const QByteArrayView state(PQresultErrorField(notice, PG_DIAG_SQLSTATE));
    // What ends all sessions at once, such as the crash of another process, comes as a warning.
    if (severity == "FATAL" || severity == "PANIC" || state.startsWith("57P"))
        wire->m_lastFatal = errorOf(notice);
}

void Wire::enqueue(const std::shared_ptr<Batch> &batch)
{
    m_queue.push_back(batch);
    if (!m_current)
        startNext();
}

void Wire::startNext()
{
    if (m_queue.empty() || !m_connection)
        return;
    m_current = m_queue.front();
    m_queue.pop_front();
    m_unasked = 0;
    m_bytesBefore = bytesReceived(PQsocket(m_connection.get()));
    m_deadline.start(m_current->limits().deadline);
    if (!m_current->send(m_connection.get(), m_prepared) || !flush())
        breakWith(closedByServer());
}

bool Wire::flush()
{
    const int rest = PQflush(m_connection.get());
    m_watch.setWrite(rest == 1);
    return rest >= 0;
}

void Wire::serviceSocket()
{
    const QPointer<Wire> alive(this); // who gets an answer may destroy this
    if (!PQconsumeInput(m_connection.get()) || !flush()) {
        if (m_current) // what arrived before the end may hold the reason
            m_current->read(m_connection.get(), m_prepared);
        return breakWith(closedByServer());
    }
    if (isFlooded())
        return breakWith(connectionLost(u"The server sent far more than was asked for; "
                                        "the connection was closed."_s));
    if (m_current)
        readBatch();
    else
        PQisBusy(m_connection.get()); // parses, and so calls the notice receiver
    if (alive && m_connection)
        drainNotifies();
}

bool Wire::isFlooded() const
{
    const qint64 received = bytesReceived(PQsocket(m_connection.get())) - m_bytesBefore;
    const qint64 allowed = m_current ? m_current->limits().bytes + MaxIdleBytes : MaxIdleBytes;
    return m_unasked > MaxUnasked || received > allowed;
}

void Wire::drainNotifies()
{
    while (PGnotify *notify = PQnotifies(m_connection.get())) {
        ++m_unasked;
        PQfreemem(notify);
    }
}

void Wire::readBatch()
{
    switch (m_current->read(m_connection.get(), m_prepared)) {
    case Batch::Progress::More:
        break;
    case Batch::Progress::Broken:
        breakWith(m_current->fatalError() || m_lastFatal ? closedByServer()
                                                         : m_current->breakReason());
        break;
    case Batch::Progress::Done:
        finishBatch();
        break;
    }
}

void Wire::finishBatch()
{
    m_deadline.stop();
    m_unasked = 0;
    m_bytesBefore = bytesReceived(PQsocket(m_connection.get()));
    drainNotifies();
    const auto batch = std::exchange(m_current, nullptr);
    startNext();
    batch->completion.finish(batch->takeResults());
}

base::Error Wire::closedByServer()
{
    base::Error reason =
        connectionLost(u"The server closed the connection without giving a reason."_s);
    if (m_lastFatal)
        reason = *m_lastFatal;
    else if (m_current && m_current->fatalError())
        reason = *m_current->fatalError();
    reason.kind = base::ErrorKind::ConnectionLost;
    return reason;
}

void Wire::close(const base::Error &reason)
{
    m_deadline.stop();
    m_watch.stop();
    m_connection.reset();
    std::deque<std::shared_ptr<Batch>> batches = std::exchange(m_queue, {});
    if (m_current)
        batches.push_front(std::exchange(m_current, nullptr));
    for (const auto &batch : batches) {
        batch->fail(reason);
        batch->completion.finish(batch->takeResults()); // may destroy this
    }
}

void Wire::breakWith(const base::Error &reason)
{
    const base::Error copy = reason; // the batch that holds it may go
    const QPointer<Wire> alive(this);
    m_watch.stop();
    close(copy);
    if (alive)
        emit broken(copy);
}

} // namespace pg
