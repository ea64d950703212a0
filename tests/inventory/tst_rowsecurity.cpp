// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsfixture.h"
#include "inventory/rowsecurityreader.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tests;
using namespace inventory;

namespace {

const SessionSetting Acme{u"app.current_tenant_id"_s, u"acme-corp"_s};

// A policy of somebody who would like our rights: what it tries, and what became of it, is told by
// the error that it ends with.
constexpr auto Evil =
    "CREATE ROLE evil; CREATE ROLE tenant; CREATE SCHEMA e AUTHORIZATION evil;"
    "GRANT USAGE ON SCHEMA e TO PUBLIC; SET ROLE evil;"
    "CREATE TABLE e.log (i int); CREATE SEQUENCE e.counter; CREATE TABLE e.t (id int, v text);"
    "GRANT ALL ON e.log, e.counter, e.t TO tenant; INSERT INTO e.t VALUES (1, 'a'), (2, 'b');"
    "CREATE FUNCTION e.attempt(what text) RETURNS text LANGUAGE plpgsql AS $$"
    "BEGIN EXECUTE what; RETURN '[' || what || ': done as ' || current_user || ']';"
    "EXCEPTION WHEN OTHERS THEN RETURN '[' || what || ': ' || sqlerrm || ']'; END $$;"
    "CREATE FUNCTION e.everything() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%',"
    "e.attempt('RESET ROLE') || e.attempt('SET ROLE postgres') || e.attempt('RESET SESSION "
    "AUTHORIZATION') ||"
    "e.attempt('SET SESSION AUTHORIZATION postgres') ||"
    "e.attempt('SELECT set_config(''role'', ''postgres'', false)') ||"
    "e.attempt('SET TRANSACTION READ WRITE') || e.attempt('INSERT INTO e.log VALUES (1)') ||"
    "e.attempt('SELECT nextval(''e.counter'')') || e.attempt('CREATE TEMP TABLE mine (i int)') ||"
    "e.attempt('COPY (SELECT 1) TO PROGRAM ''touch /tmp/pgvigil-trojan''') ||"
    "e.attempt('SELECT pg_notify(''heard'', ''it'')') || e.attempt('LISTEN heard') ||"
    "e.attempt('SELECT pg_advisory_lock(4711)') || e.attempt('PREPARE left_behind AS SELECT 1') ||"
    "e.attempt('SELECT pg_read_file(''PG_VERSION'')') ||"
    "e.attempt('SELECT set_config(''search_path'', ''e'', false)'); END $$;"
    "ALTER TABLE e.t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON e.t USING (e.everything());"
    "CREATE VIEW e.w AS SELECT e.everything() AS x; GRANT SELECT ON e.w TO tenant; RESET ROLE";

} // namespace

/// What a role sees under row-level security, asked on real servers.
class TestRowSecurity final : public QObject
{
    Q_OBJECT

private slots:
    void answersTheFieldCase_data() { addServerRows(); }
    void answersTheFieldCase();
    void leavesNothingBehind_data() { addServerRows(); }
    void leavesNothingBehind();
    void givesNobodyOurRights_data() { addServerRows(); }
    void givesNobodyOurRights();
    void endsWhatDoesNotEnd();
    void asksAsAMember_data() { addServerRows(); }
    void asksAsAMember();
    void saysWhyThereAreNoRows();
    void refusesWhatCannotBeConfined();
    void looksAtSettings_data();
    void looksAtSettings();
    void findsAskedSettings();
    void knowsSettingsAtLogin();

private:
    void start(int version, const QByteArray &sql);
    VisibilityAnswer ask(const QByteArray &role, const QByteArray &relation,
                         const std::vector<SessionSetting> &settings = {},
                         const QString &user = u"postgres"_s);

    std::unique_ptr<ContentsFixture> m_fixture;
    QObject m_owner;
};

void TestRowSecurity::start(int version, const QByteArray &sql)
{
    m_fixture.reset();
    m_fixture = std::make_unique<ContentsFixture>(version);
    QVERIFY_RESULT(m_fixture->start());
    QCOMPARE(m_fixture->sql(sql), "");
}

VisibilityAnswer TestRowSecurity::ask(const QByteArray &role, const QByteArray &relation,
                                      const std::vector<SessionSetting> &settings,
                                      const QString &user)
{
    const VisibilityQuestion question{.id = 7,
                                      .role = m_fixture->roleOid(role),
                                      .relation = m_fixture->relationOid(relation),
                                      .settings = settings,
                                      .patience = 3s};
    return QCoro::waitFor(askVisibilityApart(&m_owner, m_fixture->parameters(user), question));
}

void TestRowSecurity::answersTheFieldCase()
{
    QFETCH(int, version);
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA) + u"/inventory/tickets.sql"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    start(version, file.readAll());
    m_fixture->sql("CREATE ROLE owner; ALTER TABLE tickets OWNER TO owner");

    VisibilityAnswer answer = ask("tenant_acme_corp", "tickets");
    QCOMPARE(answer.id, 7);
    QCOMPARE(answer.visibility, Visibility::NoRows);
    QCOMPARE(answer.rows, 0);
    QCOMPARE(answer.noRows, NoRowsReason::MissingSetting);
    QCOMPARE(answer.asked, (std::vector<AskedSetting>{{Acme.name, {}}}));
    QCOMPARE(answer.policies.size(), 1);
    QVERIFY(answer.confined);

    answer = ask("tenant_acme_corp", "tickets", {Acme});
    QCOMPARE(answer.visibility, Visibility::Rows);
    QCOMPARE(answer.rows, 100);
    QCOMPARE(answer.sample.size(), 50);
    QCOMPARE(answer.columns, (QStringList{u"id"_s, u"tenant_id"_s, u"title"_s, u"created_at"_s}));
    QCOMPARE(answer.sample.front()[1], u"acme-corp"_s);
    QCOMPARE(answer.exemption, PolicyExemption::None);
    QVERIFY2(answer.plan.contains("Filter: (tenant_id = current_setting("_L1),
             qPrintable(answer.plan));

    answer = ask("tenant_blocked", "tickets", {Acme});
    QCOMPARE(answer.visibility, Visibility::Denied);
    QCOMPARE(answer.error.sqlState, u"42501"_s);
    QVERIFY(answer.error.message.contains("tickets"_L1));
    QCOMPARE(answer.missing, std::vector{MissingRight::Select});
    QVERIFY(!answer.rows);

    answer = ask("owner", "tickets");
    QCOMPARE(answer.rows, 400);
    QCOMPARE(answer.exemption, PolicyExemption::Owner);
    answer = ask("postgres", "tickets");
    QCOMPARE(answer.rows, 400);
    QCOMPARE(answer.exemption, PolicyExemption::Superuser);
}

void TestRowSecurity::leavesNothingBehind()
{
    QFETCH(int, version);
    start(version, Evil);
    m_fixture->sql(
        "CREATE POLICY quiet ON e.t FOR SELECT USING (e.attempt('INSERT INTO e.log VALUES (1)') <> "
        "''"
        " AND e.attempt('SELECT nextval(''e.counter'')') <> ''"
        " AND e.attempt('SELECT pg_advisory_lock(4711)') <> ''"
        " AND e.attempt('NOTIFY heard') <> '' AND e.attempt('CREATE TABLE e.made ()') <> ''"
        " AND e.attempt('SET app.left TO behind') <> ''); DROP POLICY p ON e.t");
    const QByteArray state = "SELECT (SELECT count(*) FROM e.log), (SELECT last_value || "
                             "is_called::text FROM e.counter),"
                             "(SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc), "
                             "(SELECT count(*) FROM pg_namespace),"
                             "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'), (SELECT "
                             "count(*) FROM pg_depend)";
    const QByteArray before = m_fixture->sql(state);
    const VisibilityAnswer answer = ask("tenant", "e.t");
    QVERIFY2(answer.visibility == Visibility::Rows, qPrintable(answer.error.message));
    QCOMPARE(answer.rows, 2);
    QTRY_COMPARE(
        m_fixture->sql(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'PgVigil%'"),
        "0");
    QCOMPARE(m_fixture->sql(state), before);
    QCOMPARE(before.left(5), "0|1fa");
}

void TestRowSecurity::givesNobodyOurRights()
{
    QFETCH(int, version);
    start(version, Evil);
    for (const char *relation : {"e.t", "e.w"}) {
        const VisibilityAnswer answer = ask("tenant", relation);
        QVERIFY(answer.visibility == Visibility::Failed);
        const QString told = answer.error.message;
        for (const QString &what :
             {u"RESET ROLE: cannot set parameter"_s, u"SET ROLE postgres: cannot set parameter"_s,
              u"RESET SESSION AUTHORIZATION: cannot set parameter"_s,
              u"SET SESSION AUTHORIZATION postgres: cannot set parameter"_s,
              u"'postgres', false): cannot set parameter"_s,
              u"SET TRANSACTION READ WRITE: cannot set transaction read-write mode"_s,
              u"VALUES (1): cannot execute INSERT in a read-only transaction"_s,
              u"nextval('e.counter'): cannot execute nextval() in a read-only transaction"_s,
              u"mine (i int): cannot execute CREATE TABLE in a read-only transaction"_s,
              u"pg_read_file('PG_VERSION'): permission denied"_s})
            QVERIFY2(told.contains(what), qPrintable(what + u" in "_s + told));
        QVERIFY(!told.contains("done as postgres"_L1));
        QVERIFY2(told.contains("/tmp/pgvigil-trojan': "_L1) &&
                     !told.contains("/tmp/pgvigil-trojan': done"_L1),
                 qPrintable(told));
    }
    // The superuser sees a table without its policies; a view would be code with all rights.
    QCOMPARE(ask("postgres", "e.t").rows, 2);
    const VisibilityAnswer view = ask("postgres", "e.w");
    QCOMPARE(view.visibility, Visibility::Refused);
    QCOMPARE(view.refusal, VisibilityRefusal::SuperuserView);
}

void TestRowSecurity::endsWhatDoesNotEnd()
{
    start(anyServer(),
          "CREATE ROLE evil; CREATE ROLE tenant; CREATE SCHEMA e AUTHORIZATION evil;"
          "GRANT USAGE ON SCHEMA e TO PUBLIC; SET ROLE evil; CREATE TABLE e.t (id int);"
          "INSERT INTO e.t VALUES (1); GRANT SELECT ON e.t TO tenant;"
          "CREATE FUNCTION e.never() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN LOOP BEGIN"
          " PERFORM pg_sleep(100); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$;"
          "ALTER TABLE e.t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON e.t USING (e.never())");
    const VisibilityAnswer answer = ask("tenant", "e.t");
    QCOMPARE(answer.visibility, Visibility::Failed);
    QCOMPARE(answer.error.kind, base::ErrorKind::Timeout);
    QTRY_COMPARE(
        m_fixture->sql(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'PgVigil%'"),
        "0");
}

void TestRowSecurity::asksAsAMember()
{
    QFETCH(int, version);
    start(version,
          "CREATE ROLE app LOGIN; CREATE ROLE tenant; CREATE ROLE other; GRANT tenant TO app;"
          "CREATE TABLE t (id int, secret text, who text DEFAULT 'tenant');"
          "INSERT INTO t VALUES (1, 's', 'tenant'), (2, NULL, 'tenant'), (3, NULL, 'x'); ALTER "
          "TABLE t ENABLE ROW "
          "LEVEL SECURITY;"
          "CREATE POLICY p ON t USING (who = current_user); GRANT SELECT (id, who) ON t TO tenant;"
          "GRANT SELECT ON t TO other");
    VisibilityAnswer answer = ask("tenant", "t", {}, u"app"_s);
    QVERIFY2(answer.visibility == Visibility::Rows, qPrintable(answer.error.message));
    QCOMPARE(answer.rows, 2);
    QVERIFY(answer.confined);
    QVERIFY(!answer.asIfLoggedIn);
    QCOMPARE(answer.columns, (QStringList{u"id"_s, u"who"_s}));
    QCOMPARE(answer.hiddenColumns, QStringList{u"secret"_s});
    QCOMPARE(answer.sample.size(), 2);
    answer = ask("other", "t", {}, u"app"_s);
    QCOMPARE(answer.refusal, VisibilityRefusal::MayNotBecome);
    // Who may not make temporary functions cannot confine what is not his own or a superuser's.
    m_fixture->sql("REVOKE TEMP ON DATABASE postgres FROM PUBLIC");
    answer = ask("tenant", "t", {}, u"app"_s);
    QVERIFY2(answer.visibility == Visibility::Rows, qPrintable(answer.error.message));
    QVERIFY(!answer.confined);
    QCOMPARE(answer.rows, 2);
    QVERIFY(answer.plan.contains("Filter"_L1));
    m_fixture->sql("ALTER TABLE t OWNER TO other");
    answer = ask("tenant", "t", {}, u"app"_s);
    QCOMPARE(answer.refusal, VisibilityRefusal::CannotConfine);
    QCOMPARE(answer.error.sqlState, u"42501"_s);
}

void TestRowSecurity::saysWhyThereAreNoRows()
{
    start(anyServer(),
          "CREATE ROLE r; CREATE SCHEMA hidden; CREATE TABLE hidden.t (id int); GRANT SELECT ON "
          "hidden.t TO r;"
          "CREATE TABLE empty (id int); ALTER TABLE empty ENABLE ROW LEVEL SECURITY; CREATE POLICY "
          "p ON empty"
          " USING (true); CREATE TABLE bare (id int); ALTER TABLE bare ENABLE ROW LEVEL SECURITY;"
          "CREATE TABLE strict (id int); ALTER TABLE strict ENABLE ROW LEVEL SECURITY;"
          "CREATE POLICY p ON strict AS RESTRICTIVE USING (true); CREATE POLICY q ON strict FOR "
          "INSERT"
          " WITH CHECK (true); CREATE TABLE none (id int); ALTER TABLE none ENABLE ROW LEVEL "
          "SECURITY;"
          "CREATE POLICY p ON none USING (id > 5); CREATE TABLE plain (id int);"
          "CREATE FUNCTION tenant() RETURNS text LANGUAGE sql STABLE AS $$ SELECT "
          "current_setting('my.tenant', true) $$;"
          "CREATE TABLE deep (id int); ALTER TABLE deep ENABLE ROW LEVEL SECURITY;"
          "CREATE POLICY p ON deep USING (id::text = tenant());"
          "GRANT SELECT ON ALL TABLES IN SCHEMA public TO r;"
          "INSERT INTO bare VALUES (1); INSERT INTO strict VALUES (1); INSERT INTO none VALUES (1);"
          "INSERT INTO deep VALUES (1)");
    QCOMPARE(ask("r", "empty").noRows, NoRowsReason::TableEmpty);
    QCOMPARE(ask("r", "plain").noRows, NoRowsReason::TableEmpty);
    QCOMPARE(ask("r", "plain").exemption, PolicyExemption::NotEnabled);
    QCOMPARE(ask("r", "bare").noRows, NoRowsReason::NoPolicy);
    QCOMPARE(ask("r", "strict").noRows, NoRowsReason::OnlyRestrictive);
    QCOMPARE(ask("r", "none").noRows, NoRowsReason::Filtered);
    QCOMPARE(ask("r", "deep").noRows, NoRowsReason::MissingSetting);
    QCOMPARE(ask("r", "deep").asked, (std::vector<AskedSetting>{{u"my.tenant"_s, {}}}));
    QCOMPARE(ask("r", "deep", {{u"my.tenant"_s, u"1"_s}}).rows, 1);
    const VisibilityAnswer hidden = ask("r", "hidden.t");
    QCOMPARE(hidden.visibility, Visibility::Denied);
    QCOMPARE(hidden.missing, std::vector{MissingRight::SchemaUsage});
}

void TestRowSecurity::refusesWhatCannotBeConfined()
{
    start(anyServer(), "CREATE ROLE r; CREATE SEQUENCE s; CREATE TABLE t (id int)");
    QCOMPARE(ask("r", "s").refusal, VisibilityRefusal::NotATable);
    VisibilityAnswer answer = ask("r", "t", {{u"role"_s, u"postgres"_s}});
    QCOMPARE(answer.refusal, VisibilityRefusal::BadSetting);
    QCOMPARE(answer.badSetting, u"role"_s);
    const VisibilityQuestion gone{.role = 1, .relation = m_fixture->relationOid("t")};
    answer = QCoro::waitFor(askVisibilityApart(&m_owner, m_fixture->parameters(), gone));
    QCOMPARE(answer.refusal, VisibilityRefusal::Gone);
}

void TestRowSecurity::looksAtSettings_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<SettingProblem>("problem");
    QTest::newRow("good") << u"app.tenant"_s << u"any 'thing'; --"_s << SettingProblem::None;
    QTest::newRow("three parts") << u"request.jwt.claims"_s << u"{}"_s << SettingProblem::None;
    QTest::newRow("server's") << u"search_path"_s << u"x"_s << SettingProblem::NotCustom;
    QTest::newRow("blank") << u"app. tenant"_s << u"x"_s << SettingProblem::BadName;
    QTest::newRow("digit") << u"app.1"_s << u"x"_s << SettingProblem::BadName;
    QTest::newRow("newline") << u"app.tenant\n"_s << u"x"_s << SettingProblem::BadName;
    QTest::newRow("long") << u"app.tenant"_s << QString(9000, u'x') << SettingProblem::TooLong;
}

void TestRowSecurity::looksAtSettings()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QTEST(settingProblem({name, value}), "problem");
}

void TestRowSecurity::findsAskedSettings()
{
    QCOMPARE(askedSettings(
                 u"((a = current_setting('app.a'::text, true)) OR (b = CURRENT_SETTING ( 'x.b')) OR"
                 " (c = current_setting('APP.A'::text)) OR (d = current_setting('role'::text)))"_s),
             (QStringList{u"app.a"_s, u"x.b"_s}));
    QVERIFY(askedSettings(u"current_setting(x) = 'app.a'"_s).isEmpty());
}

void TestRowSecurity::knowsSettingsAtLogin()
{
    const std::vector<StoredSetting> stored{
        {0, 0, u"app.x"_s, u"all"_s},  {0, 5, u"app.x"_s, u"database"_s},
        {7, 0, u"app.x"_s, u"role"_s}, {8, 0, u"app.y"_s, u"other"_s},
        {0, 5, u"App.Z"_s, u"kept"_s}, {7, 5, u"app.x"_s, u"both"_s},
        {7, 6, u"app.w"_s, u"else"_s}};
    QCOMPARE(settingsAtLogin(stored, 7, 5),
             (std::vector<SessionSetting>{{u"App.Z"_s, u"kept"_s}, {u"app.x"_s, u"both"_s}}));
    QCOMPARE(settingsAtLogin(stored, 7, 9), (std::vector<SessionSetting>{{u"app.x"_s, u"role"_s}}));
}

QTEST_GUILESS_MAIN(TestRowSecurity)
#include "tst_rowsecurity.moc"
