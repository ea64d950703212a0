// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passwordedit.h"
#include "support/testserver.h"
#include "widgets/sqledit.h"
#include "widgets/theme.h"
#include "window/changerunner.h"
#include "window/serverlist.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using pgaccess::Fix;
using pgaccess::FixKind;
using pgaccess::Observation;

namespace {

constexpr auto Sentinel = "s3ntinel-Tz2"_L1;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// From a wish to a change of a real server, by keys, over the threads of the program.
class TestChangeRunner : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void leadsToItsServer_data();
    void leadsToItsServer();
    void setsAPasswordByKeys();
    void staysOpenAfterAFailure();
    void closesWithAnotherServer();
    void uncertainServerIsSaid();
    void lostServerEndsIt();

private:
    ui::ChangeDialog *dialog();
    Observation refused(int port = 0) const;

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    QThread m_ioThread;
    std::unique_ptr<pgaccess::ProfileStore> m_profiles;
    std::unique_ptr<pgaccess::SecretStore> m_secrets;
    std::unique_ptr<app::ServerList> m_servers;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<QWidget> m_window;
    app::ChangeRunner *m_runner = nullptr;
};

void TestChangeRunner::initTestCase()
{
    new ui::Theme(*qApp, qApp);
    m_server = std::make_unique<tests::TestServer>(
        tests::ServerSetup{.version = tests::anyServer(),
                           .settings = {u"log_statement = all"_s},
                           .hba = "local all all trust\nhost all postgres all trust\n"
                                  "host all all all scram-sha-256\n"});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE app LOGIN"));
    m_ioThread.start();
    m_profiles = std::make_unique<pgaccess::ProfileStore>(m_home.filePath(u"profiles.json"_s));
    m_secrets = std::make_unique<pgaccess::SecretStore>(u"org.pgvigil.test.changerunner"_s);
    m_servers =
        std::make_unique<app::ServerList>(*m_profiles, *m_secrets, m_ioThread,
                                          actions::AuditLog(m_home.filePath(u"actions.jsonl"_s)));
    m_window = std::make_unique<QWidget>();
    m_window->show();
    m_runner = new app::ChangeRunner(*m_servers, m_repository, m_window.get());
    const QString id = m_servers->addTemporary(m_server->spec().toKeywords(), u"practice"_s);
    m_servers->setCurrent(id);
    m_runner->setCurrent(id);
    QTRY_VERIFY(m_servers->link(id) && m_servers->link(id)->snapshot());
}

void TestChangeRunner::cleanupTestCase()
{
    m_window.reset();
    m_servers->closeAll();
    m_ioThread.quit();
    m_ioThread.wait();
}

ui::ChangeDialog *TestChangeRunner::dialog()
{
    for (auto *found : m_window->findChildren<ui::ChangeDialog *>()) {
        if (found->isVisible())
            return found;
    }
    return nullptr;
}

Observation TestChangeRunner::refused(int port) const
{
    return {.user = u"app"_s,
            .database = u"postgres"_s,
            .host = u"localhost"_s,
            .address = u"127.0.0.1"_s,
            .port = port ? port : m_server->port()};
}

void TestChangeRunner::leadsToItsServer_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<bool>("leads");
    QTest::newRow("name") << u"host=db.example.org port=6432"_s << true;
    QTest::newRow("address") << u"host=10.0.0.5 port=6432"_s << true;
    QTest::newRow("name with address") << u"host=other hostaddr=10.0.0.5 port=6432"_s << true;
    QTest::newRow("port") << u"host=db.example.org"_s << false;
    QTest::newRow("other name") << u"host=db2.example.org port=6432"_s << false;
    QTest::newRow("here") << u"host=localhost port=6432"_s << false;
    QTest::newRow("several") << u"host=db.example.org,x port=6432"_s << false;
}

void TestChangeRunner::leadsToItsServer()
{
    QFETCH(const QString, spec);
    const auto parsed = pg::ConnectionSpec::parse(spec);
    QVERIFY_RESULT(parsed);
    const Observation attempt{.host = u"db.example.org"_s, .address = u"10.0.0.5"_s, .port = 6432};
    QTEST(app::leadsTo(parsed->spec, attempt), "leads");
}

void TestChangeRunner::setsAPasswordByKeys()
{
    m_runner->fix({.kind = FixKind::AddHbaLine, .text = u"host all all all trust"_s}, refused());
    QVERIFY(!dialog());
    m_runner->fix({.kind = FixKind::SetPassword, .role = u"app"_s}, refused());
    QVERIFY(dialog());
    QVERIFY(QTest::qWaitForWindowExposed(dialog()));
    QCOMPARE(dialog()->findChild<QLabel *>(u"changeRole"_s)->text(), u"postgres"_s);
    QVERIFY(!dialog()->findChild<QLabel *>(u"meaning"_s)->text().contains(u"not certain"_s));
    auto *password = dialog()->findChild<ui::PasswordEdit *>();
    QTRY_VERIFY(password->hasFocus());
    QTest::keyClicks(password, Sentinel);
    QTest::keyClick(password, Qt::Key_Return);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_VERIFY(dialog()->findChild<QLabel *>(u"statementOutcome"_s));
    QCOMPARE(dialog()->findChild<QLabel *>(u"statementOutcome"_s)->text(),
             u"✓ ALTER ROLE \"app\" PASSWORD :'password'"_s);
    pg::ConnectionSpec spec = m_server->spec(u"app"_s);
    spec.set(u"password"_s, Sentinel);
    QVERIFY_RESULT(tests::TestSession::open(spec));
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QTRY_VERIFY(!dialog());
    QVERIFY(!m_server->log().contains(Sentinel.data()));
    const QByteArray audit = contentOf(m_home.filePath(u"actions.jsonl"_s));
    QCOMPARE(audit.count('\n'), 2);
    QVERIFY(!audit.contains(Sentinel.data()));
}

void TestChangeRunner::staysOpenAfterAFailure()
{
    m_runner->fix({.kind = FixKind::AllowLogin,
                   .text = u"ALTER ROLE \"nobody\" LOGIN;"_s,
                   .sql = true,
                   .role = u"nobody"_s},
                  refused());
    QVERIFY(dialog());
    auto *run = dialog()->findChild<QPushButton *>(u"run"_s);
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_VERIFY(dialog()->findChild<QLabel *>(u"statementOutcome"_s));
    QVERIFY(dialog()
                ->findChild<QPlainTextEdit *>(u"serverWords"_s)
                ->toPlainText()
                .contains(u"42704"_s));
    dialog()->findChild<ui::SqlEdit *>()->setPlainText(u"ALTER ROLE app CONNECTION LIMIT 5"_s);
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_VERIFY(!run->isEnabled() && dialog()->findChild<QPushButton *>(u"close"_s)->hasFocus());
    QTRY_COMPARE(m_server->sql("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'app'").value(),
                 "5");
    dialog()->reject();
    QTRY_VERIFY(!dialog());
}

void TestChangeRunner::closesWithAnotherServer()
{
    const QString id = m_servers->current();
    m_runner->fix({.kind = FixKind::SetPassword, .role = u"app"_s}, refused());
    m_runner->fix({.kind = FixKind::CreateRole, .role = u"b"_s}, refused());
    QVERIFY(dialog());
    QCOMPARE(m_window->findChildren<ui::ChangeDialog *>().size(), 1);
    m_runner->setCurrent(u"another"_s);
    QTRY_VERIFY(!dialog());
    m_runner->setCurrent(id);
}

void TestChangeRunner::uncertainServerIsSaid()
{
    m_runner->fix({.kind = FixKind::SetPassword, .role = u"app"_s}, refused(1));
    QVERIFY(dialog());
    QVERIFY(dialog()->findChild<QLabel *>(u"meaning"_s)->text().contains(u"not certain"_s));
    dialog()->reject();
    QTRY_VERIFY(!dialog());
}

// Also a connection that goes while the server works gives an answer.
void TestChangeRunner::lostServerEndsIt()
{
    ui::ChangeForm form{
        .change = {.title = u"Sleep"_s, .statements = {u"SELECT pg_catalog.pg_sleep(60)"_s}},
        .button = u"Sleep"_s};
    m_runner->request(m_servers->current(), form);
    QVERIFY(dialog());
    QTest::mouseClick(dialog()->findChild<QPushButton *>(u"run"_s), Qt::LeftButton);
    QTRY_VERIFY(m_server->log().contains("pg_sleep(60)"));
    m_servers->link(m_servers->current())->close();
    QTRY_VERIFY(dialog()->findChild<QLabel *>(u"messageTitle"_s)->text().contains(u"not known"_s));
    dialog()->reject();
}

QTEST_MAIN(TestChangeRunner)
#include "tst_changerunner.moc"
