// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/addresses.h"
#include "access/live/ledger.h"
#include "support/hostileserver.h"

#include <QCoroTask>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::ByClient;
using tests::HostileServer;
using tests::Hostility;

/// Verifies that the ledger finds a diagnosis right.
#define VERIFY_RIGHT(expression)                                                                   \
    do {                                                                                           \
        const QByteArray wrong = (expression);                                                     \
        QVERIFY2(wrong.isEmpty(), wrong.constData());                                              \
    } while (false)

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

// A socket that is left of a server that is gone.
void leaveSocket(const QString &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const tests::Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::bind(socket.fd(), reinterpret_cast<const sockaddr *>(&address), sizeof address);
}

/// Closes each connection as soon as it is there, as a proxy does that has nothing behind it.
class ClosingServer final
{
public:
    explicit ClosingServer(bool byReset)
        : m_listener(tests::Socket::listening())
        , m_thread([this, byReset](const std::stop_token &stop) { serve(stop, byReset); })
    {
    }
    int port() const { return m_listener.port(); }

private:
    void serve(const std::stop_token &stop, bool byReset)
    {
        while (!stop.stop_requested()) {
            tests::Socket client = m_listener.accept();
            if (!client.isValid())
                continue;
            while (!client.waitReadable() && !stop.stop_requested())
                ; // what the client says first is left unread
            if (byReset)
                client.reset();
        }
    }

    tests::Socket m_listener;
    std::jthread m_thread;
};

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
    void closers_data();
    void closers();
    void unreadable_data();
    void unreadable();
    void unreachable();
    void everythingHappened();

private:
    /// The same attempt that a test has judged already, for the ledger.
    void produced(const QString &situation, const Attempt &attempt,
                  ByClient byClient = ByClient::Proves);

    tests::Ledger m_ledger{u"tst_ladder"_s};
};

void TestLadder::produced(const QString &situation, const Attempt &attempt, ByClient byClient)
{
    VERIFY_RIGHT(m_ledger.judge(situation, 0, attempt, byClient));
}

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
    produced(u"refused_tcp"_s, attempt);
    LadderCandidate named = candidateAt(u"db.example.test"_s, port);
    named.parameters.spec.set(u"hostaddr"_s, u"127.0.0.1"_s);
    produced(u"refused_host_differs_from_addr"_s, climb({named}).value(0));
    const QList<Attempt> both = climb({candidateAt(u"127.0.0.1,no-such-host.invalid"_s, port)}, 5s);
    QCOMPARE(both.size(), 2);
    produced(u"multi_host"_s, both[0]);
    QCOMPARE(diagnose(both[1].observation).cause, Cause::DnsFailure);
}

void TestLadder::socketMissing()
{
    const QTemporaryDir folder;
    produced(u"socket_missing"_s, climb({candidateAt(folder.path(), 5432)}).value(0));
    leaveSocket(folder.filePath(u".s.PGSQL.5432"_s));
    produced(u"socket_stale"_s, climb({candidateAt(folder.path(), 5432)}).value(0));
    const QString longName = u'/' + QString(200, u'x');
    produced(u"socket_dir_too_long"_s, climb({candidateAt(longName, 5432)}).value(0));
}

void TestLadder::socketNotAllowed()
{
    if (geteuid() == 0)
        QSKIP("root may open every socket");
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u"closed"_s));
    const QString closed = folder.filePath(u"closed"_s);
    QVERIFY(QFile::setPermissions(closed, QFile::ReadOwner));
    const Attempt attempt = climb({candidateAt(closed, 5432)}).value(0);
    QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    produced(u"socket_permission"_s, attempt);
}

void TestLadder::unknownName()
{
    const QList<Attempt> attempts = climb({candidateAt(u"no-such-host.invalid"_s, 5432)}, 5s);
    QCOMPARE(only(attempts).cause, Cause::DnsFailure);
    QCOMPARE(attempts.first().at(Stage::Resolve).outcome, StageOutcome::Failed);
    produced(u"dns_failure"_s, attempts.first());
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
    for (int i = 0; i < 2; ++i)
        produced(u"refused_localhost_two_addresses"_s, attempts[i]);
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
    const QList<Attempt> attempts = climb({candidate});
    const Diagnosis diagnosis = only(attempts);
    QCOMPARE(causeName(diagnosis.cause), "not_postgres"_L1);
    QVERIFY(diagnosis.isProved());
    QCOMPARE(diagnosis.facts.value(Fact::Peer), peer);
    QVERIFY(!server.received().contains("sesame"));
    if (!peer.isEmpty())
        produced(u"not_postgres_%1(sslmode=%2)"_s.arg(peer.toLower(),
                                                      sslMode.isEmpty() ? u"prefer"_s : sslMode),
                 attempts.first());
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
    produced(u"timeout_accepts_but_silent"_s, attempts.first(), ByClient::Guesses);
}

void TestLadder::blackHole()
{
    const tests::BlackHole hole;
    const QList<Attempt> attempts = climb({candidateAt(u"127.0.0.1"_s, hole.port())}, 500ms);
    QCOMPARE(only(attempts).cause, Cause::Timeout);
    QCOMPARE(attempts.first().at(Stage::Reach).outcome, StageOutcome::Failed);
    produced(u"timeout_syn_dropped"_s, attempts.first());
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
    const auto withSetting = [](const QString &name, const QString &value) {
        LadderCandidate candidate = candidateAt(u"127.0.0.1"_s, 5432);
        candidate.parameters.spec.set(name, value);
        return climb({candidate}).value(0);
    };
    produced(u"sslmode_invalid"_s, withSetting(u"sslmode"_s, u"maybe"_s));
    produced(u"port_invalid"_s, withSetting(u"port"_s, u"99999"_s));
    produced(u"port_not_number"_s, withSetting(u"port"_s, u"abc"_s));
    produced(u"port_count_mismatch"_s, withSetting(u"port"_s, u"5432,5433"_s));
    produced(u"connect_timeout_invalid"_s, withSetting(u"connect_timeout"_s, u"abc"_s));
    QCOMPARE(only({withSetting(u"sslnegotiation"_s, u"direct"_s)}).cause, Cause::BadConninfo);
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

void TestLadder::closers_data()
{
    QTest::addColumn<bool>("byReset");
    QTest::addColumn<QString>("sslMode");
    for (const char *mode : {"prefer", "disable", "require"}) {
        QTest::addRow("close, %s", mode) << false << QString::fromLatin1(mode);
        QTest::addRow("reset, %s", mode) << true << QString::fromLatin1(mode);
    }
}

void TestLadder::closers()
{
    QFETCH(const bool, byReset);
    QFETCH(const QString, sslMode);
    const ClosingServer server(byReset);
    LadderCandidate candidate = candidateAt(u"127.0.0.1"_s, server.port());
    candidate.parameters.spec.set(u"sslmode"_s, sslMode);
    const QString how = byReset ? u"resets"_s : u"closes_immediately"_s;
    produced(u"not_postgres_%1(sslmode=%2)"_s.arg(how, sslMode), climb({candidate}, 20s).value(0),
             ByClient::Guesses);
}

void TestLadder::unreadable_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("conninfo_bad_option") << u"host=db nosuchopt=1"_s;
    QTest::newRow("conninfo_syntax") << u"host=db user"_s;
    QTest::newRow("protocol_option_unknown_to_libpq17") << u"host=db min_protocol_version=3.2"_s;
    QTest::newRow("service_servicefile_option_18") << u"host=db servicefile=/etc/services"_s;
}

void TestLadder::unreadable()
{
    QFETCH(const QString, text);
    const auto parsed = pg::ConnectionSpec::parse(text);
    QVERIFY(!parsed);
    produced(QString::fromLatin1(QTest::currentDataTag()),
             unreadableAttempt(0, parsed.error(), Cause::BadConninfo));
}

// A group of hosts is no place that one could connect to: the kernel says so at once.
void TestLadder::unreachable()
{
    produced(u"network_unreachable_v6"_s, climb({candidateAt(u"ff02::1"_s, 5432)}).value(0));
}

void TestLadder::everythingHappened()
{
    QCOMPARE(m_ledger.open({0}), QStringList());
}

QTEST_GUILESS_MAIN(TestLadder)
#include "tst_ladder.moc"
