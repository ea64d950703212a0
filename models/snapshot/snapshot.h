// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/duration.h"
#include "base/timestamp.h"

#include <QMetaType>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace snapshot {

using base::Timestamp;
using Oid = quint32;

/// What pg_stat_activity calls the state, and the two cases in which it has none.
enum class SessionState {
    Hidden,     ///< This role may not see it.
    Background, ///< A process of the server's own, without a state.
    Starting,   ///< Authenticating (18 and newer).
    Active,
    Idle,
    IdleInTransaction,
    IdleInTransactionAborted,
    FastPathFunction,
    Disabled, ///< track_activities is off.
};

/// One backend, as it was. Times are the server's. Texts are decoded, but not made fit for display.
struct Session
{
    /// Who it is: a pid alone is used again by the next one.
    struct Key
    {
        int pid = 0;
        std::optional<Timestamp> backendStart;
        auto operator<=>(const Key &) const = default;
    };

    int pid = 0;
    std::optional<Timestamp> backendStart; ///< Nothing if this role may not see it.
    QString backendType;                   ///< An open set: "client backend", "walsender" …
    Oid databaseOid = 0;                   ///< 0 for processes without a database.
    Oid roleOid = 0;
    QString database; ///< "(oid 123)" while the name is not known.
    QString role;
    QString application;
    QString client;     ///< IP address, "local" for a socket, empty if unknown.
    int clientPort = 0; ///< 0 if there is none.
    bool tls = false;
    SessionState state = SessionState::Hidden;
    QString waitEventType;
    QString waitEvent;
    std::optional<Timestamp> xactStart;
    std::optional<Timestamp> queryStart;
    std::optional<Timestamp> stateChange;
    std::optional<quint32> backendXid;
    std::optional<quint32> backendXmin;
    int leaderPid = 0; ///< 0 for a leader and for sessions without workers.
    std::optional<qint64> queryId;
    QString query;               ///< At most 4096 bytes of it; the last statement in idle states.
    bool queryCut = false;       ///< There is more of it.
    bool queryMalformed = false; ///< It held bytes that are not UTF-8, shown as U+FFFD.
    bool own = false;            ///< A connection of this program.

    bool operator==(const Session &) const = default;
    Key key() const { return {pid, backendStart}; }
    bool isHidden() const { return state == SessionState::Hidden; }
    bool isClient() const { return backendType == QLatin1StringView("client backend"); }
};

/// Lock modes by PostgreSQL's numbers, 1 to 8.
enum class LockMode : quint8 {
    None,
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
    SIRead,
};

/// What a lock is on: the identifying columns of pg_locks, 0 or empty where NULL.
struct LockTarget
{
    QString type; ///< "relation", "transactionid" …
    Oid database = 0;
    Oid relation = 0;
    std::optional<qint32> page;
    std::optional<qint16> tuple;
    QString virtualXid;
    quint32 transactionId = 0;
    Oid classId = 0;
    Oid objectId = 0;
    std::optional<qint16> objectSubId;

    auto operator<=>(const LockTarget &) const = default;
};

/// One row of pg_locks: a mode that is held, or the one that is waited for.
struct Lock
{
    LockTarget target;
    QString virtualTransaction;
    int pid = 0; ///< 0 for a prepared transaction.
    LockMode mode = LockMode::None;
    bool granted = false;
    bool fastPath = false;
    std::optional<Timestamp> waitStart; ///< 14 and newer.

    bool operator==(const Lock &) const = default;
};

/// What pg_blocking_pids() answered for one waiting process, a moment after the locks were read.
struct Blocking
{
    int pid = 0;               ///< The process that was asked about.
    std::vector<int> blockers; ///< Leaders' pids, each once; 0 is a prepared transaction.
    bool safeSnapshot = false; ///< From pg_safe_snapshot_blocking_pids().

    bool operator==(const Blocking &) const = default;
};

/// The name of an object that a lock is on.
struct ObjectName
{
    Oid database = 0; ///< 0 for shared objects.
    Oid classId = 0;  ///< The catalog's OID; 1259 (pg_class) for relations.
    Oid objectId = 0;
    QString kind;   ///< "table", "index", "materialized view" …
    QString schema; ///< Empty where there is none.
    QString name;
    QString table; ///< Of an index or a TOAST table: its table, with the schema if that differs.

    bool operator==(const ObjectName &) const = default;
};

struct PreparedTransaction
{
    quint32 transactionId = 0;
    QString gid;
    Timestamp prepared;
    Oid ownerOid = 0;
    Oid databaseOid = 0;
    QString owner;
    QString database;

    bool operator==(const PreparedTransaction &) const = default;
};

/// Counters of one database since its statistics were reset.
struct DatabaseCounters
{
    Oid oid = 0;
    QString name;
    qint64 commits = 0;
    qint64 rollbacks = 0;
    qint64 blocksRead = 0;
    qint64 blocksHit = 0;
    qint64 deadlocks = 0;
    qint64 tempBytes = 0;
    qint64 conflicts = 0;

    bool operator==(const DatabaseCounters &) const = default;
};

/// How many sessions a role or a database may have; -1 is no limit.
struct ConnectionLimit
{
    Oid oid = 0;
    QString name;
    int limit = -1;
    int used = 0;

    bool operator==(const ConnectionLimit &) const = default;
};

struct Limits
{
    int maxConnections = 0;
    int superuserReserved = 0;
    int reserved = 0;                       ///< reserved_connections, 16 and newer.
    int used = 0;                           ///< Client backends, hidden ones included.
    std::vector<ConnectionLimit> roles;     ///< Only those with a limit.
    std::vector<ConnectionLimit> databases; ///< Only those with a limit.

    bool operator==(const Limits &) const = default;
    /// Slots for roles without special rights.
    int usable() const { return maxConnections - superuserReserved - reserved; }
};

/// What is true of the server as a whole.
struct ServerFacts
{
    int versionNum = 0;
    QString version; ///< "17.4"
    bool standby = false;
    Timestamp startedAt;
    QString role; ///< Ours.
    bool superuser = false;
    bool readsAllStats = false;   ///< Has the rights of pg_read_all_stats.
    bool signalsBackends = false; ///< Has the rights of pg_signal_backend.
    bool pooled = false;
    bool singleConnection = false; ///< Watching and acting share one connection.
    QString tlsVersion;
    QString database; ///< The one we are connected to.
    QString problem;  ///< Why what is shown may not be trusted; empty if all is well.

    bool operator==(const ServerFacts &) const = default;
};

/// A server at one moment. Immutable once made; everything that is shown is a function of it.
struct Snapshot
{
    quint64 sequence = 0;
    Timestamp takenAt;        ///< The server's clock.
    base::Duration cost{};    ///< How long the server worked for it.
    base::Duration elapsed{}; ///< From asking to having it all.
    ServerFacts server;
    Limits limits;
    std::vector<Session> sessions; ///< By pid.
    /// While somebody waits: all that wait, all on the same targets, all on rows and pages, and the
    /// transaction ids of prepared transactions. Perhaps a few more that nobody waits for.
    std::vector<Lock> locks;
    std::vector<Blocking> blocking;  ///< Of those for whom the locks alone prove too little.
    std::vector<ObjectName> objects; ///< What locks are on, as far as their names are known.
    std::vector<PreparedTransaction> prepared;
    std::vector<DatabaseCounters> databases;
    std::optional<double>
        transactionsPerSecond; ///< Since the snapshot before; nothing after a reset.
    int hiddenSessions = 0;    ///< Whose details this role may not see.
    QString namesProblem;      ///< Why names of roles or databases may be missing or old.
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// The words that pg_stat_activity uses: "idle in transaction"; empty for Hidden and Background.
QLatin1StringView stateText(SessionState state);

/// "AccessExclusiveLock", as in pg_locks.
QLatin1StringView lockModeText(LockMode mode);

} // namespace snapshot

Q_DECLARE_METATYPE(snapshot::SnapshotPtr)
