// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"
#include "postgres/connection.h"
#include "support/hostileserver.h"
#include "support/servers.h"
#include "support/waiting.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using QCoro::waitFor;
using tests::HostileServer;
using tests::Hostility;

namespace {

constexpr auto sentinel = "sentinel-password-4711";

pg::ConnectParameters parametersFor(const HostileServer &server)
{
    return {.spec = {.options = {{u"host"_s, u"127.0.0.1"_s},
                                 {u"port"_s, QString::number(server.port())},
                                 {u"user"_s, u"somebody"_s},
                                 {u"dbname"_s, u"something"_s}}},
            .password = base::Secret(sentinel),
            .deadline = 2s};
}

constexpr pg::Limits smallLimits{.deadline = 2s, .rows = 50'000, .bytes = 4 * 1024 * 1024};

// Of a row that comes as fast as the loopback carries it libpq reads all there is within one call:
// memory and time are bounded only by the row, which cannot be longer than 1 GiB
// (doc/decisions.md).
bool isPaced(Hostility hostility)
{
    return hostility != Hostility::HugeRow;
}

} // namespace

/// F32-F35, and the hostile part of F31: servers that lie, flood and stall. Whatever they do, the
/// connection ends in time and with an error, no thread stands still, memory stays, no secret
/// leaves.
class TestHostileFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }

    void connectionSurvives_data();
    void connectionSurvives();
    void sourceSurvives_data() { connectionSurvives_data(); }
    void sourceSurvives();
    void saysWhatHappened_data();
    void saysWhatHappened();
    void passwordNeedsConsentToGoInClear();
};

void TestHostileFaults::connectionSurvives_data()
{
    QTest::addColumn<Hostility>("hostility");
    for (const auto &[name, hostility] : tests::allHostilities())
        QTest::newRow(name) << hostility;
}

void TestHostileFaults::connectionSurvives()
{
    QFETCH(const Hostility, hostility);
    tests::Heartbeat heartbeat;
    tests::RssMeter rss;
    HostileServer server(hostility);
    pg::Connection connection;
    QElapsedTimer clock;
    clock.start();
    const auto opened = waitFor(connection.open(parametersFor(server)));
    if (opened)
        waitFor(connection.run(pg::Query{.sql = "SELECT 1"}, smallLimits));
    QVERIFY2(clock.elapsed() < 12'000, QByteArray::number(clock.elapsed()).constData());
    QVERIFY(opened || !connection.isOpen());
    QTest::qWait(50); // what arrives late
    connection.close();
    QVERIFY(!isPaced(hostility) || heartbeat.largestGap() <= tests::Heartbeat::limit());
    constexpr qint64 longestRow = qint64(1) << 30;
    QVERIFY2(rss.growth() <= (isPaced(hostility) ? 0 : longestRow) + tests::RssMeter::limit(),
             QByteArray::number(rss.growth()).constData());
    QVERIFY(!server.received().contains(sentinel));
    QVERIFY(!server.messageTypes().contains('Q'));
    if (hostility == Hostility::EndlessScram)
        return; // an attempt that is given up costs a processor for minutes: one is enough here
    // The same object still works, as far as the server lets it.
    const auto again = waitFor(connection.open(parametersFor(server)));
    QCOMPARE(again.has_value(), opened.has_value());
}

// The whole way to the snapshots: none is ever taken from what such a server says.
void TestHostileFaults::sourceSurvives()
{
    QFETCH(const Hostility, hostility);
    HostileServer server(hostility);
    faults::FaultWatch watch(parametersFor(server));
    QVERIFY2(QTest::qWaitFor(
                 [&] {
                     return watch.status().state == base::ServerState::Lost ||
                            watch.status().state == base::ServerState::Refused ||
                            watch.status().state == base::ServerState::Stale;
                 },
                 15'000),
             faults::describe(watch.status()).constData());
    QVERIFY2(!watch.status().reason.message.isEmpty(),
             faults::describe(watch.status()).constData());
    QTest::qWait(300);
    QVERIFY(!watch.last());
    QVERIFY(server.sessions() <= 3);
    if (isPaced(hostility))
        QVERIFY_ORACLES(watch);
}

void TestHostileFaults::saysWhatHappened_data()
{
    QTest::addColumn<Hostility>("hostility");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("sqlState");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, Hostility hostility, ErrorKind kind, const QString &part,
                        const QString &sqlState = {}) {
        QTest::newRow(name) << hostility << kind << sqlState << part;
    };
    row("silent", Hostility::Silent, ErrorKind::Timeout, u"accepts connections"_s);
    row("HTTP", Hostility::Http, ErrorKind::ConnectionLost, {});
    row("garbage", Hostility::Garbage, ErrorKind::ConnectionLost, {});
    row("never ready", Hostility::NeverReady, ErrorKind::Timeout, u"accepts connections"_s);
    row("cleartext", Hostility::Cleartext, ErrorKind::ConnectionLost, u"password"_s);
    row("markup", Hostility::MarkupError, ErrorKind::Server, u"<b>no</b>"_s, u"28000"_s);
    row("error without state", Hostility::StatelessError, ErrorKind::ConnectionLost, u"no state"_s);
    row("huge error", Hostility::HugeError, ErrorKind::Server, u"xxxx"_s, u"53300"_s);
    row("ancient", Hostility::Ancient, ErrorKind::Server, u"9.1"_s);
    row("mute", Hostility::Mute, ErrorKind::Timeout, {});
    row("row flood", Hostility::RowFlood, ErrorKind::ConnectionLost, {});
    row("notice flood", Hostility::NoticeFlood, ErrorKind::ConnectionLost, u"more than"_s);
    row("copy in", Hostility::CopyIn, ErrorKind::ConnectionLost, {});
    row("truncated", Hostility::TruncatedFrame, ErrorKind::ConnectionLost, {});
    row("devel", Hostility::Devel, ErrorKind::ConnectionLost, u"nonsense"_s);
    row("endless SCRAM", Hostility::EndlessScram, ErrorKind::Local, u"hashing"_s);
}

void TestHostileFaults::saysWhatHappened()
{
    QFETCH(const Hostility, hostility);
    QFETCH(const ErrorKind, kind);
    QFETCH(const QString, sqlState);
    QFETCH(const QString, part);
    HostileServer server(hostility);
    pg::Connection connection;
    const auto opened = waitFor(connection.open(parametersFor(server)));
    QVERIFY(!opened);
    QVERIFY2(opened.error().kind == kind, tests::why(opened).constData());
    QCOMPARE(opened.error().sqlState, sqlState);
    QVERIFY2(opened.error().message.contains(part), tests::why(opened).constData());
    QVERIFY(!opened.error().message.isEmpty());
}

void TestHostileFaults::passwordNeedsConsentToGoInClear()
{
    HostileServer server(Hostility::Cleartext);
    pg::Connection connection;
    auto parameters = parametersFor(server);
    parameters.allowCleartext = true;
    const auto opened = waitFor(connection.open(parameters));
    QCOMPARE(opened.error().sqlState, u"28P01"_s);
    QVERIFY(server.received().contains(sentinel));
    QCOMPARE(server.sessions(), 1); // tried once
}

QTEST_GUILESS_MAIN(TestHostileFaults)
#include "tst_hostilefaults.moc"
