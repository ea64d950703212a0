// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace tests {

/// Watches that the thread it is made on keeps serving its event loop: a timer there, and an
/// observer that looks from another thread how long the timer was not served. Time in which the
/// thread was ready to run but this machine had no processor for it does not count, so that a
/// busy machine fails no test.
class Heartbeat final : public QObject
{
    Q_OBJECT

public:
    explicit Heartbeat(QObject *parent = nullptr);
    ~Heartbeat() override;

    /// The longest time without service since the start or the last restart().
    std::chrono::milliseconds largestGap() const;

    /// 99 of 100 services came no later than this.
    std::chrono::milliseconds percentile99() const;

    /// Forgets what was seen so far.
    void restart();

    /// What a gap may be: 100 ms, with sanitizers 250 ms.
    static std::chrono::milliseconds limit();

private:
    using Clock = std::chrono::steady_clock;

    void beat();
    void observe(std::stop_token stop);
    std::chrono::nanoseconds waitedForProcessor() const;

    QTimer m_timer;
    qint64 m_threadId;
    mutable std::mutex m_mutex;
    Clock::time_point m_lastBeat;
    std::chrono::nanoseconds m_waitedAtBeat{0};
    std::vector<std::chrono::nanoseconds> m_gaps;
    std::chrono::nanoseconds m_largest{0};
    std::jthread m_observer;
};

} // namespace tests

/// The oracle of every fault test: the thread was never away for longer than the limit.
#define QVERIFY_HEARTBEAT(heartbeat)                                                               \
    QVERIFY2((heartbeat).largestGap() <= tests::Heartbeat::limit(),                                \
             qPrintable(QStringLiteral("the event loop stood still for %1 ms")                     \
                            .arg((heartbeat).largestGap().count())))
