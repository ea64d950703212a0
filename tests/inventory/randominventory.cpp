// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/randominventory.h"

using namespace Qt::StringLiterals;

namespace tests {

namespace {

constexpr int RoleCount = 26;

const QStringList &hostileNames()
{
    static const QStringList names{
        u"app"_s,
        u"Team A"_s,
        u"a\"b"_s,
        u"it's; DROP TABLE x; --"_s,
        u"line\nbreak"_s,
        u"tab\there"_s,
        u"back\\slash"_s,
        u"percent %1 %s"_s,
        u"{brace,comma}"_s,
        u"a=b"_s,
        u"a|b"_s,
        u"$user"_s,
        u"public "_s,
        u"\u202Eevil"_s,
        u"zero\u200Bwidth"_s,
        u"데이터베이스"_s,
        u"Größe"_s,
        u"😀"_s,
        u"none?"_s,
        QString(63, u'x'),
    };
    return names;
}

bool oneIn(QRandomGenerator &random, int count)
{
    return random.bounded(count) == 0;
}

template <typename List>
auto pick(QRandomGenerator &random, const List &list)
{
    return list[random.bounded(int(list.size()))];
}

} // namespace

QString quoted(const QString &name)
{
    return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

RandomInventory::RandomInventory(int version, quint32 seed)
    : m_version(version)
{
    QRandomGenerator random(seed);
    addRoles(random);
    addDatabases(random);
    addMemberships(random);
    addGrants(random);
    addSettings(random);
}

QString RandomInventory::anyRole(QRandomGenerator &random) const
{
    return pick(random, m_roles);
}

QString RandomInventory::anyDatabase(QRandomGenerator &random) const
{
    return quoted(pick(random, m_databases));
}

void RandomInventory::addRoles(QRandomGenerator &random)
{
    const QStringList attributes{u"LOGIN"_s,    u"LOGIN"_s,       u"NOINHERIT"_s, u"CREATEROLE"_s,
                                 u"CREATEDB"_s, u"REPLICATION"_s, u"BYPASSRLS"_s};
    const QStringList dates{u"infinity"_s, u"-infinity"_s, u"2001-02-03 04:05:06.789+00"_s,
                            u"2060-01-01 00:00:00+09"_s};
    for (int i = 0; i < RoleCount; ++i) {
        const QString name = i < hostileNames().size() ? hostileNames()[i] : u"role %1"_s.arg(i);
        m_roles.append(quoted(name));
        QString sql = u"CREATE ROLE "_s + m_roles.last();
        for (const QString &attribute : attributes) {
            if (oneIn(random, 3) && !sql.contains(u' ' + attribute))
                sql += u' ' + attribute;
        }
        if (oneIn(random, 13))
            sql += u" SUPERUSER"_s;
        if (oneIn(random, 3))
            sql += u" CONNECTION LIMIT %1"_s.arg(random.bounded(3));
        if (oneIn(random, 2))
            sql += u" VALID UNTIL '"_s + pick(random, dates) + u'\'';
        if (oneIn(random, 2))
            sql += u" PASSWORD 'p%1'"_s.arg(i);
        m_needed += (oneIn(random, 2) ? u"SET password_encryption = 'md5'"_s
                                      : u"SET password_encryption = 'scram-sha-256'"_s);
        m_needed += sql;
        if (oneIn(random, 4))
            m_needed += u"COMMENT ON ROLE %1 IS 'é %2'"_s.arg(m_roles.last(), QString::number(i));
    }
}

void RandomInventory::addDatabases(QRandomGenerator &random)
{
    for (const int name : {1, 2, 3, 4, 17}) {
        const QString database = hostileNames()[name];
        m_databases.append(database);
        m_needed += u"CREATE DATABASE %1 OWNER %2 CONNECTION LIMIT %3"_s.arg(
            quoted(database), anyRole(random), QString::number(random.bounded(4) - 1));
        m_needed += u"COMMENT ON DATABASE %1 IS 'kept'"_s.arg(quoted(database));
    }
    // At the end, because nobody could make tables in it after that.
    for (int i = 0; i < 10; ++i)
        m_tables += u"CREATE TABLE t%1 (a int); ALTER TABLE t%1 OWNER TO %2;"_s.arg(
            QString::number(i), anyRole(random));
}

void RandomInventory::addMemberships(QRandomGenerator &random)
{
    QStringList granted = m_roles;
    granted += {u"pg_monitor"_s, u"pg_read_all_stats"_s, u"pg_signal_backend"_s, u"postgres"_s};
    const auto option = [&random](const QString &name) {
        return name + (oneIn(random, 2) ? u" TRUE"_s : u" FALSE"_s);
    };
    for (int i = 0; i < 60; ++i) {
        QString sql = u"GRANT %1 TO %2"_s.arg(
            oneIn(random, 30) ? granted.last() : pick(random, granted), anyRole(random));
        if (m_version >= 16) {
            sql += u" WITH "_s + option(u"ADMIN"_s) + u", "_s + option(u"INHERIT"_s) + u", "_s +
                   option(u"SET"_s);
        } else if (oneIn(random, 3)) {
            sql += u" WITH ADMIN OPTION"_s;
        }
        m_refusable += sql;
        if (m_version >= 16 && oneIn(random, 2))
            m_refusable += sql + u" GRANTED BY "_s + anyRole(random);
    }
    m_needed += u"CREATE ROLE chain0 LOGIN"_s;
    for (int i = 1; i < 40; ++i)
        m_needed += u"CREATE ROLE chain%1 IN ROLE chain%2"_s.arg(QString::number(i),
                                                                 QString::number(i - 1));
}

void RandomInventory::addGrants(QRandomGenerator &random)
{
    QStringList grantees = m_roles;
    grantees += {u"PUBLIC"_s, u"PUBLIC"_s, u"PUBLIC"_s, u"pg_database_owner"_s};
    const QStringList rights{u"CONNECT"_s, u"TEMPORARY"_s, u"CREATE"_s, u"ALL"_s};
    for (const QString &database : m_databases)
        m_refusable +=
            u"REVOKE %1 ON DATABASE %2 FROM PUBLIC"_s.arg(pick(random, rights), quoted(database));
    for (int i = 0; i < 40; ++i) {
        const QString grantee = oneIn(random, 6) ? u"pg_database_owner"_s : pick(random, grantees);
        const bool option = grantee != "PUBLIC"_L1 && oneIn(random, 4);
        const QStringList words{pick(random, rights), anyDatabase(random), grantee,
                                option ? u" WITH GRANT OPTION"_s : QString()};
        m_refusable +=
            oneIn(random, 4)
                ? u"REVOKE %1 ON DATABASE %2 FROM %3"_s.arg(words[0], words[1], words[2])
                : u"GRANT %1 ON DATABASE %2 TO %3%4"_s.arg(words[0], words[1], words[2], words[3]);
    }
    m_refusable += u"UPDATE pg_database SET datallowconn = false WHERE datname = '%1'"_s.arg(
        m_databases.last());
}

void RandomInventory::addSettings(QRandomGenerator &random)
{
    const QStringList values{u"work_mem = '8MB'"_s, u"app.tenant = 'a=b, \"c\" ''d'''"_s,
                             u"search_path = \"$user\", public"_s, u"statement_timeout = 0"_s};
    for (int i = 0; i < 20; ++i) {
        QString sql = u"ALTER DATABASE %1 SET %2"_s.arg(anyDatabase(random), pick(random, values));
        if (oneIn(random, 3))
            sql = u"ALTER ROLE %1 SET %2"_s.arg(anyRole(random), pick(random, values));
        else if (oneIn(random, 2))
            sql = u"ALTER ROLE %1 IN DATABASE %2 SET %3"_s.arg(anyRole(random), anyDatabase(random),
                                                               pick(random, values));
        m_needed += sql;
    }
    m_needed += u"ALTER ROLE ALL SET lc_messages = 'C'"_s;
}

base::Result<void> RandomInventory::create(TestServer &server) const
{
    auto session = TestSession::open(server.spec());
    if (!session)
        return std::unexpected(session.error());
    for (const QString &sql : m_needed) {
        if (const auto done = session->run(sql.toUtf8()); !done)
            return std::unexpected(done.error());
    }
    for (const QString &database : m_databases) {
        if (const auto done = server.sql(m_tables.toUtf8(), database); !done)
            return std::unexpected(done.error());
    }
    qsizetype refused = 0;
    for (const QString &sql : m_refusable)
        refused += session->run(sql.toUtf8()) ? 0 : 1;
    if (refused > m_refusable.size() / 2)
        return base::localError(u"Too many statements were refused."_s);
    return {};
}

} // namespace tests
