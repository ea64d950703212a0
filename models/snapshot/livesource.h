// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/server.h"
#include "snapshot/sampler.h"
#include "snapshot/sessionlocks.h"
#include "snapshot/snapshotsource.h"

namespace snapshot {

/// A live server as a source of snapshots. Move it to the I/O thread; the functions may be called
/// from any thread, the signals come from the I/O thread.
class LiveSource final : public SnapshotSource
{
    Q_OBJECT

public:
    explicit LiveSource(pg::ConnectParameters parameters, QObject *parent = nullptr);

    void setInterval(std::chrono::milliseconds interval) override;
    void setPaused(bool paused) override;
    void refresh() override;

    /// Whose blockers each tick asks the server for; nobody's without it. Before start().
    void setPidsToConfirm(PidsToConfirm choose) { m_sampler.setPidsToConfirm(std::move(choose)); }

    void start();
    void stop();

    /// Asks for the whole text of a session's query; queryFetched() answers. Nothing happens if the
    /// session is gone.
    void fetchQuery(const Session::Key &key);

    /// Asks for all locks of a session; locksFetched() answers in any case.
    void fetchLocks(const Session::Key &key);

    /// Only for objects on the I/O thread.
    pg::Server &server() { return m_server; }

signals:
    void queryFetched(const snapshot::Session::Key &key, const QString &query);
    void locksFetched(const snapshot::Session::Key &key, const snapshot::SessionLocks &locks);

private:
    QCoro::Task<void> readQuery(Session::Key key);
    QCoro::Task<void> readLocks(Session::Key key);

    pg::Server m_server;
    Sampler m_sampler;
};

} // namespace snapshot

Q_DECLARE_METATYPE(snapshot::Session::Key)
