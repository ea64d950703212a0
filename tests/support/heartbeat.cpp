// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/heartbeat.h"

#include "support/waiting.h"

#include <QFile>

#include <unistd.h>

namespace tests {

using namespace std::chrono_literals;

namespace {

constexpr auto Period = 10ms;

} // namespace

Heartbeat::Heartbeat(QObject *parent)
    : QObject(parent)
    , m_threadId(::gettid())
{
    restart();
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
    m_timer.start(Period);
    m_observer = std::jthread([this](std::stop_token stop) { observe(std::move(stop)); });
}

Heartbeat::~Heartbeat()
{
    m_observer.request_stop();
    m_observer.join();
}

void Heartbeat::restart()
{
    const std::scoped_lock lock(m_mutex);
    m_gaps.clear();
    m_largest = {};
    m_lastBeat = Clock::now();
    m_waitedAtBeat = waitedForProcessor();
}

void Heartbeat::beat()
{
    const std::scoped_lock lock(m_mutex);
    const auto now = Clock::now();
    const auto waited = waitedForProcessor();
    const auto late = now - m_lastBeat - Period - (waited - m_waitedAtBeat);
    m_gaps.push_back(std::max<std::chrono::nanoseconds>(late, 0ns));
    m_largest = std::max(m_largest, m_gaps.back());
    m_lastBeat = now;
    m_waitedAtBeat = waited;
}

// Sees a thread that never comes back, for which beat() is not called any more.
void Heartbeat::observe(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        pause(25ms);
        const std::scoped_lock lock(m_mutex);
        const auto waited = waitedForProcessor() - m_waitedAtBeat;
        m_largest = std::max(m_largest, Clock::now() - m_lastBeat - Period - waited);
    }
}

// The second number of schedstat: nanoseconds spent waiting on a run queue
// (https://docs.kernel.org/scheduler/sched-stats.html).
std::chrono::nanoseconds Heartbeat::waitedForProcessor() const
{
    QFile file(QStringLiteral("/proc/self/task/%1/schedstat").arg(m_threadId));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArrayList numbers = file.readLine().split(' ');
    return std::chrono::nanoseconds(numbers.size() > 1 ? numbers[1].toLongLong() : 0);
}

std::chrono::milliseconds Heartbeat::largestGap() const
{
    const std::scoped_lock lock(m_mutex);
    return std::chrono::ceil<std::chrono::milliseconds>(m_largest);
}

std::chrono::milliseconds Heartbeat::percentile99() const
{
    const std::scoped_lock lock(m_mutex);
    if (m_gaps.empty())
        return {};
    auto sorted = m_gaps;
    const auto at = sorted.begin() + qsizetype(sorted.size() * 99 / 100);
    std::ranges::nth_element(sorted, at);
    return std::chrono::ceil<std::chrono::milliseconds>(*at);
}

std::chrono::milliseconds Heartbeat::limit()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 250ms;
#else
    return 100ms;
#endif
}

} // namespace tests
