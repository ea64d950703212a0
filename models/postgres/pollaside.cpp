// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/pollaside.h"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace pg {

namespace {

constexpr int MaxGivenUp = 4;

// Of the process, as the threads are; a count only, nothing depends on its history.
std::atomic<int> givenUp = 0;

// A thread that still hashes when the program ends must not see the libraries below it taken down.
void leaveAtOnce(int status, void *)
{
    if (givenUp > 0)
        _exit(status);
}

} // namespace

struct PollAside::Shared
{
    std::mutex mutex;
    PollAside *owner = nullptr; // none once given up
    ConnectionHandle connection;
    pid_t thread = 0;
    bool done = false;

    void poll()
    {
        {
            const std::scoped_lock lock(mutex);
            thread = gettid();
        }
        const int status = PQconnectPoll(connection.get());
        const std::scoped_lock lock(mutex);
        done = true;
        if (PollAside *receiver = owner)
            QMetaObject::invokeMethod(
                receiver, [receiver, status] { emit receiver->polled(status); },
                Qt::QueuedConnection);
        else
            --givenUp;
    }
};

PollAside::~PollAside()
{
    if (!m_shared)
        return;
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->owner = nullptr;
    if (m_shared->done)
        return;
    static const int registered = on_exit(leaveAtOnce, nullptr);
    Q_UNUSED(registered)
    ++givenUp;
    if (m_shared->thread != 0)
        setpriority(PRIO_PROCESS, id_t(m_shared->thread), 19);
}

bool PollAside::start(ConnectionHandle connection)
{
    if (givenUp >= MaxGivenUp)
        return false;
    m_shared = std::make_shared<Shared>();
    m_shared->owner = this;
    m_shared->connection = std::move(connection);
    std::thread([shared = m_shared] { shared->poll(); }).detach();
    return true;
}

ConnectionHandle PollAside::take()
{
    return std::move(m_shared->connection);
}

} // namespace pg
