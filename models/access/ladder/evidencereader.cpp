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
    if (!m_log)
        m_log = co_await readLog();
    evidence.log = *m_log;
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

QCoro::Task<std::vector<AuthLogEntry>> EvidenceReader::readLog()
{
    const auto answer = co_await ask(u"access/logtail"_s, {QByteArray::number(LogTail)});
    if (!answer || answer->rowCount() != 1)
        co_return std::vector<AuthLogEntry>();
    const QByteArrayView tail = answer->bytes(0, 0);
    co_return parseAuthLog({tail.data(), size_t(tail.size())});
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
