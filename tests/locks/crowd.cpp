// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/crowd.h"

#include "support/waiting.h"

namespace tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// peek1() to peek3() make the workers of a parallel query ask for a table's lock.
constexpr auto Setup = R"(
CREATE TABLE rows (id int PRIMARY KEY, v int);
INSERT INTO rows SELECT g, 0 FROM generate_series(1, 8) g;
CREATE TABLE keys (id int PRIMARY KEY);
CREATE TABLE indexed (id int, v int);
INSERT INTO indexed SELECT g, g FROM generate_series(1, 10) g;
CREATE TABLE wide (id int, filler text) WITH (parallel_workers = 2);
INSERT INTO wide SELECT g, repeat('x', 200) FROM generate_series(1, 2000) g;
DO $do$
BEGIN
    FOR i IN 1..3 LOOP
        EXECUTE format('CREATE TABLE t%s (id int)', i);
        EXECUTE format('CREATE FUNCTION peek%s(int) RETURNS int LANGUAGE plpgsql PARALLEL SAFE AS
            $$BEGIN PERFORM 1 FROM t%s LIMIT 1; RETURN $1; END$$', i, i);
    END LOOP;
END
$do$;
ANALYZE;
)";

constexpr auto EdgesSql =
    "SELECT string_agg(w || ' waits ' || b, ', ' ORDER BY w, b) FROM ("
    "SELECT DISTINCT COALESCE(a.leader_pid, a.pid) AS w, b FROM pg_stat_get_activity(NULL) a, "
    "unnest(pg_blocking_pids(a.pid)) b "
    "WHERE a.pid IN (SELECT pid FROM pg_locks WHERE NOT granted)) e";

constexpr auto WaitingSql =
    "SELECT DISTINCT COALESCE(a.leader_pid, a.pid) FROM pg_stat_get_activity(NULL) a "
    "WHERE a.pid IN (SELECT pid FROM pg_locks WHERE NOT granted) ORDER BY 1";

bool timedOut(const base::Result<QByteArray> &result)
{
    return !result && result.error().kind == base::ErrorKind::Timeout;
}

base::Result<void> plain(const base::Result<QByteArray> &result)
{
    return result ? base::Result<void>() : std::unexpected(result.error());
}

} // namespace

base::Result<void> Crowd::open(int count)
{
    auto control = m_server.session(u"postgres"_s, u"control"_s);
    if (!control)
        return std::unexpected(control.error());
    m_control.emplace(std::move(*control));
    if (const auto made = m_control->run(Setup); !made)
        return std::unexpected(made.error());
    for (int i = 0; i < count; ++i) {
        auto session = m_server.session(u"postgres"_s, u"member"_s);
        if (!session)
            return std::unexpected(session.error());
        m_members.push_back({.session = std::move(*session)});
        if (!begin(m_members.back()))
            return base::localError(u"a session cannot begin"_s);
    }
    return {};
}

bool Crowd::begin(Member &member)
{
    member.alone = false;
    return member.session.run("ROLLBACK; BEGIN").has_value();
}

// Asks for at most a moment: an answer may have come since.
bool Crowd::isBusy(int who)
{
    Member &member = m_members[size_t(who)];
    if (member.busy && !timedOut(member.session.receive(1ms)))
        member.busy = false;
    return member.busy;
}

// Whether the session or one of its workers is in the queue of a lock.
bool Crowd::isBlocked(const Member &member)
{
    const QByteArray pid = QByteArray::number(member.session.pid());
    const auto count =
        m_control->run("SELECT count(*) FROM pg_stat_get_activity(NULL) WHERE (pid = " + pid +
                       " OR leader_pid = " + pid + ") AND wait_event_type = 'Lock'");
    return count && *count != "0";
}

// True if it has not failed.
bool Crowd::start(Member &member, const QByteArray &sql)
{
    member.used = true;
    if (!member.session.send(sql))
        return false;
    member.busy = true;
    const auto giveUp = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < giveUp) {
        const auto result = member.session.receive(1ms);
        if (!timedOut(result)) {
            member.busy = false;
            return result.has_value();
        }
        if (isBlocked(member))
            return true;
    }
    return true;
}

bool Crowd::act(int who, const QByteArray &sql)
{
    if (isBusy(who))
        return false;
    Member &member = m_members[size_t(who)];
    if (member.alone)
        begin(member);
    if (start(member, sql))
        return true;
    begin(member);
    return false;
}

bool Crowd::actAlone(int who, const QByteArray &sql)
{
    if (isBusy(who))
        return false;
    Member &member = m_members[size_t(who)];
    member.session.run("ROLLBACK");
    member.alone = true;
    return start(member, sql);
}

std::optional<QByteArray> Crowd::edges()
{
    QByteArray before;
    for (int i = 0; i < 1000; ++i) {
        const auto now = m_control->run(EdgesSql);
        if (!now)
            return {};
        if (i > 0 && *now == before)
            return before;
        before = *now;
        pause(4ms);
    }
    return {};
}

std::set<int> Crowd::waiting()
{
    std::set<int> pids;
    const auto rows = m_control->run(WaitingSql);
    for (const QByteArray &pid : rows.value_or(QByteArray()).split('\n')) {
        if (!pid.isEmpty())
            pids.insert(pid.toInt());
    }
    return pids;
}

base::Result<void> Crowd::replace(int who)
{
    Member &member = m_members[size_t(who)];
    const auto ended = m_control->run("SELECT pg_terminate_backend(" +
                                      QByteArray::number(member.session.pid()) + ")");
    if (!ended || !waitUntil([&] { return !member.session.isAlive(); }, 10s))
        return base::localError(u"a session does not end"_s);
    auto session = m_server.session(u"postgres"_s, u"member"_s);
    if (!session)
        return std::unexpected(session.error());
    member = {.session = std::move(*session)};
    return begin(member) ? base::Result<void>() : base::localError(u"a session cannot begin"_s);
}

base::Result<void> Crowd::cancelAll()
{
    for (int i = 0; i < size(); ++i) {
        if (!isBusy(i))
            continue;
        Member &member = m_members[size_t(i)];
        const QByteArray cancel =
            "SELECT pg_cancel_backend(" + QByteArray::number(member.session.pid()) + ")";
        for (int tries = 0; member.busy; ++tries) {
            if (tries == 20)
                return base::localError(u"a statement cannot be cancelled"_s);
            if (const auto sent = m_control->run(cancel); !sent)
                return std::unexpected(sent.error());
            member.busy = timedOut(member.session.receive(500ms));
        }
    }
    return {};
}

base::Result<void> Crowd::clear()
{
    // Prepared transactions first: what waits for them may not wait for a cancel.
    const auto prepared = m_control->run("SELECT gid FROM pg_prepared_xacts");
    for (const QByteArray &gid : prepared.value_or(QByteArray()).split('\n')) {
        if (!gid.isEmpty())
            m_control->run("ROLLBACK PREPARED '" + gid + "'");
    }
    if (const auto cancelled = cancelAll(); !cancelled)
        return cancelled;
    for (Member &member : m_members) {
        if (!member.used)
            continue;
        member.used = false;
        member.session.run("ROLLBACK"); // the cancel may come late and hit this
        if (const auto ended = member.session.run("ROLLBACK; SELECT pg_advisory_unlock_all()");
            !ended)
            return std::unexpected(ended.error());
        if (!begin(member))
            return base::localError(u"a session cannot begin"_s);
    }
    return plain(m_control->run(
        "DO $$ DECLARE i regclass; BEGIN FOR i IN SELECT indexrelid FROM pg_index "
        "WHERE indrelid = 'indexed'::regclass LOOP EXECUTE 'DROP INDEX ' || i; END LOOP; END $$"));
}

} // namespace tests
