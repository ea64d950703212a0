// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/connection.h"

#include "base/plaintext.h"
#include "postgres/addresslookup.h"
#include "postgres/canceller.h"
#include "postgres/handshake.h"
#include "postgres/wire.h"

namespace pg {

using namespace Qt::StringLiterals;

namespace {

base::Error closedError()
{
    return {.kind = base::ErrorKind::Cancelled, .message = u"The connection was closed."_s};
}

// No operator and no unqualified name: this runs before we know that the search path is ours.
constexpr auto VerifySql =
    "SELECT current_user, session_user, pg_catalog.current_setting('search_path'), "
    "pg_catalog.pg_backend_pid(), pg_catalog.current_setting('is_superuser'), "
    "pg_catalog.current_database()";

// Settings newer than our oldest server, so not in the start-up packet.
QByteArray noTimeoutsSql(int version)
{
    QByteArray sql = "SELECT pg_catalog.set_config('idle_session_timeout', '0', false)";
    if (version >= 170000)
        sql += ", pg_catalog.set_config('transaction_timeout', '0', false)";
    return sql;
}

// A server has little to say before it is known to be one.
constexpr Limits SmallLimits{.rows = 1000, .bytes = 1024 * 1024};

base::Error tooOld(int version)
{
    const QString name = version >= 100000
                             ? QString::number(version / 10000)
                             : u"%1.%2"_s.arg(version / 10000).arg(version / 100 % 100);
    return {.kind = base::ErrorKind::Server,
            .message = u"This server is PostgreSQL %1; PgVigil needs 13 or newer."_s.arg(name)};
}

constexpr auto LocalSettingsSql = "SELECT pg_catalog.set_config('search_path', '', true), "
                                  "pg_catalog.set_config('statement_timeout', '15000', true), "
                                  "pg_catalog.set_config('lock_timeout', '1000', true), "
                                  "pg_catalog.set_config('TimeZone', 'UTC', true)";

// libpq computes as many as the server names, and would be busy for minutes.
constexpr qlonglong MostIterations = 1'000'000;

bool wantsTlsIfPossible(const ConnectionSpec &spec, const Target &target)
{
    const QString mode = spec.value(u"sslmode"_s);
    return !target.isSocket() && (mode.isEmpty() || mode == "prefer"_L1 || mode == "allow"_L1);
}

// The server spoke: another address of it would say the same.
bool hasAnswered(const base::Error &error)
{
    return error.kind == base::ErrorKind::Server || error.kind == base::ErrorKind::PasswordNeeded ||
           error.kind == base::ErrorKind::Local;
}

// Only a server that is starting or stopping sends us on to the next host.
bool isFinal(const base::Error &error)
{
    return hasAnswered(error) && error.sqlState != "57P03"_L1;
}

// A pooler names parameters that it does not know with 08P01; a server, with 42704 or 42501.
bool refusedSettings(const base::Error &error)
{
    return error.sqlState == "08P01"_L1 || error.sqlState == "42704"_L1 ||
           error.sqlState == "42501"_L1;
}

} // namespace

Connection::Connection(QObject *parent)
    : QObject(parent)
    , m_wire(std::make_unique<Wire>(this))
{
    connect(m_wire.get(), &Wire::broken, this, &Connection::lost);
}

Connection::~Connection()
{
    close();
}

bool Connection::isOpen() const
{
    return m_wire->isOpen();
}

bool Connection::isBusy() const
{
    return m_wire->isBusy();
}

void Connection::close()
{
    ++m_generation;
    m_wire->close(closedError());
    if (AddressLookup *lookup = std::exchange(m_lookup, nullptr))
        lookup->abort();
    if (Handshake *handshake = std::exchange(m_handshake, nullptr))
        handshake->abort();
    if (Canceller *canceller = std::exchange(m_canceller, nullptr))
        canceller->abort(base::ErrorKind::Cancelled, u"The connection was closed."_s);
}

QCoro::Task<base::Result<ConnectionFacts>> Connection::open(ConnectParameters parameters)
{
    close();
    m_facts = {};
    m_settingsRefused = false;
    const quint64 generation = m_generation;
    const QDeadlineTimer deadline(parameters.deadline);
    const auto places = targets(parameters.spec);
    if (!places)
        co_return std::unexpected(places.error());
    Opened opened = std::unexpected(closedError());
    for (const Target &target : *places) {
        opened = co_await openTarget(parameters, target, deadline);
        if (!opened && opened.error().kind == base::ErrorKind::Cancelled)
            co_return std::unexpected(opened.error());
        if (opened || isFinal(opened.error()))
            break;
    }
    if (generation != m_generation)
        co_return std::unexpected(closedError());
    if (!opened)
        co_return std::unexpected(opened.error());
    co_return co_await verify();
}

QCoro::Task<Connection::Opened> Connection::openTarget(ConnectParameters parameters, Target target,
                                                       QDeadlineTimer deadline)
{
    QStringList addresses{target.hostAddress};
    if (target.hostAddress.isEmpty() && !target.isSocket()) {
        AddressLookup lookup;
        m_lookup = &lookup;
        lookup.start(target.host, deadline);
        const AddressLookup::Outcome found = co_await lookup.completion();
        if (!found && found.error().kind == base::ErrorKind::Cancelled)
            co_return std::unexpected(found.error());
        m_lookup = nullptr;
        if (!found)
            co_return std::unexpected(found.error());
        addresses = *found;
    }
    Opened opened = std::unexpected(closedError());
    for (qsizetype i = 0; i < addresses.size(); ++i) {
        target.hostAddress = addresses[i];
        const qint64 share =
            std::max<qint64>(500, deadline.remainingTime() / (addresses.size() - i));
        opened = co_await openAddress(parameters, target, QDeadlineTimer(share));
        if (opened || opened.error().kind == base::ErrorKind::Server ||
            opened.error().kind == base::ErrorKind::Cancelled || deadline.hasExpired())
            break;
    }
    co_return opened;
}

QCoro::Task<Connection::Opened> Connection::openAddress(ConnectParameters parameters, Target target,
                                                        QDeadlineTimer deadline)
{
    AttemptOptions options;
    const bool tlsIfPossible = wantsTlsIfPossible(parameters.spec, target);
    // libpq's own "prefer" would send the password a second time, in a session without TLS, after
    // any refusal. Here only the server's "no TLS", said before any password, leads to that.
    if (tlsIfPossible)
        options.sslMode = "require";
    else if (target.isSocket())
        options.sslMode = "disable";
    Opened opened = co_await attempt(parameters, target, options, deadline);
    if (!opened && opened.error().kind == base::ErrorKind::Cancelled)
        co_return opened;
    if (!opened && tlsIfPossible && m_tlsRefused) {
        options.sslMode = "disable";
        opened = co_await attempt(parameters, target, options, deadline);
        if (!opened && opened.error().kind == base::ErrorKind::Cancelled)
            co_return opened;
    }
    if (!opened && refusedSettings(opened.error())) {
        m_settingsRefused = true;
        options.sessionSettings = false;
        const Opened plain = co_await attempt(parameters, target, options, deadline);
        if (plain || !refusedSettings(plain.error()))
            co_return plain;
    }
    co_return opened;
}

QCoro::Task<Connection::Opened> Connection::attempt(ConnectParameters parameters, Target target,
                                                    AttemptOptions options, QDeadlineTimer deadline)
{
    Handshake handshake;
    m_handshake = &handshake;
    handshake.start(StartupParameters(parameters, target, options), deadline);
    Opened outcome = co_await handshake.completion();
    if (!outcome && outcome.error().kind == base::ErrorKind::Cancelled)
        co_return outcome; // this may be gone
    m_handshake = nullptr;
    m_tlsRefused = handshake.tlsRefused();
    if (!outcome) {
        base::Error error = outcome.error();
        const QString place = target.hostAddress.isEmpty() ? target.host : target.hostAddress;
        error.attempting = u"connecting to %1 port %2"_s.arg(place, QString::number(target.port));
        co_return std::unexpected(error);
    }
    m_wire->take(handshake.takeConnection());
    takeFacts(target);
    co_return outcome;
}

void Connection::takeFacts(const Target &target)
{
    PGconn *handle = m_wire->handle();
    m_facts.serverVersion = PQserverVersion(handle);
    m_facts.backendPid = PQbackendPID(handle);
    m_facts.host = target.host;
    m_facts.address = target.hostAddress.isEmpty() ? target.host : target.hostAddress;
    m_facts.port = target.port;
    m_facts.user = base::decodeText(PQuser(handle));
    m_facts.database = base::decodeText(PQdb(handle));
    if (PQsslInUse(handle))
        m_facts.tlsVersion = QString::fromLatin1(PQsslAttribute(handle, "protocol"));
}

QCoro::Task<base::Result<ConnectionFacts>> Connection::verify()
{
    if (m_facts.serverVersion < 130000) {
        close();
        co_return std::unexpected(tooOld(m_facts.serverVersion));
    }
    const quint64 generation = m_generation;
    m_facts.pooled = m_settingsRefused;
    const Results results = co_await run(QList<Query>{{.sql = VerifySql}}, SmallLimits);
    if (!results.front() && results.front().error().kind == base::ErrorKind::Cancelled)
        co_return std::unexpected(results.front().error());
    if (generation != m_generation)
        co_return std::unexpected(closedError());
    if (!results.front()) {
        close();
        co_return std::unexpected(results.front().error());
    }
    if (results.front()->rowCount() != 1 || results.front()->columnCount() != 6) {
        close();
        co_return std::unexpected(
            base::Error{.kind = base::ErrorKind::ConnectionLost,
                        .message = u"The server answered the first question with nonsense."_s});
    }
    takeVerification(*results.front());
    const ConnectionFacts facts = m_facts;
    if (m_facts.verified && m_facts.serverVersion >= 140000)
        co_await run(Query{.sql = noTimeoutsSql(m_facts.serverVersion)}, SmallLimits);
    if (generation != m_generation)
        co_return std::unexpected(closedError());
    co_return facts;
}

void Connection::takeVerification(const Rows &row)
{
    const int realPid = row.text(0, 3).toInt();
    m_facts.pooled = m_settingsRefused || realPid != m_facts.backendPid;
    m_facts.backendPid = realPid;
    m_facts.superuser = row.text(0, 4) == "on"_L1;
    m_facts.database = row.text(0, 5);
    if (row.text(0, 0) != row.text(0, 1))
        m_facts.verifyProblem =
            u"The server runs this session as role “%1” although “%2” logged in."_s.arg(
                row.text(0, 0), row.text(0, 1));
    else if (!m_facts.pooled && !row.text(0, 2).isEmpty())
        m_facts.verifyProblem = u"The server did not take over the session's settings."_s;
    else if (m_facts.pooled)
        m_facts.verifyProblem =
            u"A connection pooler stands between this program and the server."_s;
    m_facts.verified = m_facts.verifyProblem.isEmpty();
}

QCoro::Task<Connection::Results> Connection::run(QList<Query> batch, Limits limits)
{
    const size_t count = size_t(batch.size());
    if (!isOpen() || batch.isEmpty()) {
        const base::Error error{.kind = base::ErrorKind::ConnectionLost,
                                .message = u"There is no connection to the server."_s};
        co_return Results(count, std::unexpected(error));
    }
    const bool pooled = m_facts.pooled;
    if (pooled) {
        for (Query &query : batch)
            query.prepare = false;
        batch.prepend({.sql = LocalSettingsSql});
    }
    const auto pipeline =
        std::make_shared<Batch>(std::move(batch), limits, pooled || limits.together);
    m_wire->enqueue(pipeline);
    Results results = co_await pipeline->completion;
    if (pooled)
        results.erase(results.begin());
    co_return results;
}

QCoro::Task<base::Result<Rows>> Connection::run(Query query, Limits limits)
{
    Results results = co_await run(QList<Query>{std::move(query)}, limits);
    co_return std::move(results.front());
}

base::Result<QByteArray> Connection::quoteLiteral(const QByteArray &text) const
{
    if (!isOpen())
        return base::localError(u"There is no connection to the server."_s);
    const std::unique_ptr<char, FreeWith<PQfreemem>> quoted(
        PQescapeLiteral(m_wire->handle(), text.constData(), size_t(text.size())));
    if (!quoted)
        return base::localError(base::decodeText(PQerrorMessage(m_wire->handle())));
    return QByteArray(quoted.get());
}

base::Result<QByteArray> Connection::encryptPassword(const QString &role,
                                                     const base::Secret &password) const
{
    if (!isOpen())
        return base::localError(u"There is no connection to the server."_s);
    PGconn *handle = m_wire->handle();
    if (QByteArray(PQparameterStatus(handle, "scram_iterations")).toLongLong() > MostIterations)
        return base::localError(
            u"The server asks for more SCRAM iterations than this program is ready to compute."_s);
    const std::unique_ptr<char, FreeWith<PQfreemem>> verifier(
        PQencryptPasswordConn(handle, password.data(), role.toUtf8().constData(), "scram-sha-256"));
    if (!verifier)
        return base::localError(base::decodeText(PQerrorMessage(handle)));
    return QByteArray(verifier.get());
}

QCoro::Task<base::Result<void>> Connection::cancel(std::chrono::milliseconds deadline)
{
    if (!isOpen())
        co_return base::localError(u"There is no connection to the server."_s);
    Canceller canceller;
    m_canceller = &canceller;
    canceller.start(m_wire->handle(), deadline);
    const base::Result<void> outcome = co_await canceller.completion();
    if (outcome || outcome.error().kind != base::ErrorKind::Cancelled)
        m_canceller = nullptr;
    co_return outcome;
}

} // namespace pg
