// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/evidencereader.h"

#include "access/hba/serverrules.h"
#include "access/ladder/rulefacts.h"
#include "postgres/catalogue.h"

#include <QHostAddress>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

constexpr int LogTail = 512 * 1024;
constexpr int MaxLogReads = 10;

bool isLocal(const QString &address)
{
    return address.startsWith(u'/') || QHostAddress(address).isLoopback();
}

PasswordKind kindOf(const QString &word)
{
    if (word == "none"_L1)
        return PasswordKind::None;
    if (word == "scram"_L1)
        return PasswordKind::Scram;
    return word == "md5"_L1 ? PasswordKind::Md5 : PasswordKind::Other;
}

// Of the last minute, by the clock and in the zone of the log.
bool isFresh(const AuthLogEntry &entry, base::Timestamp now)
{
    const QString time = QString::fromStdString(entry.time.substr(0, 19));
    const auto logged = base::fromIso(time + u'Z');
    return logged && now - *logged < std::chrono::minutes(1);
}

const pg::Rows *rowsOf(const base::Result<pg::Rows> &answer)
{
    return answer ? &*answer : nullptr;
}

} // namespace

EvidenceReader::EvidenceReader(pg::Connection &connection)
    : m_connection(connection)
{
}

bool EvidenceReader::isSameServer(const Observation &observation) const
{
    const pg::ConnectionFacts &facts = m_connection.facts();
    if (facts.port != observation.port)
        return false;
    return facts.address == observation.address || facts.host == observation.host ||
           (isLocal(facts.address) && isLocal(observation.address));
}

QCoro::Task<base::Result<pg::Rows>> EvidenceReader::ask(QString statement,
                                                        QList<pg::Parameter> parameters)
{
    const pg::Query query{.sql = pg::statement(statement, m_connection.facts().serverVersion),
                          .parameters = std::move(parameters),
                          .binary = true};
    co_return co_await m_connection.run(query);
}

QCoro::Task<Evidence> EvidenceReader::read(Observation observation)
{
    Evidence evidence;
    evidence.role = co_await readRole(observation.user);
    evidence.database = co_await readDatabase(observation.database, observation.user);
    if (observation.error && observation.error->sqlState == "53300"_L1)
        evidence.limits = co_await readLimits();
    if (observation.error && observation.error->isClass("28"_L1))
        evidence.rules = co_await readRules(observation);
    evidence.maps = m_maps;
    if (observation.error)
        co_await readLog(observation.error->sqlState.isEmpty() ? QString()
                                                               : observation.error->message);
    evidence.log = m_log;
    co_return evidence;
}

QCoro::Task<std::optional<RoleFacts>> EvidenceReader::readRole(QString name)
{
    const auto answer = co_await ask(u"access/role"_s, {name.toUtf8()});
    const pg::Rows *rows = rowsOf(answer);
    if (!rows)
        co_return std::nullopt;
    RoleFacts role{.exists = rows->rowCount() == 1};
    if (!role.exists)
        co_return role;
    role.canLogin = rows->boolean(0, 0);
    role.superuser = rows->boolean(0, 1);
    role.replication = rows->boolean(0, 2);
    role.connectionLimit = rows->int4(0, 3);
    role.validUntil = rows->text(0, 4);
    role.expired = rows->boolean(0, 5);
    role.connections = rows->int4(0, 6);
    const auto secret = co_await ask(u"access/rolesecret"_s, {name.toUtf8()});
    if (secret && secret->rowCount() == 1)
        role.password = kindOf(secret->text(0, 0));
    co_return role;
}

QCoro::Task<std::optional<DatabaseFacts>> EvidenceReader::readDatabase(QString name, QString role)
{
    const auto answer = co_await ask(u"access/database"_s, {name.toUtf8(), role.toUtf8()});
    const pg::Rows *rows = rowsOf(answer);
    if (!rows)
        co_return std::nullopt;
    DatabaseFacts database{.exists = rows->rowCount() == 1};
    if (!database.exists)
        co_return database;
    database.allowsConnections = rows->boolean(0, 0);
    database.connectionLimit = rows->int4(0, 1);
    database.connections = rows->int4(0, 2);
    if (!rows->isNull(0, 3))
        database.mayConnect = rows->boolean(0, 3);
    co_return database;
}

QCoro::Task<std::optional<LimitFacts>> EvidenceReader::readLimits()
{
    const auto answer = co_await ask(u"access/limits"_s, {});
    const pg::Rows *rows = rowsOf(answer);
    if (!rows || rows->rowCount() != 1)
        co_return std::nullopt;
    LimitFacts limits{.maxConnections = rows->int4(0, 0),
                      .reservedForSuperusers = rows->int4(0, 1),
                      .reserved = rows->int4(0, 2),
                      .used = rows->int4(0, 3)};
    const auto held = co_await ask(u"access/slots"_s, {});
    for (int row = 0; held && row < held->rowCount(); ++row)
        limits.holders.append({.role = held->text(row, 0),
                               .application = held->text(row, 1),
                               .state = held->text(row, 2),
                               .sessions = held->int4(row, 3),
                               .longestIdleSeconds = held->int8(row, 4)});
    co_return limits;
}

// What the server says to a client it logs before; but with logging_collector that goes through a
// pipe to another process. So a message that is not there yet is waited for, a little.
QCoro::Task<void> EvidenceReader::readLog(QString message)
{
    if (m_logReads > 0 && message.isEmpty())
        co_return; // nothing that a server would have logged
    while (m_logReads < MaxLogReads) {
        ++m_logReads;
        const bool enough = co_await readLogOnce(message);
        if (enough || message.isEmpty())
            co_return;
        co_await ask(u"access/logpause"_s, {});
    }
}

// True if the log holds this refusal now, or cannot be read.
QCoro::Task<bool> EvidenceReader::readLogOnce(QString message)
{
    const auto answer = co_await ask(u"access/logtail"_s, {QByteArray::number(LogTail)});
    if (!answer || answer->rowCount() != 1)
        co_return true;
    const QByteArrayView tail = answer->bytes(0, 0);
    m_log = parseAuthLog({tail.data(), size_t(tail.size())});
    const auto now = base::fromIso(answer->text(0, 1) + u'Z');
    co_return std::ranges::any_of(m_log, [&](const AuthLogEntry &entry) {
        return now && isFresh(entry, *now) && entry.message == message.toStdString();
    });
}

QCoro::Task<std::optional<RuleFacts>> EvidenceReader::readRules(Observation observation)
{
    if (!m_rules) {
        const auto read = co_await readServerRules(&m_connection);
        m_rules = read ? read->hba : HbaRules();
        m_maps = read ? mapLinesOf(read->ident) : QList<MapLine>();
    }
    if (m_rules->rules.empty())
        co_return std::nullopt;
    Memberships memberOf;
    const auto answer = co_await ask(u"access/memberof"_s, {observation.user.toUtf8()});
    for (int row = 0; answer && row < answer->rowCount(); ++row)
        memberOf.insert(answer->text(row, 0).toStdString());
    co_return ruleFactsOf(*m_rules, observation, memberOf);
}

} // namespace pgaccess
