// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/plaintext.h"
#include "faults/faultwatch.h"
#include "support/chaosproxy.h"
#include "support/testserver.h"
#include "support/wireformat.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ServerState;
using faults::FaultWatch;
using tests::TestServer;

namespace {

QStringList tortureNames()
{
    return {u"\"quoted\""_s,
            u"it's"_s,
            u"back\\slash"_s,
            u"new\nline"_s,
            u"tab\tbell\a"_s,
            u"right\u202Eleft"_s,
            u"zero\u200Bwidth\u200D"_s,
            u"\U0001F409 dragon"_s,
            u"<img src=x onerror=y>"_s,
            u"<i id=z>&amp;"_s,
            u"%1 %2 %n %s"_s,
            u"$1; DROP TABLE t;--"_s,
            u"=1+1"_s,
            u" leading"_s,
            u"\u00E4\u00F6\u00FC\u00DF"_s,
            u"x"_s.repeated(63),
            u"\u2028line"_s,
            u"&Ampersand"_s};
}

QByteArray quoted(const QString &name)
{
    return '"' + QString(name).replace(u'"', u"\"\""_s).toUtf8() + '"';
}

} // namespace

/// F28-F30: names, texts and encodings that somebody else chose.
class TestContentFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }

    void hostileNames_data() { tests::addServerRows(); }
    void hostileNames();
    void hugeQueries_data() { tests::addServerRows(); }
    void hugeQueries();
    void hugeNotices_data() { tests::addServerRows(); }
    void hugeNotices();
    void foreignEncodings_data() { tests::addServerRows(); }
    void foreignEncodings();
};

// F28
void TestContentFaults::hostileNames()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    std::map<int, QString> expected;
    std::vector<tests::TestSession> sessions;
    for (const QString &name : tortureNames()) {
        QVERIFY_RESULT(server.sql("CREATE ROLE " + quoted(name) + " LOGIN SUPERUSER"));
        auto session = server.session(name, u"plain"_s);
        QVERIFY_RESULT(session);
        QVERIFY_RESULT(
            session->run("SELECT '" + QString(name).replace(u'\'', u"''"_s).toUtf8() + "'"));
        expected[session->pid()] = name;
        sessions.push_back(std::move(*session));
    }
    QVERIFY_RESULT(server.sql("CREATE DATABASE " + quoted(tortureNames().first())));
    FaultWatch watch({.spec = server.spec(tortureNames().first(), tortureNames().first())});
    const auto snapshot = watch.next();
    QVERIFY2(snapshot, faults::describe(watch.status()).constData());
    for (const auto &[pid, name] : expected) {
        const auto *session = faults::sessionIn(snapshot, pid);
        QVERIFY(session);
        QCOMPARE(session->role, name);
        QCOMPARE(session->query, u"SELECT '"_s + QString(name).replace(u'\'', u"''"_s) + u'\'');
        const QString shown = base::visibleText(session->role);
        QVERIFY2(!shown.contains(u'\n') && !shown.contains(QChar(0x202E)) &&
                     !shown.contains(QChar(0x200B)),
                 qPrintable(shown));
    }
    QCOMPARE(snapshot->server.role, tortureNames().first());
    QCOMPARE(snapshot->server.database, tortureNames().first());
    QVERIFY_ORACLES(watch);
}

// F29: forty queries of 1 MiB; what is polled stays small, the whole text comes on demand.
void TestContentFaults::hugeQueries()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .settings = {u"track_activity_query_size = 1MB"_s}});
    QVERIFY_RESULT(server.start());
    const QByteArray text = "SELECT '" + QByteArray("\xc3\xa4").repeated(500'000) + "' AS x";
    std::vector<tests::TestSession> sessions;
    for (int i = 0; i < 40; ++i) {
        auto session = server.session(u"postgres"_s);
        QVERIFY_RESULT(session);
        QVERIFY_RESULT(session->run(text));
        sessions.push_back(std::move(*session));
    }
    FaultWatch watch({.spec = server.spec()});
    const auto snapshot = watch.next();
    QVERIFY(snapshot);
    qsizetype size = 0;
    for (const auto &session : sessions) {
        const auto *shown = faults::sessionIn(snapshot, session.pid());
        QVERIFY(shown);
        QVERIFY(shown->queryCut);
        QVERIFY(!shown->queryMalformed); // cut between characters
        size += shown->query.size();
    }
    QVERIFY(size <= 40 * 4096);
    QSignalSpy fetched(&watch.source(), &snapshot::LiveSource::queryFetched);
    watch.source().fetchQuery(faults::sessionIn(snapshot, sessions.front().pid())->key());
    QTRY_COMPARE_WITH_TIMEOUT(fetched.size(), 1, 10'000);
    QCOMPARE(fetched[0][1].toString(), QString::fromUtf8(text));
    QVERIFY_ORACLES(watch);
}

// F29: a notice of 10 MB in a session of ours, which nobody asked for.
void TestContentFaults::hugeNotices()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    tests::ChaosProxy proxy(server.port());
    auto spec = server.spec();
    spec.options.insert(u"port"_s, QString::number(proxy.port()));
    FaultWatch watch({.spec = spec});
    QVERIFY(watch.next());
    namespace wire = tests::wire;
    proxy.inject(wire::report(
        'N',
        {{'S', "NOTICE"}, {'V', "NOTICE"}, {'C', "00000"}, {'M', QByteArray(10'000'000, 'x')}}));
    QTest::qWait(300);
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F30: sessions of databases in other encodings spoil no picture.
void TestContentFaults::foreignEncodings()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    std::vector<tests::TestSession> sessions;
    for (const QByteArray &encoding : QByteArrayList{"SQL_ASCII", "LATIN1", "EUC_JP", "WIN1252"}) {
        const QByteArray database = encoding.toLower();
        QVERIFY_RESULT(server.sql("CREATE DATABASE " + database + " ENCODING '" + encoding +
                                  "' TEMPLATE template0"));
        auto spec = server.spec(u"postgres"_s, QString::fromLatin1(database));
        spec.options.insert(u"client_encoding"_s, QString::fromLatin1(encoding));
        auto session = tests::TestSession::open(spec);
        QVERIFY_RESULT(session);
        const QByteArray bytes = encoding == "EUC_JP" ? "\xc6\xfc\xcb\xdc" : "caf\xe9 \xff";
        QVERIFY_RESULT(session->run("SELECT '" + bytes + "'"));
        sessions.push_back(std::move(*session));
    }
    auto plain = server.session(u"postgres"_s);
    QVERIFY_RESULT(plain);
    QVERIFY_RESULT(plain->run("SELECT 'caf\xc3\xa9'"));
    for (const QString &from : {u"postgres"_s, u"latin1"_s, u"sql_ascii"_s}) {
        FaultWatch watch({.spec = server.spec(u"postgres"_s, from)});
        const auto snapshot = watch.next();
        QVERIFY2(snapshot, faults::describe(watch.status()).constData());
        for (const auto &session : sessions) {
            const auto *shown = faults::sessionIn(snapshot, session.pid());
            QVERIFY(shown);
            QVERIFY(shown->queryMalformed);
            QVERIFY(shown->query.contains(QChar::ReplacementCharacter));
            QVERIFY(shown->query.startsWith(u"SELECT '"_s));
        }
        const auto *whole = faults::sessionIn(snapshot, plain->pid());
        QVERIFY(whole && !whole->queryMalformed);
        QCOMPARE(whole->query, u"SELECT 'caf\u00E9'"_s);
        QVERIFY_ORACLES(watch);
    }
}

QTEST_GUILESS_MAIN(TestContentFaults)
#include "tst_contentfaults.moc"
