// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/samplesessions.h"

#include <QStringList>

namespace test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Timestamp;
using snapshot::Session;
using snapshot::SessionState;

namespace {

const QStringList Databases{u"orders"_s, u"billing"_s, u"nextcloud"_s, u"keycloak"_s};
const QStringList Roles{u"app_rw"_s, u"app_ro"_s, u"billing"_s, u"reporting"_s, u"deploy"_s};
const QStringList Applications{u"picker-ui 3.2"_s, u"storefront"_s, u"metabase"_s, u""_s};
const QStringList Queries{u"SELECT * FROM products WHERE slug = $1"_s,
                          u"UPDATE orders SET status = 'packed' WHERE id = 81442"_s, u"COMMIT"_s,
                          u"SELECT count(*)\n  FROM cart_items\n WHERE cart_id = $1"_s};

struct Story
{
    int pid;
    const char16_t *database;
    const char16_t *role;
    const char16_t *application;
    SessionState state;
    const char16_t *waitType;
    const char16_t *wait;
    int xactSeconds; // -1: none
    int stateSeconds;
    const char16_t *query;
};

constexpr auto Active = SessionState::Active;
constexpr auto Idle = SessionState::Idle;

const Story Stories[] = {
    {3977, u"orders", u"reporting", u"metabase", Active, u"IO", u"DataFileRead", 665, 665,
     u"SELECT date_trunc('day', created_at), sum(total) FROM orders JOIN order_lines USING "
     u"(order_id) "
     u"GROUP BY 1 ORDER BY 1"},
    {4711, u"orders", u"app_rw", u"picker-ui 3.2", SessionState::IdleInTransaction, u"Client",
     u"ClientRead", 254, 252,
     u"UPDATE orders SET status = 'packed', packed_at = now()\n WHERE id = 81442 RETURNING id, "
     u"customer_id;"},
    {4823, u"orders", u"app_rw", u"picker-ui 3.2", Active, u"Lock", u"transactionid", 238, 238,
     u"UPDATE orders SET status = 'shipped' WHERE id = 81442"},
    {4830, u"orders", u"app_rw", u"picker-ui 3.2", Active, u"Lock", u"tuple", 220, 220,
     u"UPDATE orders SET status = 'shipped' WHERE id = 81442"},
    {5102, u"orders", u"deploy", u"flyway", Active, u"Lock", u"relation", 153, 151,
     u"ALTER TABLE orders ADD COLUMN weight_g integer"},
    {6021, u"billing", u"billing", u"invoicer", Active, u"Lock", u"advisory", 12, 12,
     u"SELECT pg_advisory_xact_lock(111)"},
    {2210, u"orders", u"batch", u"celery worker", Active, u"", u"", 2, 2,
     u"SELECT id FROM jobs WHERE state = $1 FOR UPDATE SKIP LOCKED LIMIT 10"},
    {1904, u"orders", u"app_ro", u"storefront", Idle, u"Client", u"ClientRead", -1, 1880,
     u"SELECT * FROM products WHERE slug = $1"},
    {1905, u"orders", u"app_ro", u"storefront", Idle, u"Client", u"ClientRead", -1, 1880,
     u"SELECT * FROM products WHERE slug = $1"},
    {1906, u"orders", u"app_ro", u"storefront", Idle, u"Client", u"ClientRead", -1, 1744,
     u"SELECT count(*) FROM cart_items WHERE cart_id = $1"},
    {1911, u"nextcloud", u"nextcloud", u"php-fpm", Idle, u"Client", u"ClientRead", -1, 1,
     u"COMMIT"},
    {7001, u"orders", u"app_rw", u"picker-ui 3.2", SessionState::IdleInTransaction, u"Client",
     u"ClientRead", 21, 18, u"SELECT * FROM orders WHERE id = 81450 FOR UPDATE"},
};

Session fromStory(const Story &story)
{
    Session session = sampleSession(story.pid);
    session.database = QString(story.database);
    session.role = QString(story.role);
    session.application = QString(story.application);
    session.state = story.state;
    session.waitEventType = QString(story.waitType);
    session.waitEvent = QString(story.wait);
    session.query = QString(story.query);
    session.stateChange = sampleNow() - std::chrono::seconds(story.stateSeconds);
    session.queryStart = session.stateChange;
    if (story.xactSeconds >= 0) {
        session.xactStart = sampleNow() - std::chrono::seconds(story.xactSeconds);
        session.backendXmin = 918'000 + quint32(story.pid % 500);
    }
    if (session.query.startsWith("UPDATE"_L1))
        session.backendXid = 913'000 + quint32(story.pid);
    return session;
}

Session background(int pid, const QString &type)
{
    Session session;
    session.pid = pid;
    session.backendType = type;
    session.backendStart = sampleNow() - 12 * 24h;
    session.state = SessionState::Background;
    session.waitEventType = u"Activity"_s;
    session.waitEvent = u"CheckpointerMain"_s;
    return session;
}

} // namespace

Timestamp sampleNow()
{
    return *base::fromIso(u"2026-11-20T03:12:47.000123Z");
}

Session sampleSession(int pid)
{
    Session session;
    session.pid = pid;
    session.backendStart = sampleNow() - 3h - std::chrono::microseconds(pid);
    session.backendType = u"client backend"_s;
    session.databaseOid = 16384;
    session.roleOid = 16385;
    session.database = u"orders"_s;
    session.role = u"app_rw"_s;
    session.application = u"picker-ui 3.2"_s;
    session.client = u"10.2.0.31"_s;
    session.clientPort = 51522;
    session.tls = true;
    session.state = SessionState::Idle;
    session.waitEventType = u"Client"_s;
    session.waitEvent = u"ClientRead"_s;
    session.queryStart = sampleNow() - 3s;
    session.stateChange = sampleNow() - 2s;
    session.query = u"SELECT 1"_s;
    return session;
}

RandomServer::RandomServer(unsigned seed, int sessions)
    : m_random(seed)
    , m_count(sessions)
{
    m_snapshot.takenAt = sampleNow();
    for (int i = 0; i < sessions; ++i)
        m_snapshot.sessions.push_back(make(100 + 3 * i));
}

int RandomServer::below(int limit)
{
    return int(m_random() % unsigned(limit));
}

bool RandomServer::happens(double share)
{
    return std::uniform_real_distribution<>(0, 1)(m_random) < share;
}

Session RandomServer::make(int pid)
{
    Session session = sampleSession(pid);
    session.backendStart = m_snapshot.takenAt - std::chrono::microseconds(1 + below(1'000'000));
    session.database = Databases[below(int(Databases.size()))];
    session.role = Roles[below(int(Roles.size()))];
    session.application = Applications[below(int(Applications.size()))];
    session.client = u"10.2.0.%1"_s.arg(below(40));
    change(session);
    if (happens(0.03)) {
        session = Session{.pid = pid, .database = session.database, .role = session.role};
    } else if (happens(0.02)) {
        session = background(pid, u"background worker"_s);
    }
    return session;
}

void RandomServer::change(Session &session)
{
    if (!session.isClient())
        return;
    static constexpr SessionState states[]{Active, Idle, Idle, SessionState::IdleInTransaction};
    session.state = states[below(4)];
    session.stateChange = m_snapshot.takenAt - std::chrono::milliseconds(below(600'000));
    session.queryStart = session.stateChange;
    session.xactStart.reset();
    session.backendXid.reset();
    session.backendXmin.reset();
    if (session.state != Idle)
        session.xactStart = *session.stateChange - std::chrono::milliseconds(below(2000));
    if (session.state != Idle && happens(0.5))
        session.backendXmin = 4'294'967'000U + quint32(below(600)); // around the wrap
    const bool waits = session.state == Active && happens(0.3);
    session.waitEventType = waits ? u"Lock"_s : u"Client"_s;
    session.waitEvent = waits ? u"transactionid"_s : u"ClientRead"_s;
    session.query = Queries[below(int(Queries.size()))] + u" -- %1"_s.arg(below(50));
}

void RandomServer::addWorkers(std::vector<Session> &sessions)
{
    const size_t leaders = sessions.size();
    for (size_t i = 0; i < leaders; ++i) {
        if (!sessions[i].isClient() || sessions[i].pid % 17 != 0)
            continue;
        for (int n = 1; n <= 2; ++n) {
            Session worker = sessions[i];
            worker.pid += n;
            worker.backendType = u"parallel worker"_s;
            worker.leaderPid = sessions[i].pid;
            sessions.push_back(std::move(worker));
        }
    }
}

snapshot::SnapshotPtr RandomServer::next()
{
    m_snapshot.takenAt += 1s;
    ++m_snapshot.sequence;
    for (Session &session : m_snapshot.sessions) {
        if (happens(replacedShare))
            session = make(happens(0.3) ? session.pid : 100 + 3 * m_count++);
        else if (happens(changedShare))
            change(session);
    }
    snapshot::Snapshot taken = m_snapshot;
    addWorkers(taken.sessions);
    std::ranges::sort(taken.sessions, {}, &Session::pid);
    taken.hiddenSessions = int(std::ranges::count_if(taken.sessions, &Session::isHidden));
    taken.server.role = u"dba_anna"_s;
    return std::make_shared<const snapshot::Snapshot>(std::move(taken));
}

snapshot::SnapshotPtr believableSnapshot(int idleSessions)
{
    snapshot::Snapshot taken;
    taken.takenAt = sampleNow();
    taken.server.role = u"dba_anna"_s;
    for (const Story &story : Stories)
        taken.sessions.push_back(fromStory(story));
    Session worker = taken.sessions.front();
    worker.pid = 3978;
    worker.backendType = u"parallel worker"_s;
    worker.leaderPid = 3977;
    taken.sessions.push_back(worker);
    Session vacuum = sampleSession(88);
    vacuum.database.clear();
    vacuum.role.clear();
    vacuum.application.clear();
    vacuum.client.clear();
    vacuum.backendType = u"autovacuum worker"_s;
    vacuum.state = Active;
    vacuum.waitEventType = u"Timeout"_s;
    vacuum.waitEvent = u"VacuumDelay"_s;
    vacuum.xactStart = vacuum.queryStart = vacuum.stateChange = sampleNow() - 41s;
    vacuum.backendXmin = 917'400;
    vacuum.query = u"autovacuum: VACUUM public.stock (to prevent wraparound)"_s;
    taken.sessions.push_back(vacuum);
    taken.sessions.push_back(background(71, u"checkpointer"_s));
    taken.sessions.push_back(background(72, u"background writer"_s));
    taken.sessions.push_back(background(74, u"autovacuum launcher"_s));
    for (int i = 0; i < idleSessions; ++i) {
        Session idle = sampleSession(8000 + i);
        idle.stateChange = sampleNow() - std::chrono::seconds(2 + 7 * i);
        taken.sessions.push_back(idle);
    }
    std::ranges::sort(taken.sessions, {}, &Session::pid);
    return std::make_shared<const snapshot::Snapshot>(std::move(taken));
}

} // namespace test
