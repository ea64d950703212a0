// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsfixture.h"
#include "inventory/rowsecurityreader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tests;
using namespace inventory;

namespace {

constexpr auto Kinds =
    "CREATE ROLE owner; CREATE ROLE r; CREATE ROLE free BYPASSRLS; GRANT CREATE ON SCHEMA public "
    "TO owner;"
    "SET ROLE owner; CREATE TABLE t (who text, n int); INSERT INTO t SELECT 'r', i FROM "
    "generate_series(1, 3) i;"
    "INSERT INTO t VALUES ('owner', 4); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
    "CREATE POLICY p ON t USING (who = current_user); CREATE VIEW v AS SELECT * FROM t;"
    "CREATE MATERIALIZED VIEW m AS SELECT * FROM t; CREATE TABLE forced (LIKE t);"
    "INSERT INTO forced SELECT * FROM t; ALTER TABLE forced ENABLE ROW LEVEL SECURITY;"
    "ALTER TABLE forced FORCE ROW LEVEL SECURITY; CREATE POLICY p ON forced USING (who = "
    "session_user);"
    "CREATE TABLE parted (who text, n int) PARTITION BY LIST (n);"
    "CREATE TABLE part1 PARTITION OF parted FOR VALUES IN (1); INSERT INTO parted VALUES ('r', 1), "
    "('x', 1);"
    "ALTER TABLE parted ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON parted USING (who = "
    "current_user);"
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO r, free; RESET ROLE";

// Names, values and a search_path that could break out of a text.
constexpr auto Hostile =
    "CREATE ROLE \"r'\"\"; DROP TABLE x; --\"; ALTER ROLE \"r'\"\"; DROP TABLE x; --\" SET "
    "search_path = \"s'\"\" $q$\";"
    "CREATE SCHEMA \"s'\"\" $q$\"; GRANT USAGE ON SCHEMA \"s'\"\" $q$\" TO PUBLIC; SET search_path "
    "= \"s'\"\" $q$\";"
    "CREATE TABLE \"t'\"\" :place %1\" (\"c'\"\" t.x\" text, \"select\" int, tag text[], pair "
    "point);"
    "INSERT INTO \"t'\"\" :place %1\" VALUES (E'<b>\\n', 1, '{a,\"b,c\"}', '(1,2)'), (repeat('z', "
    "9000), NULL, NULL, NULL);"
    "CREATE TABLE tenants (id int); INSERT INTO tenants VALUES (1); GRANT SELECT ON tenants TO "
    "PUBLIC;"
    "CREATE FUNCTION known(int) RETURNS bool LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN $1 IS NULL OR EXISTS (SELECT 1 FROM tenants WHERE id = $1); END $$;"
    "ALTER TABLE \"t'\"\" :place %1\" ENABLE ROW LEVEL SECURITY;"
    "CREATE POLICY p ON \"t'\"\" :place %1\" USING (known(\"select\")); GRANT SELECT ON \"t'\"\" "
    ":place %1\" TO PUBLIC";

} // namespace

/// What a role sees in other things than plain tables with plain names.
class TestVisibility final : public QObject
{
    Q_OBJECT

private slots:
    void looksIntoEveryKind_data() { addServerRows(); }
    void looksIntoEveryKind();
    void livesWithHostileNames_data() { addServerRows(); }
    void livesWithHostileNames();
    void takesWhatIsStored_data() { addServerRows(); }
    void takesWhatIsStored();
    void waitsForNoLock();
    void endsWithItsOwner();
    void staysOffAStandbyOfOthers();

private:
    void start(const QByteArray &sql, int version = anyServer());
    VisibilityQuestion question(const QByteArray &role, const QByteArray &relation);
    VisibilityAnswer ask(const QByteArray &role, const QByteArray &relation);

    std::unique_ptr<ContentsFixture> m_fixture;
    QObject m_owner;
};

void TestVisibility::start(const QByteArray &sql, int version)
{
    m_fixture.reset();
    m_fixture = std::make_unique<ContentsFixture>(version);
    QVERIFY_RESULT(m_fixture->start());
    QCOMPARE(m_fixture->sql(sql), "");
}

VisibilityQuestion TestVisibility::question(const QByteArray &role, const QByteArray &relation)
{
    return {
        .role = m_fixture->sql("SELECT oid FROM pg_roles WHERE rolname = '" + role + "'").toUInt(),
        .relation =
            m_fixture->sql("SELECT oid FROM pg_class WHERE relname = '" + relation + "'").toUInt(),
        .patience = 3s};
}

VisibilityAnswer TestVisibility::ask(const QByteArray &role, const QByteArray &relation)
{
    return QCoro::waitFor(
        askVisibilityApart(&m_owner, m_fixture->parameters(), question(role, relation)));
}

void TestVisibility::looksIntoEveryKind()
{
    QFETCH(int, version);
    start(Kinds, version);
    QCOMPARE(ask("r", "t").rows, 3);
    QCOMPARE(ask("owner", "t").rows, 4);
    QCOMPARE(ask("free", "t").rows, 4);
    QCOMPARE(ask("free", "t").exemption, PolicyExemption::BypassRls);
    QCOMPARE(ask("owner", "forced").rows, 1);
    QCOMPARE(ask("owner", "forced").exemption, PolicyExemption::None);
    QCOMPARE(ask("r", "forced").rows, 3); // session_user is the role as well
    QCOMPARE(ask("r", "parted").rows, 1);
    QCOMPARE(ask("r", "m").rows, 4);
    // A view looks into its tables with the rights of its owner, who is exempt there.
    QCOMPARE(ask("r", "v").rows, 4);
    QCOMPARE(ask("r", "v").exemption, PolicyExemption::View);
    if (version >= 15) {
        m_fixture->sql("ALTER VIEW v SET (security_invoker = true)");
        QCOMPARE(ask("r", "v").rows, 3);
    }
}

void TestVisibility::livesWithHostileNames()
{
    QFETCH(int, version);
    start(Hostile, version);
    const VisibilityAnswer answer = ask("r''\"; DROP TABLE x; --", "t''\" :place %1");
    QCOMPARE(answer.visibility, Visibility::Rows);
    QCOMPARE(answer.rows, 2);
    QCOMPARE(answer.columns, (QStringList{u"c'\" t.x"_s, u"select"_s, u"tag"_s, u"pair"_s}));
    using Row = std::vector<std::optional<QString>>;
    QCOMPARE(answer.sample[0], (Row{u"<b>\n"_s, u"1"_s, u"{a,\"b,c\"}"_s, u"(1,2)"_s}));
    QCOMPARE(answer.sample[1], (Row{QString(512, u'z'), {}, {}, {}}));
}

void TestVisibility::takesWhatIsStored()
{
    QFETCH(int, version);
    start("CREATE ROLE r; CREATE TABLE t (who text); INSERT INTO t VALUES ('a'), ('b=c'), ('b=c'), "
          "('x');"
          "ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO r;"
          "CREATE POLICY p ON t USING (who = current_setting('app.who', true));"
          "ALTER ROLE r SET app.who = 'x'; ALTER ROLE r IN DATABASE postgres SET app.who = 'b=c';"
          "ALTER DATABASE postgres SET app.other = 'y'; ALTER ROLE r SET work_mem = '64kB';"
          "ALTER DATABASE template1 SET app.who = 'z'",
          version);
    VisibilityAnswer answer = ask("r", "t");
    QCOMPARE(answer.rows, 2);
    QCOMPARE(answer.asked, (std::vector<AskedSetting>{{u"app.who"_s, u"b=c"_s}}));
    QCOMPARE(answer.stored,
             (std::vector<SessionSetting>{{u"app.other"_s, u"y"_s}, {u"app.who"_s, u"b=c"_s}}));
    VisibilityQuestion other = question("r", "t");
    other.settings = {{u"app.who"_s, u"a"_s}};
    answer = QCoro::waitFor(askVisibilityApart(&m_owner, m_fixture->parameters(), other));
    QCOMPARE(answer.rows, 1);
}

void TestVisibility::waitsForNoLock()
{
    start(Kinds);
    auto holder = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(holder->run("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE"));
    const VisibilityAnswer answer = ask("r", "t");
    QCOMPARE(answer.visibility, Visibility::Failed);
    QCOMPARE(answer.error.sqlState, u"55P03"_s);
}

void TestVisibility::endsWithItsOwner()
{
    start("CREATE ROLE r; CREATE TABLE t (i int); INSERT INTO t VALUES (1); GRANT SELECT ON t TO r;"
          "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (pg_sleep(100) IS "
          "NOT NULL)");
    auto owner = std::make_unique<QObject>();
    VisibilityQuestion slow = question("r", "t");
    slow.patience = 60s;
    auto asking = askVisibilityApart(owner.get(), m_fixture->parameters(), slow);
    QTRY_COMPARE(
        m_fixture->sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"), "1");
    owner.reset();
    const VisibilityAnswer answer = QCoro::waitFor(std::move(asking));
    QCOMPARE(answer.visibility, Visibility::Failed);
    QCOMPARE(answer.error.kind, base::ErrorKind::Cancelled);
}

// A server in recovery lets nobody make a function, so nothing can be confined there.
void TestVisibility::staysOffAStandbyOfOthers()
{
    start(Kinds);
    QCOMPARE(m_fixture->sql("CREATE TABLE ours (who text); INSERT INTO ours VALUES ('r'), ('x');"
                            "ALTER TABLE ours ENABLE ROW LEVEL SECURITY; GRANT SELECT ON ours TO r;"
                            "CREATE POLICY p ON ours USING (who = current_user); CHECKPOINT"),
             "");
    m_fixture->server.stop();
    QFile signal(m_fixture->server.folder() + u"/data/standby.signal"_s);
    QVERIFY(signal.open(QIODevice::WriteOnly));
    signal.close();
    QVERIFY_RESULT(m_fixture->server.start());
    QCOMPARE(m_fixture->sql("SELECT pg_is_in_recovery()"), "t");
    const VisibilityAnswer others = ask("r", "t");
    QCOMPARE(others.visibility, Visibility::Refused);
    QCOMPARE(others.refusal, VisibilityRefusal::CannotConfine);
    QCOMPARE(others.error.sqlState, u"0A000"_s);
    const VisibilityAnswer ours = ask("r", "ours");
    QCOMPARE(ours.visibility, Visibility::Rows);
    QCOMPARE(ours.rows, 1);
    QVERIFY(!ours.confined);
    QCOMPARE(ask("free", "t").rows, 4); // no policy applies, so no code of the owner's runs
}

QTEST_GUILESS_MAIN(TestVisibility)
#include "tst_visibility.moc"
