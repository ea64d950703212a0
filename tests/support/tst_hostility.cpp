// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/chaosproxy.h"
#include "support/heartbeat.h"
#include "support/hostileserver.h"
#include "support/rssmeter.h"
#include "support/testsession.h"
#include "support/waiting.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::ChaosProxy;
using tests::HostileServer;
using tests::Hostility;
using tests::Socket;

namespace {

pg::ConnectionSpec specOf(int port)
{
    return {.options = {{u"host"_s, u"127.0.0.1"_s},
                        {u"port"_s, QString::number(port)},
                        {u"user"_s, u"u"_s},
                        {u"dbname"_s, u"d"_s},
                        {u"passfile"_s, u"/nonexistent"_s},
                        {u"connect_timeout"_s, u"5"_s}}};
}

// A server that sends back what it gets.
class Echo final
{
public:
    int port() const { return m_listener.port(); }

private:
    void serve(const std::stop_token &stop) const
    {
        Socket client;
        while (!stop.stop_requested()) {
            if (Socket next = m_listener.accept(); next.isValid())
                client = std::move(next);
            if (client.isValid() && client.waitReadable())
                client.write(client.read(4096));
        }
    }
    Socket m_listener = Socket::listening();
    std::jthread m_thread{[this](const std::stop_token &stop) { serve(stop); }};
};

} // namespace

/// The hostile doubles themselves, with plain libpq and plain sockets as their victims.
class TestHostility final : public QObject
{
    Q_OBJECT

private slots:
    void refusesInWords();
    void keepsCleartextPasswords();
    void speaksTheProtocol();
    void proxyPassesAndPauses();
    void proxyCutsAndFlips();
    void proxyInjects();
    void blackHoleSwallows();
    void heartbeatSeesAStandstill();
    void meterSeesMemory();
};

void TestHostility::refusesInWords()
{
    HostileServer markup(Hostility::MarkupError);
    const auto refused = tests::TestSession::open(specOf(markup.port()));
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(u"<img src="_s));
    HostileServer http(Hostility::Http);
    QVERIFY(!tests::TestSession::open(specOf(http.port())));
    HostileServer garbage(Hostility::Garbage);
    QVERIFY(!tests::TestSession::open(specOf(garbage.port())));
}

void TestHostility::keepsCleartextPasswords()
{
    HostileServer server(Hostility::Cleartext);
    pg::ConnectionSpec spec = specOf(server.port());
    spec.options.insert(u"password"_s, u"sentinel-4711"_s);
    QVERIFY(!tests::TestSession::open(spec));
    QVERIFY(server.received().contains("sentinel-4711"));
    QCOMPARE(server.messageTypes(), "p");
}

void TestHostility::speaksTheProtocol()
{
    HostileServer server(Hostility::Devel);
    auto session = tests::TestSession::open(specOf(server.port()));
    QVERIFY2(session.has_value(), qPrintable(session ? QString() : session.error().message));
    QCOMPARE(session->pid(), 4711);
    QVERIFY(session->isAlive());
    QCOMPARE(server.sessions(), 1);
    QVERIFY(session->send("SELECT 1"));
    QVERIFY(tests::waitUntil([&] { return server.messageTypes() == "Q"; }, 5s));
}

void TestHostility::proxyPassesAndPauses()
{
    Echo echo;
    ChaosProxy proxy(echo.port());
    const Socket client = Socket::connectedTo(proxy.port());
    QVERIFY(client.write("hello"));
    QCOMPARE(client.readExactly(5), "hello");
    proxy.setPaused(true);
    tests::pause(100ms);
    QVERIFY(client.write("later"));
    QVERIFY(!client.waitReadable());
    proxy.setPaused(false);
    QCOMPARE(client.readExactly(5), "later");
    QCOMPARE(proxy.accepted(), 1);
    QCOMPARE(proxy.open(), 1);
    proxy.resetAll();
    QVERIFY(client.read(1).isEmpty());
    QVERIFY(tests::waitUntil([&] { return proxy.open() == 0; }, 5s));
}

void TestHostility::proxyCutsAndFlips()
{
    Echo echo;
    ChaosProxy proxy(echo.port());
    proxy.setWeather(ChaosProxy::Direction::ToServer, {.flipAt = 1});
    const Socket flipped = Socket::connectedTo(proxy.port());
    QVERIFY(flipped.write("abc"));
    QCOMPARE(flipped.readExactly(3), "a\x9d"
                                     "c");
    proxy.setWeather(ChaosProxy::Direction::ToServer, {});
    proxy.setWeather(ChaosProxy::Direction::ToClient, {.endAfter = 4});
    const Socket cut = Socket::connectedTo(proxy.port());
    QVERIFY(cut.write("abcdef"));
    QCOMPARE(cut.readExactly(4), "abcd");
    QVERIFY(cut.read(1).isEmpty());
    proxy.setRefusing(true);
    const Socket refused = Socket::connectedTo(proxy.port());
    QVERIFY(refused.read(1).isEmpty());
}

void TestHostility::proxyInjects()
{
    Echo echo;
    ChaosProxy proxy(echo.port());
    const Socket client = Socket::connectedTo(proxy.port());
    QVERIFY(tests::waitUntil([&] { return proxy.open() == 1; }, 5s));
    proxy.inject("psst");
    QCOMPARE(client.readExactly(4), "psst");
}

void TestHostility::blackHoleSwallows()
{
    const tests::BlackHole hole;
    pg::ConnectionSpec spec = specOf(hole.port());
    spec.options.insert(u"connect_timeout"_s, u"2"_s);
    QElapsedTimer timer;
    timer.start();
    const auto session = tests::TestSession::open(spec);
    QVERIFY(!session);
    QVERIFY2(timer.elapsed() > 1500, qPrintable(session.error().message));
}

void TestHostility::heartbeatSeesAStandstill()
{
    tests::Heartbeat heartbeat;
    QTest::qWait(200);
    QVERIFY_HEARTBEAT(heartbeat);
    tests::pause(400ms);
    QVERIFY(heartbeat.largestGap() > 300ms); // the observer saw it, before any beat
    QTest::qWait(50);
    QVERIFY(heartbeat.largestGap() > 300ms);
    heartbeat.restart();
    QVERIFY(heartbeat.largestGap() < 300ms);
}

void TestHostility::meterSeesMemory()
{
    tests::RssMeter meter;
    QVERIFY_RSS(meter);
    QByteArray big(100 << 20, 'x');
    QVERIFY(meter.growth() > (90 << 20));
    QVERIFY(big.contains('x'));
}

QTEST_GUILESS_MAIN(TestHostility)
#include "tst_hostility.moc"
