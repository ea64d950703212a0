// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/waysin.h"
#include "actions/sqltext.h"
#include "changefixture.h"
#include "dotenv.h"
#include "window/databaseforms.h"
#include "window/settingsfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace actions;
using namespace tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Sentinel = "s3ntinel-Ap7";

} // namespace

/// A new application on real servers: all of it, or nothing.
class TestNewApplication : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void connectsWithItsOwnSettings();
    void failureUndoesEverything_data();
    void failureUndoesEverything();
    void whatCannotBeUndoneIsSaid();
    void stopUndoesEverything();
    void limitedRoleMakesOne();
    void missingRightLeavesNothing();
    void hostileNames_data();
    void hostileNames();
    void otherEncodingTakesTemplate0();
    void settingsAreReplacedOnlyOnDemand();

private:
    ui::ChangeForm form(const NewApplication &wanted);
    void tidyUp(const QString &name);
    QByteArray count(const QString &name);

    std::unique_ptr<ChangeFixture> m_fixture;
    int m_version = 0;
};

void TestNewApplication::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version != version) {
        m_fixture.reset();
        m_fixture = std::make_unique<ChangeFixture>(version);
        QVERIFY_RESULT(m_fixture->start());
        m_version = version;
    }
    if (m_fixture->control.facts().user != "postgres"_L1)
        QVERIFY_RESULT(m_fixture->connectAs(u"postgres"_s));
}

ui::ChangeForm TestNewApplication::form(const NewApplication &wanted)
{
    ui::ChangeForm form = app::newApplicationForm(m_fixture->inventory(), wanted);
    form.change.secrets.front().value = base::Secret(QByteArrayView(Sentinel));
    return form;
}

// Roles and databases of this name.
QByteArray TestNewApplication::count(const QString &name)
{
    const QByteArray literal = quotedText(name).toUtf8();
    return m_fixture->sql("SELECT (SELECT count(*) FROM pg_roles WHERE rolname = " + literal +
                          ") + (SELECT count(*) FROM pg_database WHERE datname = " + literal + ')');
}

void TestNewApplication::tidyUp(const QString &name)
{
    const QByteArray quoted = quotedName(name).toUtf8();
    m_fixture->sql("DROP DATABASE IF EXISTS " + quoted);
    m_fixture->sql("DROP ROLE IF EXISTS " + quoted);
}

void TestNewApplication::connectsWithItsOwnSettings()
{
    const ChangeOutcome outcome =
        m_fixture->run(form({.role = u"shop"_s,
                             .database = u"shop"_s,
                             .extensions = {u"pg_trgm"_s, u"btree_gist"_s, u"uuid-ossp"_s},
                             .roleLimit = 20,
                             .databaseLimit = 30}));
    QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u".env"_s);
    const pgaccess::WayInFacts facts{
        .spec = app::specFor(m_fixture->server.spec(), u"shop"_s, u"shop"_s),
        .password = pgaccess::WayInPassword{.text = QString::fromLatin1(Sentinel)}};
    QCOMPARE(app::writeSettings(path, wayInText(pgaccess::WayIn::DotEnv, facts).toUtf8(), false),
             app::SettingsWritten::Done);
    QCOMPARE(QFileInfo(path).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    auto session = TestSession::open(specOfDotEnv(file.readAll()));
    QVERIFY_RESULT(session);
    QCOMPARE(session->run("SELECT current_user, current_database()"), "shop|shop");
    QCOMPARE(session->run("SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension "
                          "WHERE extname <> 'plpgsql'"),
             "btree_gist,pg_trgm,uuid-ossp");
    QVERIFY_RESULT(session->run("CREATE TABLE t (id int, words text)"));
    QVERIFY_RESULT(session->run("CREATE INDEX ON t USING gin (words gin_trgm_ops)"));
    QCOMPARE(session->run("SELECT has_schema_privilege('weak', 'public', 'CREATE')"), "f");
    QVERIFY(!TestSession::open(m_fixture->server.spec(u"weak"_s, u"shop"_s)));
    QCOMPARE(m_fixture->sql("SELECT r.rolconnlimit, d.datconnlimit, d.datdba = r.oid "
                            "FROM pg_roles r, pg_database d WHERE rolname = 'shop' AND "
                            "datname = 'shop'"),
             "20|30|t");
    QVERIFY(m_fixture->server.log().contains("CREATE ROLE \"shop\""));
    QVERIFY(m_fixture->server.log().contains("PASSWORD 'SCRAM-SHA-256$"));
    QVERIFY(!m_fixture->server.log().contains(Sentinel));
    QVERIFY(m_fixture->audit().contains("CREATE EXTENSION"));
    QVERIFY(!m_fixture->audit().contains(Sentinel));
    QVERIFY(!m_fixture->audit().contains("SCRAM-SHA-256$"));
    session = std::unexpected(base::Error());
    tidyUp(u"shop"_s);
}

void TestNewApplication::failureUndoesEverything_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("extension");
    QTest::addColumn<QString>("sqlState");
    QTest::addColumn<int>("undone");
    QTest::addRow("role exists") << "CREATE ROLE shop CONNECTION LIMIT 3"_ba << u"pg_trgm"_s
                                 << u"42710"_s << 0;
    QTest::addRow("database exists")
        << "CREATE DATABASE shop"_ba << u"pg_trgm"_s << u"42P04"_s << 1;
    QTest::addRow("extension missing") << QByteArray() << u"no_such"_s << QString() << 2;
}

// Only what the change itself created is taken back.
void TestNewApplication::failureUndoesEverything()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QString, extension);
    QFETCH(const QString, sqlState);
    QFETCH(const int, undone);
    const QByteArray everything =
        "SELECT (SELECT md5(string_agg(r::text, ',' ORDER BY oid)) FROM pg_roles r), "
        "(SELECT string_agg(oid || datname || coalesce(datacl::text, ''), ',' ORDER BY oid) "
        "FROM pg_database)";
    if (!before.isEmpty())
        m_fixture->sql(before);
    const QByteArray shown = m_fixture->sql(everything);
    const ChangeOutcome outcome =
        m_fixture->run(form({.role = u"shop"_s,
                             .database = u"shop"_s,
                             .extensions = {u"pg_trgm"_s, extension, u"citext"_s}}));
    QCOMPARE(outcome.ending, ChangeEnding::Failed);
    if (!sqlState.isEmpty())
        QCOMPARE(outcome.error.sqlState, sqlState);
    else
        QCOMPARE(outcome.statements.at(outcome.statements.size() - 2).ending,
                 StatementEnding::Failed);
    QCOMPARE(int(outcome.undone.size()), undone);
    for (const UndoOutcome &each : outcome.undone)
        QVERIFY2(each.isDone(), qPrintable(each.error.message));
    if (undone == 2)
        QCOMPARE(outcome.undone.front().statement, u"DROP DATABASE \"shop\""_s);
    for (const StatementOutcome &statement : outcome.statements) {
        QVERIFY(statement.ending == StatementEnding::Undone ||
                statement.ending == StatementEnding::Failed ||
                statement.ending == StatementEnding::NotRun ||
                &statement == &outcome.statements[4]); // \connect
    }
    QCOMPARE(m_fixture->sql(everything), shown);
    QVERIFY(m_fixture->audit().contains("\"outcome\":\"failed\""));
    tidyUp(u"shop"_s);
}

// A privilege on what was there before keeps the new role.
void TestNewApplication::whatCannotBeUndoneIsSaid()
{
    m_fixture->sql("CREATE TABLE kept (id int)");
    ui::ChangeForm edited = form({.role = u"shop"_s, .database = u"shop"_s});
    edited.change.statements << connectStatement(u"postgres"_s)
                             << u"GRANT SELECT ON TABLE public.kept TO shop"_s
                             << u"CREATE TABLESPACE never LOCATION '/nowhere'"_s;
    const ChangeOutcome outcome = m_fixture->run(edited);
    QCOMPARE(outcome.ending, ChangeEnding::Partly);
    QCOMPARE(outcome.undone.size(), 2UL);
    QVERIFY(outcome.undone[0].isDone());
    QCOMPARE(outcome.undone[1].statement, u"DROP ROLE \"shop\""_s);
    QCOMPARE(outcome.undone[1].error.sqlState, u"2BP01"_s);
    QCOMPARE(outcome.statements[0].ending, StatementEnding::Stays);
    QCOMPARE(outcome.statements[1].ending, StatementEnding::Undone);
    QCOMPARE(count(u"shop"_s), "1");
    QVERIFY(m_fixture->audit().contains("\"stays\""));
    m_fixture->sql("DROP TABLE kept");
    tidyUp(u"shop"_s);
}

void TestNewApplication::stopUndoesEverything()
{
    ui::ChangeForm slow = form({.role = u"shop"_s, .database = u"shop"_s});
    slow.change.statements << connectStatement(u"shop"_s) << u"SELECT pg_catalog.pg_sleep(60)"_s;
    const auto executor = m_fixture->executor();
    std::optional<ChangeOutcome> outcome;
    connect(executor.get(), &ChangeExecutor::finished, this,
            [&](const ChangeOutcome &known) { outcome = known; });
    executor->start(changeOf(slow));
    QTRY_COMPARE(m_fixture->sql("SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop' AND "
                                "wait_event = 'PgSleep'"),
                 "1");
    executor->stop();
    QTRY_VERIFY_WITH_TIMEOUT(outcome, 20'000);
    QVERIFY(outcome->stopped);
    QCOMPARE(outcome->ending, ChangeEnding::Failed);
    QCOMPARE(outcome->error.sqlState, u"57014"_s);
    QCOMPARE(outcome->undone.size(), 2UL);
    QCOMPARE(count(u"shop"_s), "0");
    executor->stop(); // too late, and nothing
}

// With CREATEROLE and CREATEDB alone, and an extension that is trusted.
void TestNewApplication::limitedRoleMakesOne()
{
    QVERIFY_RESULT(m_fixture->connectAs(u"maker"_s));
    const ChangeOutcome outcome = m_fixture->run(
        form({.role = u"shop"_s, .database = u"shop"_s, .extensions = {u"pg_trgm"_s}}));
    QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
    QVERIFY(!TestSession::open(m_fixture->server.spec(u"weak"_s, u"shop"_s)));
    QCOMPARE(m_fixture->sql("SELECT pg_has_role('maker', 'shop', 'USAGE')"), "f");
    QCOMPARE(m_fixture->sql("SELECT r.rolname FROM pg_database d JOIN pg_roles r ON "
                            "r.oid = d.datdba WHERE datname = 'shop'"),
             "shop");
    tidyUp(u"shop"_s);
    // What it may not have: everything is undone with the same limited rights.
    const ChangeOutcome untrusted = m_fixture->run(
        form({.role = u"shop"_s, .database = u"shop"_s, .extensions = {u"file_fdw"_s}}));
    QCOMPARE(untrusted.ending, ChangeEnding::Failed);
    QVERIFY2(untrusted.isPermissionProblem(), qPrintable(untrusted.error.message));
    QCOMPARE(count(u"shop"_s), "0");
}

void TestNewApplication::missingRightLeavesNothing()
{
    QVERIFY_RESULT(m_fixture->connectAs(u"weak"_s));
    const ui::ChangeForm wanted = form({.role = u"shop"_s, .database = u"shop"_s});
    const ChangeOutcome outcome = m_fixture->run(wanted);
    QCOMPARE(outcome.ending, ChangeEnding::Failed);
    QVERIFY(outcome.isPermissionProblem());
    QCOMPARE(outcome.ourRole, u"weak"_s);
    QCOMPARE(wanted.change.right, ChangeRight::Application);
    QCOMPARE(count(u"shop"_s), "0");
}

void TestNewApplication::hostileNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("quote") << u"a\"; DROP ROLE weak; --"_s;
    QTest::newRow("slot") << u":'password' 😀 o'brien"_s;
    QTest::newRow("direction") << u"ad\u202Emin"_s;
    QTest::newRow("line") << u"two\n\\connect \"x\"\nlines"_s;
    QTest::newRow("blank that is none") << u"a\u00A0b"_s;
}

void TestNewApplication::hostileNames()
{
    QFETCH(const QString, name);
    const ChangeOutcome outcome = m_fixture->run(
        form({.role = name, .database = name, .extensions = {u"pg_trgm"_s}, .databaseLimit = 7}));
    QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
    pg::ConnectionSpec spec = m_fixture->server.spec(name, name);
    spec.set(u"password"_s, QString::fromLatin1(Sentinel));
    {
        auto session = TestSession::open(spec);
        QVERIFY_RESULT(session);
        QCOMPARE(session->run("SELECT current_database()"), name.toUtf8());
    }
    QCOMPARE(count(name), "2");
    QCOMPARE(m_fixture->sql("SELECT count(*) FROM pg_roles WHERE rolname = 'weak'"), "1");
    tidyUp(name);
}

void TestNewApplication::otherEncodingTakesTemplate0()
{
    const ChangeOutcome outcome = m_fixture->run(form({.role = u"shop"_s,
                                                       .database = u"shop"_s,
                                                       .databaseTemplate = u"template0"_s,
                                                       .encoding = u"LATIN1"_s,
                                                       .locale = u"C"_s}));
    QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
    QCOMPARE(m_fixture->sql("SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database "
                            "WHERE datname = 'shop'"),
             "LATIN1|C");
    tidyUp(u"shop"_s);
}

void TestNewApplication::settingsAreReplacedOnlyOnDemand()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.env"_s);
    QFile other(path);
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("SECRET_KEY=1\n") > 0);
    other.close();
    QVERIFY(other.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QCOMPARE(app::writeSettings(path, "PGUSER=a\n", false), app::SettingsWritten::ThereIsOne);
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), "SECRET_KEY=1\n");
    other.close();
    QCOMPARE(app::writeSettings(path, "PGUSER=a\n", true), app::SettingsWritten::Done);
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), "PGUSER=a\n");
    QVERIFY(!QFileInfo(path).permission(QFile::ReadOther));
    QVERIFY(!app::writeSettings(folder.path(), "PGUSER=a\n", true));
    QVERIFY(QFile::link(u"/nowhere"_s, folder.filePath(u"link"_s)));
    QCOMPARE(app::writeSettings(folder.filePath(u"link"_s), "PGUSER=a\n", false),
             app::SettingsWritten::ThereIsOne);
}

QTEST_MAIN(TestNewApplication)
#include "tst_newapplication.moc"
