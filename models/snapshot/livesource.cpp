// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/livesource.h"

#include "base/plaintext.h"
#include "postgres/catalogue.h"

#include <QPointer>

namespace snapshot {

using namespace Qt::StringLiterals;

LiveSource::LiveSource(pg::ConnectParameters parameters, QObject *parent)
    : SnapshotSource(parent)
    , m_server(std::move(parameters), this)
    , m_sampler(m_server, this)
{
    connect(&m_server, &pg::Server::statusChanged, this, &SnapshotSource::statusChanged);
    connect(&m_sampler, &Sampler::snapshotTaken, this, &SnapshotSource::snapshotTaken);
    connect(&m_sampler, &Sampler::intervalChanged, this, &SnapshotSource::intervalChanged);
}

void LiveSource::setInterval(std::chrono::milliseconds interval)
{
    QMetaObject::invokeMethod(&m_sampler, &Sampler::setInterval, interval);
}

void LiveSource::setPaused(bool paused)
{
    QMetaObject::invokeMethod(&m_sampler, &Sampler::setPaused, paused);
}

void LiveSource::refresh()
{
    QMetaObject::invokeMethod(&m_server, &pg::Server::retry);
    QMetaObject::invokeMethod(&m_sampler, &Sampler::refresh);
}

void LiveSource::start()
{
    QMetaObject::invokeMethod(&m_server, &pg::Server::start);
}

void LiveSource::stop()
{
    QMetaObject::invokeMethod(&m_server, &pg::Server::stop);
}

void LiveSource::fetchQuery(const Session::Key &key)
{
    QMetaObject::invokeMethod(this, [this, key] { readQuery(key); });
}

void LiveSource::fetchLocks(const Session::Key &key)
{
    QMetaObject::invokeMethod(this, [this, key] { readLocks(key); });
}

QCoro::Task<void> LiveSource::readLocks(Session::Key key)
{
    const QPointer<LiveSource> alive(this);
    const SessionLocks locks = co_await readSessionLocks(&m_server.control(), key);
    if (alive)
        emit locksFetched(key, locks);
}

QCoro::Task<void> LiveSource::readQuery(Session::Key key)
{
    if (!key.backendStart)
        co_return;
    const QPointer<LiveSource> alive(this);
    const int version = m_server.watch().facts().serverVersion;
    const auto rows = co_await m_server.watch().run(pg::Query{
        .sql = pg::statement(u"snapshot/query"_s, version),
        .parameters = {QByteArray::number(key.pid), base::toIso(*key.backendStart).toUtf8()},
        .binary = true});
    if (alive && rows && rows->rowCount() == 1)
        emit queryFetched(key, rows->text(0, 0));
}

} // namespace snapshot
