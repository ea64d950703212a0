// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/diagnosis.h"
#include "access/ladder/addresses.h"
#include "access/ladder/ladder.h"
#include "support/hostileserver.h"

#include <QCoroTask>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::HostileServer;
using tests::Hostility;

namespace {

LadderCandidate candidateAt(const QString &host, int port, int number = 0)
{
    LadderCandidate candidate{.number = number};
    candidate.parameters.spec.options = {{u"host"_s, host},
                                         {u"port"_s, QString::number(port)},
                                         {u"user"_s, u"app"_s},
                                         {u"dbname"_s, u"shop"_s}};
    candidate.parameters.password = base::Secret("sesame");
    return candidate;
}

QList<Attempt> climb(const QList<LadderCandidate> &candidates,
                     std::chrono::milliseconds deadline = 2s)
{
    Ladder ladder;
    return QCoro::waitFor(ladder.climb(candidates, deadline));
}

Diagnosis only(const QList<Attempt> &attempts)
{
    return attempts.size() == 1 && !attempts.first().connected()
               ? diagnose(attempts.first().observation)
               : Diagnosis{.cause = Cause::Unknown};
}

} // namespace

/// The ladder against what is no PostgreSQL server, and against no server at all.
class TestLadder final : public QObject
{
    Q_OBJECT

private slots:
    void refused();
    void socketMissing();
    void socketNotAllowed();
    void unknownName();
    void localhostIsThreePlaces();
    void otherPeers_data();
    void otherPeers();
    void silence();
    void blackHole();
    void oneAuthenticationEach();
    void failureOfTheAddressIsSharedOut();
    void wrongSettings();
    void endsWhenItGoes();
};

void TestLadder::refused()
{
    const int port = tests::Socket::listening().port(); // closed again
    const QList<Attempt> attempts = climb({candidateAt(u"127.0.0.1"_s, port)});
    QCOMPARE(only(attempts).cause, Cause::Refused);
    QVERIFY(only(attempts).isProved());
    const Attempt &attempt = attempts.first();
    QCOMPARE(attempt.at(Stage::Resolve).outcome, StageOutcome::Ok);
    QCOMPARE(attempt.at(Stage::Reach).outcome, StageOutcome::Failed);
    QCOMPARE(attempt.at(Stage::Tls).outcome, StageOutcome::Skipped);
    QVERIFY(attempt.at(Stage::Reach).elapsed);
    QVERIFY(!attempt.at(Stage::Authenticate).elapsed);
}

void TestLadder::socketMissing()
{
    const QTemporaryDir folder;
    QCOMPARE(only(climb({candidateAt(folder.path(), 5432)})).cause, Cause::SocketMissing);
}

void TestLadder::socketNotAllowed()
{
    if (geteuid() == 0)
        QSKIP("root may open every socket");
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u"closed"_s));
    const QString closed = folder.filePath(u"closed"_s);
    QVERIFY(QFile::setPermissions(closed, QFile::ReadOwner));
    const Diagnosis diagnosis = only(climb({candidateAt(closed, 5432)}));
    QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QCOMPARE(diagnosis.cause, Cause::SocketPermission);
}

void TestLadder::unknownName()
{
    const QList<Attempt> attempts = climb({candidateAt(u"no-such-host.invalid"_s, 5432)}, 5s);
    QCOMPARE(only(attempts).cause, Cause::DnsFailure);
    QCOMPARE(attempts.first().at(Stage::Resolve).outcome, StageOutcome::Failed);
}

void TestLadder::localhostIsThreePlaces()
{
    const int port = tests::Socket::listening().port();
    const QList<Attempt> attempts = climb({candidateAt(u"localhost"_s, port)});
    QStringList addresses;
    for (const Attempt &attempt : attempts)
        addresses.append(attempt.observation.address);
    QCOMPARE(addresses, (QStringList{u"::1"_s, u"127.0.0.1"_s, u"/var/run/postgresql"_s}));
    QVERIFY(attempts[2].observation.socket);
}

void TestLadder::otherPeers_data()
{
    QTest::addColumn<Hostility>("hostility");
    QTest::addColumn<QString>("sslMode");
    QTest::addColumn<QString>("peer");
    for (const char *mode : {"", "disable", "require"}) {
        const QString sslMode = QString::fromLatin1(mode);
        QTest::addRow("HTTP, %s", mode) << Hostility::Http << sslMode << u"HTTP"_s;
        QTest::addRow("garbage, %s", mode) << Hostility::Garbage << sslMode << QString();
        QTest::addRow("Redis, %s", mode) << Hostility::Redis << sslMode << u"Redis"_s;
        QTest::addRow("SSH, %s", mode) << Hostility::Ssh << sslMode << u"SSH"_s;
        QTest::addRow("MySQL, %s", mode) << Hostility::MySql << sslMode << u"MySQL"_s;
    }
}

void TestLadder::otherPeers()
{
    QFETCH(const Hostility, hostility);
    QFETCH(const QString, sslMode);
    QFETCH(const QString, peer);
    const HostileServer server(hostility);
    LadderCandidate candidate = candidateAt(u"127.0.0.1"_s, server.port());
    candidate.parameters.spec.set(u"sslmode"_s, sslMode);
    const Diagnosis diagnosis = only(climb({candidate}));
    QCOMPARE(causeName(diagnosis.cause), "not_postgres"_L1);
    QVERIFY(diagnosis.isProved());
    QCOMPARE(diagnosis.facts.value(Fact::Peer), peer);
    QVERIFY(!server.received().contains("sesame"));
}

void TestLadder::silence()
{
    const HostileServer server(Hostility::Silent);
    const QList<Attempt> attempts = climb({candidateAt(u"127.0.0.1"_s, server.port())}, 500ms);
    const Diagnosis diagnosis = only(attempts);
    QCOMPARE(diagnosis.cause, Cause::Timeout);
    QVERIFY(!diagnosis.isProved());
    QVERIFY(diagnosis.alternatives.contains(Cause::NotPostgres));
    QCOMPARE(attempts.first().at(Stage::Reach).outcome, StageOutcome::Ok);
    QCOMPARE(attempts.first().at(Stage::Tls).outcome, StageOutcome::Failed);
}

void TestLadder::blackHole()
{
    const tests::BlackHole hole;
    const QList<Attempt> attempts = climb({candidateAt(u"127.0.0.1"_s, hole.port())}, 500ms);
    QCOMPARE(only(attempts).cause, Cause::Timeout);
    QCOMPARE(attempts.first().at(Stage::Reach).outcome, StageOutcome::Failed);
}

void TestLadder::oneAuthenticationEach()
{
    const HostileServer server(Hostility::Cleartext);
    QList<LadderCandidate> candidates;
    for (int i = 0; i < 5; ++i) {
        candidates.append(candidateAt(u"127.0.0.1"_s, server.port(), i));
        candidates.last().parameters.allowCleartext = true;
    }
    const QList<Attempt> attempts = climb(candidates);
    QCOMPARE(attempts.size(), 5);
    for (const Attempt &attempt : attempts)
        QCOMPARE(attempt.observation.error->sqlState, u"28P01"_s);
    QCOMPARE(server.sessions(), 5);
    QCOMPARE(server.messageTypes(), QByteArray(5, 'p'));
}

void TestLadder::failureOfTheAddressIsSharedOut()
{
    const HostileServer server(Hostility::Silent);
    QList<LadderCandidate> candidates;
    for (int i = 0; i < 20; ++i)
        candidates.append(candidateAt(u"127.0.0.1"_s, server.port(), i));
    Ladder ladder;
    const QSignalSpy ended(&ladder, &Ladder::attemptEnded);
    const QList<Attempt> attempts = QCoro::waitFor(ladder.climb(candidates, 500ms));
    QCOMPARE(attempts.size(), 20);
    QCOMPARE(ended.size(), 20);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(attempts[i].candidate, i);
        QCOMPARE(diagnose(attempts[i].observation).cause, Cause::Timeout);
    }
    QVERIFY(server.sessions() <= 4);
}

void TestLadder::wrongSettings()
{
    LadderCandidate candidate = candidateAt(u"127.0.0.1"_s, 5432);
    candidate.parameters.spec.set(u"sslmode"_s, u"maybe"_s);
    QCOMPARE(only(climb({candidate})).cause, Cause::BadConninfo);
    candidate = candidateAt(u"127.0.0.1"_s, 5432);
    candidate.parameters.spec.set(u"port"_s, u"99999"_s);
    QCOMPARE(only(climb({candidate})).cause, Cause::BadConninfo);
}

void TestLadder::endsWhenItGoes()
{
    const HostileServer server(Hostility::Silent);
    bool over = false;
    {
        Ladder ladder;
        auto task =
            ladder.climb({candidateAt(u"127.0.0.1"_s, server.port())}, 30s)
                .then([&over](const QList<Attempt> &attempts) {
                    over = attempts.first().observation.error->kind == base::ErrorKind::Cancelled;
                });
        QTRY_COMPARE(server.sessions(), 1);
        QVERIFY(!over);
    }
    QVERIFY(over);
}

QTEST_GUILESS_MAIN(TestLadder)
#include "tst_ladder.moc"
