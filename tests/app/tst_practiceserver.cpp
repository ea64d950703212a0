// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/practiceserver.h"

#include "app/program.h"
#include "support/servers.h"
#include "support/testsession.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace app;
using namespace tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the window's welcome page does: the practice server as a QObject.
class TestPracticeServer final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void startsAndStops();
    void endsWithItsObject();
    void saysWhyItFailed();
    void saysThatThereIsNoProgram();

private:
    bool isEmptied() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPracticeServer::init()
{
    m_folder = std::make_unique<QTemporaryDir>(u"/tmp/tst-XXXXXX"_s);
    qputenv("TMPDIR", m_folder->path().toLocal8Bit());
}

bool TestPracticeServer::isEmptied() const
{
    const QString base = u"%1/pgvigil-%2"_s.arg(m_folder->path()).arg(geteuid());
    return waitUntil(
        [&] { return QDir(base).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty(); }, 20s);
}

void TestPracticeServer::startsAndStops()
{
    PracticeServer server(Program::path());
    const QSignalSpy started(&server, &PracticeServer::started);
    const QSignalSpy failed(&server, &PracticeServer::failed);
    const QSignalSpy stopped(&server, &PracticeServer::stopped);
    server.start(u"incident"_s);
    server.start(u"incident"_s); // nothing, while one runs
    QVERIFY(server.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!started.isEmpty() || !failed.isEmpty(), 60'000);
    QCOMPARE(failed.size(), 0);
    const auto spec = pg::ConnectionSpec::parse(started[0][0].toString());
    QVERIFY_RESULT(spec);
    QVERIFY_RESULT(TestSession::open(spec->spec));
    server.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 30'000);
    QCOMPARE(started.size(), 1);
    QCOMPARE(failed.size(), 0);
    QVERIFY(isEmptied());
}

void TestPracticeServer::endsWithItsObject()
{
    auto server = std::make_unique<PracticeServer>(Program::path());
    const QSignalSpy started(server.get(), &PracticeServer::started);
    server->start(u"incident"_s);
    QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, 60'000);
    server.reset();
    QVERIFY(isEmptied());
}

void TestPracticeServer::saysWhyItFailed()
{
    qputenv("TMPDIR", "/nowhere");
    PracticeServer server(Program::path());
    const QSignalSpy failed(&server, &PracticeServer::failed);
    const QSignalSpy stopped(&server, &PracticeServer::stopped);
    server.start(u"incident"_s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
    QVERIFY(failed[0][0].value<base::Error>().message.contains("/nowhere"_L1));
    QTRY_VERIFY_WITH_TIMEOUT(!server.isRunning(), 30'000);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(stopped.size(), 0);
}

void TestPracticeServer::saysThatThereIsNoProgram()
{
    PracticeServer server(u"/nowhere/pgvigil"_s);
    const QSignalSpy failed(&server, &PracticeServer::failed);
    server.start(u"incident"_s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
}

QTEST_GUILESS_MAIN(TestPracticeServer)
#include "tst_practiceserver.moc"
