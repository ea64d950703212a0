// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"
#include "support/chaosproxy.h"
#include "support/testserver.h"

#include <QTest>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::ServerState;
using faults::FaultWatch;
using tests::ChaosProxy;
using tests::TestServer;

namespace {

std::atomic<long> suspendedSeconds = 0;

} // namespace

// Stands in for the C library's in this program: a laptop that slept has a boot clock that is
// ahead.
extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    const long outcome = syscall(SYS_clock_gettime, clock, time);
    if (clock == CLOCK_BOOTTIME)
        time->tv_sec += suspendedSeconds;
    return int(outcome);
}

/// F36-F41: what a network and a laptop do to connections.
class TestNetworkFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void initTestCase();

    void blackHoleWhileWatching();
    void blackHoleAtConnect();
    void nothingListens();
    void namesThatLeadNowhere();
    void deadAddressesFirst();
    void resetInTheMiddle();
    void endInTheMiddle();
    void flippedBytes_data();
    void flippedBytes();
    void slowLink();
    void suspendedLaptop();

private:
    pg::ConnectionSpec through(const ChaosProxy &proxy) const
    {
        pg::ConnectionSpec spec = m_server->spec();
        spec.options.insert(u"port"_s, QString::number(proxy.port()));
        return spec;
    }

    std::unique_ptr<TestServer> m_server;
};

void TestNetworkFaults::initTestCase()
{
    const int version = tests::anyServer();
    if (version == 0)
        QSKIP("There is no PostgreSQL server.");
    m_server = std::make_unique<TestServer>(tests::ServerSetup{.version = version});
    QVERIFY_RESULT(m_server->start());
}

// F36
void TestNetworkFaults::blackHoleWhileWatching()
{
    ChaosProxy proxy(m_server->port());
    FaultWatch watch({.spec = through(proxy)});
    QVERIFY(watch.next());
    watch.forgetHistory();
    proxy.setPaused(true);
    QVERIFY_STATE(watch, Stale);
    QVERIFY(watch.reaches(ServerState::Lost, 8s));
    QCOMPARE(watch.status().reason.kind, ErrorKind::Timeout);
    QVERIFY(watch.status().retryAt);
    proxy.setPaused(false);
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F37
void TestNetworkFaults::blackHoleAtConnect()
{
    const tests::BlackHole hole;
    pg::ConnectionSpec spec = m_server->spec();
    spec.options.insert(u"port"_s, QString::number(hole.port()));
    FaultWatch watch({.spec = spec, .deadline = 2s});
    QVERIFY_STATE(watch, Lost);
    QCOMPARE(watch.status().reason.kind, ErrorKind::Timeout);
    QVERIFY2(watch.status().reason.message.contains(u"firewall"_s),
             faults::describe(watch.status()).constData());
    QVERIFY_ORACLES(watch);
}

// F37: nothing listens is another thing, and known at once.
void TestNetworkFaults::nothingListens()
{
    pg::ConnectionSpec spec = m_server->spec();
    {
        const auto listener = tests::Socket::listening();
        spec.options.insert(u"port"_s, QString::number(listener.port()));
    }
    FaultWatch watch({.spec = spec});
    QVERIFY(watch.reaches(ServerState::Lost, 3s));
    QCOMPARE(watch.status().reason.kind, ErrorKind::ConnectionLost);
    QVERIFY2(watch.status().reason.message.contains(u"refused"_s),
             faults::describe(watch.status()).constData());
    QVERIFY2(watch.status().reason.attempting.contains(u"127.0.0.1"_s),
             qPrintable(watch.status().reason.attempting));
    QVERIFY_ORACLES(watch);
}

// F38
void TestNetworkFaults::namesThatLeadNowhere()
{
    pg::ConnectionSpec spec = m_server->spec();
    spec.options.insert(u"host"_s, u"no-such-host.invalid"_s);
    FaultWatch watch({.spec = spec, .deadline = 3s});
    QVERIFY_STATE(watch, Lost);
    QVERIFY2(watch.status().reason.message.contains(u"no-such-host.invalid"_s) ||
                 watch.status().reason.attempting.contains(u"no-such-host.invalid"_s),
             faults::describe(watch.status()).constData());
    QVERIFY_ORACLES(watch);
}

// F38: the good one of many addresses is found within the one deadline.
void TestNetworkFaults::deadAddressesFirst()
{
    const tests::BlackHole hole;
    const auto closed = [] { return tests::Socket::listening().port(); }();
    pg::ConnectionSpec spec = m_server->spec();
    spec.options.insert(u"host"_s, u"127.0.0.1,127.0.0.1,127.0.0.1"_s);
    spec.options.insert(u"port"_s,
                        u"%1,%2,%3"_s.arg(QString::number(closed), QString::number(hole.port()),
                                          QString::number(m_server->port())));
    FaultWatch watch({.spec = spec, .deadline = 6s});
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F39
void TestNetworkFaults::resetInTheMiddle()
{
    ChaosProxy proxy(m_server->port());
    FaultWatch watch({.spec = through(proxy)});
    QVERIFY(watch.next());
    for (int i = 0; i < 5; ++i) {
        watch.forgetHistory();
        proxy.resetAll();
        QTRY_VERIFY_WITH_TIMEOUT(watch.history().size() > 1, 5000);
        QCOMPARE(watch.history()[1].state, ServerState::Lost);
        QCOMPARE(watch.history()[1].reason.kind, ErrorKind::ConnectionLost);
        watch.source().refresh();
        QVERIFY_STATE(watch, Live);
        QVERIFY(watch.next());
    }
    QVERIFY_ORACLES(watch);
}

// F39: the stream ends somewhere inside of an answer; no half of it is ever shown.
void TestNetworkFaults::endInTheMiddle()
{
    ChaosProxy proxy(m_server->port());
    std::vector<tests::TestSession> sessions;
    for (int i = 0; i < 20; ++i) {
        auto session = m_server->session(u"postgres"_s, u"crowd"_s);
        QVERIFY_RESULT(session);
        sessions.push_back(std::move(*session));
    }
    for (qint64 after = 500; after < 12'000; after += 1150) {
        proxy.setWeather(ChaosProxy::Direction::ToClient, {.endAfter = after});
        FaultWatch watch({.spec = through(proxy)});
        QVERIFY_STATE(watch, Lost);
        if (watch.last()) {
            for (const auto &session : sessions)
                QVERIFY(faults::sessionIn(watch.last(), session.pid()));
        }
        QVERIFY_ORACLES(watch);
    }
}

void TestNetworkFaults::flippedBytes_data()
{
    QTest::addColumn<qint64>("place");
    for (const qint64 place : {0, 9, 40, 200, 401, 450, 600, 900, 1500, 2600, 4000})
        QTest::addRow("byte %lld", place) << place;
}

// F39: no checksum protects the protocol; whatever a flipped byte makes of it, nothing crashes or
// hangs, and it passes.
void TestNetworkFaults::flippedBytes()
{
    QFETCH(const qint64, place);
    ChaosProxy proxy(m_server->port());
    proxy.setWeather(ChaosProxy::Direction::ToClient, {.flipAt = place});
    FaultWatch watch({.spec = through(proxy), .deadline = 2s});
    QTest::qWait(1500);
    proxy.setWeather(ChaosProxy::Direction::ToClient, {});
    watch.source().refresh();
    QTRY_VERIFY2_WITH_TIMEOUT((watch.source().refresh(), watch.status().state == ServerState::Live),
                              faults::describe(watch.status()).constData(), 15'000);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F40: asked less often, and never again before the answer came.
void TestNetworkFaults::slowLink()
{
    ChaosProxy proxy(m_server->port());
    FaultWatch watch({.spec = through(proxy)});
    QVERIFY(watch.next());
    std::chrono::milliseconds interval{0};
    QObject context;
    QObject::connect(&watch.source(), &snapshot::SnapshotSource::intervalChanged, &context,
                     [&](std::chrono::milliseconds now, const QString &) { interval = now; });
    proxy.setWeather(ChaosProxy::Direction::ToClient, {.delay = 400ms});
    QTRY_VERIFY2_WITH_TIMEOUT(interval >= 800ms, "the interval did not grow", 15'000);
    QVERIFY(watch.next());
    QCOMPARE(watch.status().state, ServerState::Live);
    proxy.setWeather(ChaosProxy::Direction::ToClient, {});
    QTRY_COMPARE_WITH_TIMEOUT(interval.count(), 200, 15'000);
    QVERIFY_ORACLES(watch);
}

// F41
void TestNetworkFaults::suspendedLaptop()
{
    ChaosProxy proxy(m_server->port());
    auto spec = through(proxy);
    spec.options.insert(u"sslmode"_s, u"disable"_s); // one TCP connection for each session
    FaultWatch watch({.spec = spec});
    QVERIFY(watch.next());
    QTRY_VERIFY_WITH_TIMEOUT(proxy.open() == 2, 10'000);
    const int before = proxy.accepted();
    watch.forgetHistory();
    suspendedSeconds += 12 * 3600;
    QTRY_VERIFY_WITH_TIMEOUT(watch.history().size() > 1, 5000);
    QCOMPARE(watch.history()[1].state, ServerState::Lost);
    QVERIFY2(watch.history()[1].reason.message.contains(u"suspended"_s),
             faults::describe(watch.history()[1]).constData());
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QTRY_VERIFY_WITH_TIMEOUT(proxy.open() == 2, 10'000);
    QCOMPARE(proxy.accepted(), before + 2); // two new connections, no burst
    QVERIFY_ORACLES(watch);
}

QTEST_GUILESS_MAIN(TestNetworkFaults)
#include "tst_networkfaults.moc"
