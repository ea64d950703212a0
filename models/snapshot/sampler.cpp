// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/sampler.h"

#include "postgres/catalogue.h"
#include "snapshot/transactionrate.h"

#include <QPointer>

#include <span>

#include <time.h>

namespace snapshot {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto NamesEvery = 60s;
constexpr auto NamesAfterFailure = 20s;
// 10,000 sessions with long statements fit.
constexpr pg::Limits TickLimits{.bytes = 40 * 1024 * 1024, .together = true};
constexpr auto LeastForFollowUp = 250ms;
constexpr size_t MaxCountedDatabases = 200;

// Where the statements of a tick stand in its pipeline. The locks come first: whoever waits in them
// and goes on waiting is then among the sessions. Else one that has just begun could not be known,
// such as the worker of a parallel query, which is no blocker of its leader.
enum Place { Begin, Locks, Sessions, Counters, Prepared };

// Time that this machine slept: the boot clock runs on, the monotonic one stops.
std::chrono::nanoseconds sleptSoFar()
{
    const auto read = [](clockid_t clock) {
        timespec time = {};
        clock_gettime(clock, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    };
    return read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC);
}

// From one answer of clock.sql to a later one.
base::Duration serverTime(const pg::Rows &begin, const pg::Rows &end)
{
    const auto from = begin.timestamp(0, 0);
    const auto to = end.timestamp(0, 0);
    return from && to ? std::max(base::Duration{}, *to - *from) : base::Duration{};
}

} // namespace

Sampler::Sampler(pg::Server &server, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_timer(this)
    , m_overdue(this)
    , m_suspended(sleptSoFar())
{
    m_timer.setSingleShot(true);
    m_overdue.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Sampler::tick);
    connect(&m_overdue, &QTimer::timeout, this, &Sampler::warnOverdue);
    connect(&server, &pg::Server::opened, this, &Sampler::begin);
}

void Sampler::setInterval(std::chrono::milliseconds interval)
{
    m_interval = std::max(interval, 100ms);
    m_effective = m_interval;
    emit intervalChanged(m_effective, {});
    if (m_timer.isActive())
        m_timer.start(m_interval);
}

void Sampler::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        refresh();
}

void Sampler::refresh()
{
    if (!m_busy && m_server.watch().isOpen())
        m_timer.start(0ms);
}

void Sampler::setPidsToConfirm(PidsToConfirm choose)
{
    m_followUp.setPidsToConfirm(std::move(choose));
}

// A fresh connection may lead to another server than the one before.
void Sampler::begin()
{
    m_factsKnown = false;
    m_names = {};
    m_followUp.reset();
    m_namesProblem.clear();
    m_namesDue = QDeadlineTimer(0);
    m_previous.reset();
    m_timer.start(0ms);
}

void Sampler::tick()
{
    if (wasSuspended()) {
        m_server.reconnect({.kind = base::ErrorKind::ConnectionLost,
                            .message = u"This computer was suspended."_s});
        return;
    }
    if (m_paused && m_previous)
        return;
    if (!m_busy && m_server.watch().isOpen())
        takeSnapshot();
}

bool Sampler::wasSuspended()
{
    const auto slept = sleptSoFar();
    return slept - std::exchange(m_suspended, slept) > 5s;
}

pg::Query Sampler::tickQuery(const QString &name) const
{
    const int version = m_server.watch().facts().serverVersion;
    return {.sql = pg::statement(u"snapshot/"_s + name, version), .binary = true, .prepare = true};
}

QList<pg::Query> Sampler::tickQueries() const
{
    std::vector<Oid> databases;
    for (auto it = m_names.databases().keyBegin(); it != m_names.databases().keyEnd(); ++it) {
        if (databases.size() < MaxCountedDatabases)
            databases.push_back(*it);
    }
    std::ranges::sort(databases);
    pg::Query counters = tickQuery(u"counters"_s);
    counters.parameters = {pg::oidArray(databases)};
    QList<pg::Query> queries{tickQuery(u"clock"_s), tickQuery(u"locks"_s), tickQuery(u"sessions"_s),
                             counters};
    if (m_maxPrepared > 0)
        queries.append(tickQuery(u"prepared"_s));
    queries.append(tickQuery(u"clock"_s));
    return queries;
}

QCoro::Task<void> Sampler::takeSnapshot()
{
    const QPointer<Sampler> alive(this);
    m_busy = true;
    QElapsedTimer clock;
    if (!m_factsKnown && !co_await readFacts()) {
        if (alive)
            m_busy = false;
        co_return;
    }
    clock.start();
    const QDeadlineTimer deadline(TickLimits.deadline);
    m_overdue.start(std::max<std::chrono::milliseconds>(2 * m_effective, 2s));
    const auto results = co_await m_server.watch().run(tickQueries(), TickLimits);
    if (!alive)
        co_return;
    const auto snapshot = decode(results);
    if (snapshot)
        co_await followUp(snapshot, deadline);
    if (!alive)
        co_return;
    m_overdue.stop();
    const auto elapsed = std::chrono::milliseconds(clock.elapsed());
    if (snapshot) {
        snapshot->elapsed = std::chrono::microseconds(clock.nsecsElapsed() / 1000);
        m_server.noteAnswer();
        m_server.ensureControl(snapshot->limits.usable() - snapshot->limits.used);
        co_await publish(snapshot);
        if (!alive)
            co_return;
    }
    m_busy = false;
    schedule(elapsed);
}

// The first picture waits for the names, to show them and not numbers.
QCoro::Task<void> Sampler::publish(std::shared_ptr<Snapshot> snapshot)
{
    const QPointer<Sampler> alive(this);
    const bool namesDue = m_names.isIncomplete() || m_namesDue.hasExpired();
    const bool first = !m_previous;
    m_previous = snapshot;
    if (!first || !namesDue)
        emit snapshotTaken(snapshot);
    if (!namesDue || !alive)
        co_return;
    co_await readNames();
    if (!alive || !first)
        co_return;
    const auto named = std::make_shared<Snapshot>(*snapshot);
    complete(*named);
    m_previous = named;
    emit snapshotTaken(named);
}

// Without an answer in time the snapshot does without it.
QCoro::Task<void> Sampler::followUp(std::shared_ptr<Snapshot> snapshot, QDeadlineTimer deadline)
{
    const QPointer<Sampler> alive(this);
    const int version = m_server.watch().facts().serverVersion;
    QList<pg::Query> queries = m_followUp.queries(*snapshot, version);
    pg::Connection::Results results;
    std::span<const base::Result<pg::Rows>> answers;
    if (!queries.isEmpty()) {
        queries.prepend(tickQuery(u"clock"_s));
        queries.append(tickQuery(u"clock"_s));
        pg::Limits limits = TickLimits;
        limits.together = false;
        limits.deadline = std::max<std::chrono::milliseconds>(
            std::chrono::ceil<std::chrono::milliseconds>(deadline.remainingTimeAsDuration()),
            LeastForFollowUp);
        results = co_await m_server.watch().run(queries, limits);
        if (!alive)
            co_return;
        answers = std::span(results).subspan(1, results.size() - 2);
        if (results.front() && results.back())
            snapshot->cost += serverTime(*results.front(), *results.back());
    }
    m_followUp.complete(*snapshot, answers);
}

QCoro::Task<bool> Sampler::readFacts()
{
    const QPointer<Sampler> alive(this);
    const int version = m_server.watch().facts().serverVersion;
    const auto rows = co_await m_server.watch().run(
        pg::Query{.sql = pg::statement(u"snapshot/facts"_s, version), .binary = true});
    if (!alive)
        co_return false;
    const pg::ConnectionFacts &connection = m_server.watch().facts();
    m_facts = {};
    m_facts.versionNum = connection.serverVersion;
    m_facts.role = connection.user;
    m_facts.pooled = connection.pooled;
    m_facts.tlsVersion = connection.tlsVersion;
    m_facts.database = connection.database;
    m_facts.problem = connection.verifyProblem;
    if (rows)
        Decoder::facts(*rows, m_facts, m_limits, m_maxPrepared);
    else if (m_facts.problem.isEmpty())
        m_facts.problem = rows.error().message;
    m_factsKnown = true;
    co_return m_server.watch().isOpen();
}

// Catalogs may be locked by somebody: asked apart from the tick, and not again soon after a
// failure.
QCoro::Task<void> Sampler::readNames()
{
    if (m_names.isIncomplete() && !m_namesProblem.isEmpty() && !m_namesDue.hasExpired())
        co_return;
    const QPointer<Sampler> alive(this);
    const int version = m_server.watch().facts().serverVersion;
    const pg::Query roles{.sql = pg::statement(u"snapshot/roles"_s, version),
                          .parameters = {pg::oidArray(m_names.wantedRoles())},
                          .binary = true};
    const pg::Query databases{.sql = pg::statement(u"snapshot/databases"_s, version),
                              .binary = true};
    const pg::Query facts{.sql = pg::statement(u"snapshot/facts"_s, version), .binary = true};
    const auto results = co_await m_server.watch().run(QList<pg::Query>{roles, databases, facts});
    if (!alive)
        co_return;
    m_namesProblem.clear();
    for (const auto &result : results) {
        if (!result)
            m_namesProblem = result.error().message;
    }
    if (results[0])
        m_names.addRoles(*results[0]);
    if (results[1])
        m_names.addDatabases(*results[1]);
    if (results[2])
        Decoder::facts(*results[2], m_facts, m_limits, m_maxPrepared);
    m_names.refreshed();
    m_namesDue = QDeadlineTimer(m_namesProblem.isEmpty() ? std::chrono::milliseconds(NamesEvery)
                                                         : NamesAfterFailure);
}

std::shared_ptr<Snapshot> Sampler::decode(const pg::Connection::Results &results)
{
    // One transaction: the first failure is the one that counts. The connection's own loss is told
    // elsewhere.
    for (const auto &result : results) {
        if (!result) {
            if (result.error().kind == base::ErrorKind::Server)
                m_server.noteOverdue(result.error());
            return {};
        }
    }
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->sequence = ++m_sequence;
    const pg::Rows &begin = *results[Begin];
    snapshot->takenAt = begin.timestamp(0, 0).value_or(Timestamp{});
    snapshot->cost = serverTime(begin, *results.back());
    m_facts.standby = begin.boolean(0, 1);
    snapshot->sessions = m_decoder.sessions(*results[Sessions], m_names, m_previous.get());
    snapshot->locks = m_decoder.locks(*results[Locks]);
    snapshot->databases = Decoder::counters(*results[Counters], m_names);
    if (results.size() > Prepared + 1)
        snapshot->prepared = Decoder::prepared(*results[Prepared], m_names);
    complete(*snapshot);
    return snapshot;
}

// Everything that follows from the rest.
void Sampler::complete(Snapshot &snapshot)
{
    m_facts.singleConnection = m_server.isSingle();
    snapshot.server = m_facts;
    snapshot.namesProblem = m_namesProblem;
    snapshot.hiddenSessions = 0;
    const int watch = m_facts.pooled ? 0 : m_server.watch().facts().backendPid;
    const int control = m_facts.pooled ? 0 : m_server.control().facts().backendPid;
    for (Session &session : snapshot.sessions) {
        session.role = m_names.role(session.roleOid);
        session.database = m_names.database(session.databaseOid);
        session.own = session.pid == watch || session.pid == control;
        snapshot.hiddenSessions += session.isHidden() ? 1 : 0;
    }
    for (PreparedTransaction &prepared : snapshot.prepared) {
        prepared.owner = m_names.role(prepared.ownerOid);
        prepared.database = m_names.database(prepared.databaseOid);
    }
    if (m_previous && m_previous->sequence != snapshot.sequence)
        snapshot.transactionsPerSecond = transactionsPerSecond(snapshot, *m_previous);
    addLimits(snapshot);
}

void Sampler::addLimits(Snapshot &snapshot) const
{
    snapshot.limits = m_limits;
    QHash<Oid, int> byRole;
    QHash<Oid, int> byDatabase;
    snapshot.limits.used = 0;
    for (const Session &session : snapshot.sessions) {
        // Of a hidden session only a database tells that it is somebody's.
        if (!session.isClient() && !(session.isHidden() && session.databaseOid != 0))
            continue;
        ++snapshot.limits.used;
        ++byRole[session.roleOid];
        ++byDatabase[session.databaseOid];
    }
    const auto fill = [](const QHash<Oid, Names::Entry> &names, const QHash<Oid, int> &used) {
        std::vector<ConnectionLimit> limits;
        for (const auto &[oid, entry] : names.asKeyValueRange()) {
            if (entry.limit >= 0)
                limits.push_back({oid, entry.name, entry.limit, used.value(oid)});
        }
        std::ranges::sort(limits, {}, &ConnectionLimit::oid);
        return limits;
    };
    snapshot.limits.roles = fill(m_names.roles(), byRole);
    snapshot.limits.databases = fill(m_names.databases(), byDatabase);
}

// A server that needs long for an answer is asked less often: at most a quarter of the time is
// ours.
void Sampler::schedule(std::chrono::milliseconds lastTick)
{
    const auto wanted =
        std::max(m_interval, std::min<std::chrono::milliseconds>(4 * lastTick, 30s));
    if (wanted != m_effective && (wanted > m_effective * 5 / 4 || wanted < m_effective * 3 / 4)) {
        m_effective = wanted;
        const QString reason =
            wanted > m_interval
                ? u"The server took %1 ms for the last answer."_s.arg(lastTick.count())
                : QString();
        emit intervalChanged(m_effective, reason);
    }
    if (m_server.watch().isOpen())
        m_timer.start(std::max(m_effective - lastTick, 50ms));
}

void Sampler::warnOverdue()
{
    m_server.noteOverdue({.kind = base::ErrorKind::Timeout,
                          .message = u"The server has not answered for two intervals."_s});
}

} // namespace snapshot
