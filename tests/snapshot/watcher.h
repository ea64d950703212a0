// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/livesource.h"

#include <QTest>
#include <QThread>

namespace tests {

/// A live source on a thread of its own, as in the program, asking ten times a second.
class Watcher final
{
public:
    explicit Watcher(pg::ConnectParameters parameters, snapshot::PidsToConfirm choose = {})
        : source(std::move(parameters))
    {
        using namespace std::chrono_literals;
        QObject::connect(&source, &snapshot::SnapshotSource::snapshotTaken, &m_context,
                         [this](const snapshot::SnapshotPtr &taken) { last = taken; });
        QObject::connect(&source, &snapshot::SnapshotSource::statusChanged, &m_context,
                         [this](const base::ServerStatus &now) { status = now; });
        source.setPidsToConfirm(std::move(choose));
        source.moveToThread(&m_thread);
        m_thread.start();
        source.setInterval(100ms);
        source.start();
    }

    ~Watcher()
    {
        QThread *home = QThread::currentThread();
        QMetaObject::invokeMethod(
            &source,
            [this, home] {
                source.server().stop();
                source.moveToThread(home);
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    /// Waits for a snapshot that was begun after now.
    snapshot::SnapshotPtr next()
    {
        last.reset();
        (void)QTest::qWaitFor([this] { return last != nullptr; }, 10'000);
        last.reset();
        (void)QTest::qWaitFor([this] { return last != nullptr; }, 10'000);
        return last;
    }

    snapshot::LiveSource source;
    snapshot::SnapshotPtr last;
    base::ServerStatus status;

private:
    QObject m_context;
    QThread m_thread;
};

} // namespace tests
