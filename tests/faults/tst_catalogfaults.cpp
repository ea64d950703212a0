// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"
#include "postgres/catalogue.h"
#include "support/testserver.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ServerState;
using faults::FaultWatch;
using tests::TestServer;

namespace {

// All that our statements call, found in their texts.
QStringList calledFunctions()
{
    static const QRegularExpression call(u"pg_catalog\\.(\\w+)\\s*\\("_s);
    QSet<QString> names;
    for (QDirIterator files(u":/sql"_s, QDirIterator::Subdirectories); files.hasNext();) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString sql = QString::fromUtf8(file.readAll());
        for (const auto &match : call.globalMatch(sql))
            names.insert(match.captured(1));
    }
    return names.values();
}

// A schema in which every function that we call exists with the signatures of pg_catalog, every
// operator on the types that we compare, and the relations: each leaves a trace in trojan.hits.
QByteArray trojanSql(const QString &function)
{
    return uR"(
DO $do$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid, p.proname, pg_get_function_identity_arguments(p.oid) AS arguments,
                  format_type(p.prorettype, NULL) AS result
             FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = '%1'
              AND p.prokind = 'f' AND p.provariadic = 0 AND NOT p.proretset
              AND p.prorettype NOT IN ('internal'::regtype, 'anyelement'::regtype, 'anyarray'::regtype)
              AND NOT EXISTS (SELECT FROM unnest(p.proargtypes) t(o) JOIN pg_type y ON y.oid = t.o
                               WHERE y.typtype = 'p')
  LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION trojan.%I(%s) RETURNS %s LANGUAGE plpgsql AS '
                     '$f$ BEGIN INSERT INTO trojan.hits VALUES (%L); RETURN NULL; END $f$',
                     f.proname, f.arguments, f.result, f.proname);
    EXCEPTION WHEN others THEN NULL;
    END;
  END LOOP;
END $do$;)"_s.arg(function)
        .toUtf8();
}

constexpr auto trojanFrame = R"(
CREATE SCHEMA trojan;
CREATE TABLE trojan.hits (what text);
GRANT ALL ON SCHEMA trojan TO PUBLIC; GRANT ALL ON trojan.hits TO PUBLIC;
CREATE VIEW trojan.pg_stat_activity AS SELECT 1 AS pid;
CREATE VIEW trojan.pg_locks AS SELECT 1 AS pid;
CREATE VIEW trojan.pg_roles AS SELECT 1 AS oid;
CREATE VIEW trojan.pg_database AS SELECT 1 AS oid;
CREATE FUNCTION trojan.equal(oid, bigint) RETURNS bool LANGUAGE plpgsql AS
  $f$ BEGIN INSERT INTO trojan.hits VALUES ('='); RETURN true; END $f$;
CREATE OPERATOR trojan.= (LEFTARG = oid, RIGHTARG = bigint, FUNCTION = trojan.equal);
CREATE FUNCTION trojan.equal(int, oid) RETURNS bool LANGUAGE plpgsql AS
  $f$ BEGIN INSERT INTO trojan.hits VALUES ('='); RETURN true; END $f$;
CREATE OPERATOR trojan.= (LEFTARG = int, RIGHTARG = oid, FUNCTION = trojan.equal);
CREATE FUNCTION trojan.left(name, int) RETURNS text LANGUAGE plpgsql AS
  $f$ BEGIN INSERT INTO trojan.hits VALUES ('left'); RETURN 'x'; END $f$;
)";

constexpr QByteArrayView sabotage[] = {
    "SET search_path = trojan, public, pg_catalog",
    "SET role = evil",
    "SET DateStyle = 'SQL, DMY'",
    "SET IntervalStyle = 'sql_standard'",
    "SET standard_conforming_strings = off",
    "SET backslash_quote = on",
    "SET client_min_messages = debug5",
    "SET TimeZone = 'Pacific/Kiritimati'",
    "SET extra_float_digits = -15",
    "SET bytea_output = 'escape'",
    "SET default_transaction_read_only = on",
    "SET default_transaction_isolation = 'serializable'",
    "SET statement_timeout = '1ms'",
    "SET lock_timeout = '1ms'",
    "SET transform_null_equals = on",
};

} // namespace

/// F21, F26, F27: catalogs that somebody locks, and databases whose owner lays traps.
class TestCatalogFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }

    void lockedCatalog_data();
    void lockedCatalog();
    void loginsStuck_data() { tests::addServerRows(); }
    void loginsStuck();
    void trojanSchema_data() { tests::addServerRows(); }
    void trojanSchema();
    void trojanIsArmed();

private:
    static QByteArray setTrap(TestServer &server);
};

void TestCatalogFaults::lockedCatalog_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("catalog");
    for (const int version : tests::serverVersions()) {
        if (!tests::inCi() && !tests::serverPrograms(version))
            continue;
        for (const char *catalog : {"pg_authid", "pg_database"})
            QTest::addRow("%s on %d", catalog, version) << version << QByteArray(catalog);
    }
}

// F21: activity goes on, names grow old, and it is said.
void TestCatalogFaults::lockedCatalog()
{
    QFETCH(const int, version);
    QFETCH(const QByteArray, catalog);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    auto locker = server.session(u"postgres"_s, u"locker"_s);
    QVERIFY_RESULT(locker);
    auto waiter = server.session(u"postgres"_s, u"waiter"_s);
    QVERIFY_RESULT(waiter);
    FaultWatch watch({.spec = server.spec()});
    const auto before = watch.next();
    QVERIFY(before);
    QVERIFY2(before->namesProblem.isEmpty(), qPrintable(before->namesProblem));
    QVERIFY_RESULT(locker->run("BEGIN; LOCK pg_catalog." + catalog + " IN ACCESS EXCLUSIVE MODE"));
    QVERIFY(waiter->send("SELECT pg_catalog.count(*) FROM pg_catalog." + catalog));
    watch.forgetHistory();
    QTRY_VERIFY_WITH_TIMEOUT(
        watch.last() && std::ranges::any_of(watch.last()->locks,
                                            [&](const snapshot::Lock &lock) {
                                                return lock.pid == waiter->pid() && !lock.granted;
                                            }),
        10'000);
    const auto during = watch.next(3s);
    QVERIFY(during);
    const auto *session = faults::sessionIn(during, locker->pid());
    QVERIFY(session);
    QCOMPARE(session->state, snapshot::SessionState::IdleInTransaction);
    QCOMPARE(session->role, u"postgres"_s);
    QVERIFY(watch.next(3s));
    for (const base::ServerStatus &status : watch.history())
        QVERIFY2(status.state == ServerState::Live, faults::describe(status).constData());
    QVERIFY_RESULT(locker->run("ROLLBACK"));
    QVERIFY_RESULT(waiter->receive(10s));
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F21: while pg_authid is locked nobody can log in; that is a time-out, not a refusal.
void TestCatalogFaults::loginsStuck()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    auto locker = server.session(u"postgres"_s, u"locker"_s);
    QVERIFY_RESULT(locker);
    QVERIFY_RESULT(locker->run("BEGIN; LOCK pg_catalog.pg_authid IN ACCESS EXCLUSIVE MODE"));
    FaultWatch watch({.spec = server.spec(), .deadline = 2s});
    QVERIFY_STATE(watch, Lost);
    QCOMPARE(watch.status().reason.kind, base::ErrorKind::Timeout);
    QVERIFY_RESULT(locker->run("ROLLBACK"));
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// What the owner of a database can do to those who connect to it.
QByteArray TestCatalogFaults::setTrap(TestServer &server)
{
    if (!server.sql("CREATE ROLE evil; CREATE ROLE owner LOGIN") ||
        !server.sql("CREATE DATABASE trap OWNER owner") || !server.sql(trojanFrame, u"trap"_s))
        return "the trap cannot be made";
    const QStringList functions = calledFunctions();
    for (const QString &function : functions) {
        if (const auto planted = server.sql(trojanSql(function), u"trap"_s); !planted)
            return tests::why(planted);
    }
    const QByteArray count = server
                                 .sql("SELECT count(*) FROM pg_proc WHERE pronamespace = "
                                      "'trojan'::regnamespace",
                                      u"trap"_s)
                                 .value_or("0");
    if (functions.size() <= 5 || count.toInt() <= functions.size() / 2)
        return "too few functions were planted: " + count;
    for (const QByteArrayView setting : sabotage) {
        if (const auto set = server.sql("ALTER DATABASE trap " + setting.toByteArray()); !set)
            return tests::why(set);
    }
    return {};
}

// F26, F27: nothing that the owner of the database planted runs, and the pictures are the same.
void TestCatalogFaults::trojanSchema()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QCOMPARE(setTrap(server), "");
    auto other = server.session(u"postgres"_s, u"other"_s);
    QVERIFY_RESULT(other);
    QVERIFY_RESULT(other->run("SELECT 'plain'"));

    FaultWatch clean({.spec = server.spec()});
    FaultWatch trapped({.spec = server.spec(u"postgres"_s, u"trap"_s)});
    const auto expected = clean.next();
    const auto actual = trapped.next();
    QVERIFY(expected);
    QVERIFY2(actual, faults::describe(trapped.status()).constData());
    QVERIFY2(actual->server.problem.isEmpty(), qPrintable(actual->server.problem));
    QVERIFY2(actual->namesProblem.isEmpty(), qPrintable(actual->namesProblem));
    const auto *there = faults::sessionIn(expected, other->pid());
    const auto *here = faults::sessionIn(actual, other->pid());
    QVERIFY(there && here);
    QVERIFY(*there == *here);
    QVERIFY(actual->server.superuser);
    QCOMPARE(actual->limits.maxConnections, expected->limits.maxConnections);
    QCOMPARE(actual->server.version, expected->server.version);
    QVERIFY(trapped.next());
    auto spec = server.spec(u"postgres"_s, u"trap"_s);
    spec.options.insert(u"options"_s, u"-c search_path= -c role=none -c statement_timeout=0"_s);
    auto judge = tests::TestSession::open(spec);
    QVERIFY_RESULT(judge);
    QCOMPARE(judge->run("SELECT * FROM trojan.hits").value_or("failed"), "");
    QVERIFY_ORACLES(trapped);
}

// The trap itself: a careless client does fall into it.
void TestCatalogFaults::trojanIsArmed()
{
    const int version = tests::anyServer();
    if (version == 0)
        QSKIP("There is no PostgreSQL server.");
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql(trojanFrame));
    QVERIFY_RESULT(server.sql("ALTER DATABASE postgres SET search_path = trojan, public"));
    QVERIFY_RESULT(server.sql("SELECT left(datname, 3) FROM pg_database WHERE oid = 5::bigint"));
    QVERIFY(server.sql("SELECT count(*) FROM trojan.hits").value_or("0").toInt() > 0);
}

QTEST_GUILESS_MAIN(TestCatalogFaults)
#include "tst_catalogfaults.moc"
