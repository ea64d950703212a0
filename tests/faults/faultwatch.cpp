// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"

#include <QTest>

namespace faults {

using namespace std::chrono_literals;

FaultWatch::FaultWatch(pg::ConnectParameters parameters)
    : m_source(new snapshot::LiveSource(std::move(parameters)))
{
    QObject::connect(m_source, &snapshot::SnapshotSource::snapshotTaken, &m_context,
                     [this](const snapshot::SnapshotPtr &taken) { m_last = taken; });
    QObject::connect(m_source, &snapshot::SnapshotSource::statusChanged, &m_context,
                     [this](const base::ServerStatus &status) { m_history.append(status); });
    m_source->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        m_source, [this] { m_io = std::make_unique<tests::Heartbeat>(); },
        Qt::BlockingQueuedConnection);
    m_source->setInterval(200ms);
    m_source->start();
}

FaultWatch::~FaultWatch()
{
    QMetaObject::invokeMethod(
        m_source,
        [this] {
            m_io.reset();
            delete m_source;
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void FaultWatch::forgetHistory()
{
    m_history = {m_history.back()};
}

bool FaultWatch::reaches(base::ServerState state, std::chrono::milliseconds within)
{
    return QTest::qWaitFor([this, state] { return status().state == state; },
                           QDeadlineTimer(within));
}

snapshot::SnapshotPtr FaultWatch::next(std::chrono::milliseconds within)
{
    // One may be on its way: only the second one from now was surely asked for after this call.
    const QDeadlineTimer end(within);
    for (int i = 0; i < 2; ++i) {
        m_last.reset();
        if (!QTest::qWaitFor([this] { return m_last != nullptr; }, end))
            return {};
    }
    return m_last;
}

QByteArray FaultWatch::brokenOracle() const
{
    const auto limit = tests::Heartbeat::limit();
    if (m_io->largestGap() > limit)
        return "the I/O thread stood still for ms: " +
               QByteArray::number(qlonglong(m_io->largestGap().count()));
    if (m_rss.growth() > tests::RssMeter::limit())
        return "memory grew by MiB: " + QByteArray::number(m_rss.growth() >> 20);
    return {};
}

const snapshot::Session *sessionIn(const snapshot::SnapshotPtr &snapshot, int pid)
{
    if (!snapshot)
        return nullptr;
    const auto found = std::ranges::find(snapshot->sessions, pid, &snapshot::Session::pid);
    return found == snapshot->sessions.end() ? nullptr : &*found;
}

QByteArray describe(const base::ServerStatus &status)
{
    static constexpr const char *names[] = {"closed", "connecting", "live",
                                            "stale",  "lost",       "refused"};
    return QByteArray(names[int(status.state)]) + ": " + status.reason.sqlState.toUtf8() + ' ' +
           status.reason.message.toUtf8();
}

} // namespace faults
