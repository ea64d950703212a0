// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/decoder.h"

#include "base/plaintext.h"

#include <QStringDecoder>

#include <set>
#include <span>
#include <tuple>

namespace snapshot {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype QueryBytes = 4096;
constexpr qsizetype MaxSharedTexts = 10'000;

SessionState stateOf(QByteArrayView text, bool background)
{
    static const std::pair<QByteArrayView, SessionState> states[] = {
        {"active", SessionState::Active},
        {"idle", SessionState::Idle},
        {"idle in transaction", SessionState::IdleInTransaction},
        {"idle in transaction (aborted)", SessionState::IdleInTransactionAborted},
        {"fastpath function call", SessionState::FastPathFunction},
        {"disabled", SessionState::Disabled},
        {"starting", SessionState::Starting},
    };
    for (const auto &[name, state] : states) {
        if (text == name)
            return state;
    }
    return background ? SessionState::Background : SessionState::Hidden;
}

LockMode modeOf(QByteArrayView text)
{
    for (int mode = int(LockMode::AccessShare); mode <= int(LockMode::SIRead); ++mode) {
        if (text == QByteArrayView(lockModeText(LockMode(mode))))
            return LockMode(mode);
    }
    return LockMode::None;
}

template <typename T>
std::optional<T> unlessNull(const pg::Rows &rows, int row, int column, T value)
{
    return rows.isNull(row, column) ? std::optional<T>() : std::optional<T>(value);
}

qint16 int2(const pg::Rows &rows, int row, int column)
{
    const QByteArrayView cell = rows.bytes(row, column);
    return cell.size() == 2 ? qint16((quint8(cell[0]) << 8) | quint8(cell[1])) : qint16(0);
}

QString withoutCutCharacter(QByteArrayView bytes)
{
    // A cut inside a UTF-8 character would show as an invalid byte that is not in the text.
    qsizetype end = bytes.size();
    while (end > 0 && bytes.size() - end < 3 && (quint8(bytes[end - 1]) & 0xC0) == 0x80)
        --end;
    if (end > 0 && quint8(bytes[end - 1]) >= 0xC0)
        bytes = bytes.first(end - 1);
    return base::decodeText(bytes);
}

// A lock that moves from a fast path to the main table between the reading of the two comes twice
// (https://www.postgresql.org/docs/17/view-pg-locks.html); what the main table says is kept.
void dropMoved(std::vector<Lock> &locks)
{
    using Key = std::tuple<LockTarget, int, LockMode>;
    const auto keyOf = [](const Lock &lock) { return Key(lock.target, lock.pid, lock.mode); };
    std::set<Key> fast;
    for (const Lock &lock : locks) {
        if (lock.fastPath)
            fast.insert(keyOf(lock));
    }
    if (fast.empty())
        return;
    std::set<Key> moved;
    for (const Lock &lock : locks) {
        if (!lock.fastPath && lock.granted && fast.contains(keyOf(lock)))
            moved.insert(keyOf(lock));
    }
    std::erase_if(locks,
                  [&](const Lock &lock) { return lock.fastPath && moved.contains(keyOf(lock)); });
}

bool isSameStatement(const Session &before, const Session &now)
{
    return now.queryStart && before.key() == now.key() && before.queryStart == now.queryStart;
}

} // namespace

QString Decoder::shared(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return {};
    // Looked up without a copy; entered with one.
    const QByteArray key = QByteArray::fromRawData(bytes.data(), bytes.size());
    if (const auto found = m_texts.constFind(key); found != m_texts.constEnd())
        return *found;
    if (m_texts.size() >= MaxSharedTexts)
        m_texts.clear();
    return *m_texts.insert(bytes.toByteArray(), base::decodeText(bytes));
}

void Decoder::decodeQuery(const pg::Rows &rows, int row, int column, Session &session) const
{
    const QByteArrayView bytes = rows.bytes(row, column);
    session.queryCut = bytes.size() > QueryBytes;
    if (session.queryCut)
        session.query = withoutCutCharacter(bytes.first(QueryBytes));
    else
        session.query = base::decodeText(bytes);
    session.queryMalformed = session.query.contains(QChar::ReplacementCharacter);
}

struct Decoder::SessionColumns
{
    int pid, start, type, database, role, application, client, port, tls, state, waitType, wait,
        xact, query, change, xid, xmin, leader, queryId, text;

    explicit SessionColumns(const pg::Rows &rows)
        : pid(rows.column("pid"))
        , start(rows.column("backend_start"))
        , type(rows.column("backend_type"))
        , database(rows.column("datid"))
        , role(rows.column("usesysid"))
        , application(rows.column("application_name"))
        , client(rows.column("client"))
        , port(rows.column("client_port"))
        , tls(rows.column("ssl"))
        , state(rows.column("state"))
        , waitType(rows.column("wait_event_type"))
        , wait(rows.column("wait_event"))
        , xact(rows.column("xact_start"))
        , query(rows.column("query_start"))
        , change(rows.column("state_change"))
        , xid(rows.column("backend_xid"))
        , xmin(rows.column("backend_xmin"))
        , leader(rows.column("leader_pid"))
        , queryId(rows.column("query_id"))
        , text(rows.column("query"))
    {
    }
};

// Everything but the text of the statement.
Session Decoder::session(const pg::Rows &rows, int row, const SessionColumns &c, Names &names)
{
    Session s;
    s.pid = rows.int4(row, c.pid);
    s.backendStart = rows.timestamp(row, c.start);
    s.backendType = shared(rows.bytes(row, c.type));
    s.databaseOid = rows.oid(row, c.database);
    s.roleOid = rows.oid(row, c.role);
    s.database = names.database(s.databaseOid);
    s.role = names.role(s.roleOid);
    s.application = shared(rows.bytes(row, c.application));
    s.clientPort = std::max(0, rows.int4(row, c.port, 0));
    s.client = rows.int4(row, c.port, 0) == -1 ? u"local"_s : shared(rows.bytes(row, c.client));
    s.tls = rows.boolean(row, c.tls);
    s.state = stateOf(rows.bytes(row, c.state), !rows.isNull(row, c.type));
    s.waitEventType = shared(rows.bytes(row, c.waitType));
    s.waitEvent = shared(rows.bytes(row, c.wait));
    s.xactStart = rows.timestamp(row, c.xact);
    s.queryStart = rows.timestamp(row, c.query);
    s.stateChange = rows.timestamp(row, c.change);
    s.backendXid = unlessNull(rows, row, c.xid, quint32(rows.int4(row, c.xid)));
    s.backendXmin = unlessNull(rows, row, c.xmin, quint32(rows.int4(row, c.xmin)));
    s.leaderPid = rows.int4(row, c.leader);
    s.queryId = unlessNull(rows, row, c.queryId, rows.int8(row, c.queryId));
    return s;
}

std::vector<Session> Decoder::sessions(const pg::Rows &rows, Names &names, const Snapshot *previous)
{
    const SessionColumns columns(rows);
    std::vector<Session> out;
    out.reserve(size_t(rows.rowCount()));
    // Both lists are sorted by pid.
    std::span<const Session> before;
    if (previous)
        before = previous->sessions;
    for (int i = 0; i < rows.rowCount(); ++i) {
        Session &s = out.emplace_back(session(rows, i, columns, names));
        while (!before.empty() && before.front().pid < s.pid)
            before = before.subspan(1);
        if (!before.empty() && isSameStatement(before.front(), s)) {
            s.query = before.front().query;
            s.queryCut = before.front().queryCut;
            s.queryMalformed = before.front().queryMalformed;
        } else {
            decodeQuery(rows, i, columns.text, s);
        }
    }
    return out;
}

std::vector<Lock> Decoder::locks(const pg::Rows &rows)
{
    const int type = rows.column("locktype");
    const int database = rows.column("database");
    const int relation = rows.column("relation");
    const int page = rows.column("page");
    const int tuple = rows.column("tuple");
    const int virtualXid = rows.column("virtualxid");
    const int xid = rows.column("transactionid");
    const int classId = rows.column("classid");
    const int objectId = rows.column("objid");
    const int subId = rows.column("objsubid");
    const int virtualTransaction = rows.column("virtualtransaction");
    const int pid = rows.column("pid");
    const int mode = rows.column("mode");
    const int granted = rows.column("granted");
    const int fastPath = rows.column("fastpath");
    const int waitStart = rows.column("waitstart");
    std::vector<Lock> out;
    out.reserve(size_t(rows.rowCount()));
    for (int i = 0; i < rows.rowCount(); ++i) {
        Lock &lock = out.emplace_back();
        lock.target.type = shared(rows.bytes(i, type));
        lock.target.database = rows.oid(i, database);
        lock.target.relation = rows.oid(i, relation);
        lock.target.page = unlessNull(rows, i, page, rows.int4(i, page));
        lock.target.tuple = unlessNull(rows, i, tuple, int2(rows, i, tuple));
        lock.target.virtualXid = shared(rows.bytes(i, virtualXid));
        lock.target.transactionId = quint32(rows.int4(i, xid));
        lock.target.classId = rows.oid(i, classId);
        lock.target.objectId = rows.oid(i, objectId);
        lock.target.objectSubId = unlessNull(rows, i, subId, int2(rows, i, subId));
        lock.virtualTransaction = shared(rows.bytes(i, virtualTransaction));
        lock.pid = rows.int4(i, pid);
        lock.mode = modeOf(rows.bytes(i, mode));
        lock.granted = rows.boolean(i, granted);
        lock.fastPath = rows.boolean(i, fastPath);
        lock.waitStart = rows.timestamp(i, waitStart);
    }
    dropMoved(out);
    return out;
}

std::vector<PreparedTransaction> Decoder::prepared(const pg::Rows &rows, Names &names)
{
    std::vector<PreparedTransaction> out;
    for (int i = 0; i < rows.rowCount(); ++i) {
        PreparedTransaction &one = out.emplace_back();
        one.transactionId = quint32(rows.int4(i, rows.column("transaction")));
        one.gid = rows.text(i, rows.column("gid"));
        one.prepared = rows.timestamp(i, rows.column("prepared")).value_or(Timestamp{});
        one.ownerOid = rows.oid(i, rows.column("ownerid"));
        one.databaseOid = rows.oid(i, rows.column("dbid"));
        one.owner = names.role(one.ownerOid);
        one.database = names.database(one.databaseOid);
    }
    return out;
}

std::vector<DatabaseCounters> Decoder::counters(const pg::Rows &rows, Names &names)
{
    std::vector<DatabaseCounters> out;
    for (int i = 0; i < rows.rowCount(); ++i) {
        DatabaseCounters &one = out.emplace_back();
        one.oid = rows.oid(i, rows.column("oid"));
        one.name = names.database(one.oid);
        one.commits = rows.int8(i, rows.column("commits"));
        one.rollbacks = rows.int8(i, rows.column("rollbacks"));
        const qint64 fetched = rows.int8(i, rows.column("blocks_fetched"));
        one.blocksHit = rows.int8(i, rows.column("blocks_hit"));
        one.blocksRead = fetched - one.blocksHit;
        one.deadlocks = rows.int8(i, rows.column("deadlocks"));
        one.tempBytes = rows.int8(i, rows.column("temp_bytes"));
        one.conflicts = rows.int8(i, rows.column("conflicts"));
    }
    return out;
}

void Decoder::facts(const pg::Rows &rows, ServerFacts &server, Limits &limits, int &maxPrepared)
{
    if (rows.rowCount() != 1)
        return;
    // "17.4 (Debian 17.4-1)": the number is enough.
    server.version = rows.text(0, rows.column("version")).section(u' ', 0, 0);
    server.startedAt = rows.timestamp(0, rows.column("started_at")).value_or(Timestamp{});
    server.role = rows.text(0, rows.column("role"));
    server.superuser = rows.text(0, rows.column("superuser")) == "on"_L1;
    server.readsAllStats = rows.boolean(0, rows.column("reads_all_stats"));
    server.signalsBackends = rows.boolean(0, rows.column("signals_backends"));
    limits.maxConnections = rows.int4(0, rows.column("max_connections"));
    limits.superuserReserved = rows.int4(0, rows.column("superuser_reserved"));
    limits.reserved = rows.int4(0, rows.column("reserved"));
    maxPrepared = rows.int4(0, rows.column("max_prepared"));
}

} // namespace snapshot
