// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/sessionexport.h"

#include "sessions/samplesessions.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Session;

class TestSessionExport final : public QObject
{
    Q_OBJECT

private slots:
    void documentHasThePromisedFields();
    void unknownIsNull();
    void csvFields_data();
    void csvFields();
    void csvRoundTrip();
    void alignsText();
};

namespace {

QList<QStringList> parseCsv(const QString &csv)
{
    QList<QStringList> lines{{QString()}};
    bool quoted = false;
    for (qsizetype i = 0; i < csv.size(); ++i) {
        if (quoted && csv[i] == u'"' && csv.sliced(i).startsWith("\"\""_L1)) {
            lines.last().last() += csv[i++];
        } else if (csv[i] == u'"') {
            quoted = !quoted;
        } else if (!quoted && csv[i] == u',') {
            lines.last().append(QString());
        } else if (!quoted && csv.sliced(i).startsWith("\r\n"_L1)) {
            lines.append({QString()});
            ++i;
        } else {
            lines.last().last() += csv[i];
        }
    }
    lines.removeLast();
    return lines;
}

} // namespace

void TestSessionExport::documentHasThePromisedFields()
{
    snapshot::Snapshot snapshot{.takenAt = test::sampleNow(), .cost = 1900us};
    snapshot.server = {.versionNum = 170004,
                       .standby = true,
                       .startedAt = test::sampleNow() - 1h,
                       .role = u"dba_anna"_s};
    snapshot.limits = {.maxConnections = 100, .superuserReserved = 3, .reserved = 2, .used = 87};
    snapshot.hiddenSessions = 12;
    Session session = test::sampleSession(4711);
    session.xactStart = snapshot.takenAt - 1500ms;
    session.backendXid = 4'000'000'000U;
    session.queryId = -7'000'000'000'000'000'001;
    snapshot.sessions = {session};
    const QJsonObject document = sessions::snapshotToJson(snapshot);
    QCOMPARE(document[u"schema"], u"pgvigil.snapshot/1"_s);
    QCOMPARE(document[u"taken_at"], u"2026-11-20T03:12:47.000123Z"_s);
    QCOMPARE(document[u"cost_ms"], 1.9);
    QCOMPARE(document[u"server"][u"version_num"], 170004);
    QCOMPARE(document[u"server"][u"is_standby"], true);
    QCOMPARE(document[u"server"][u"started_at"], u"2026-11-20T02:12:47.000123Z"_s);
    QCOMPARE(document[u"server"][u"hidden_sessions"], 12);
    QCOMPARE(document[u"limits"][u"reserved"], 5);
    const QJsonObject row = document[u"sessions"][0].toObject();
    for (const QString &name :
         {u"pid"_s, u"backend_start"_s, u"backend_type"_s, u"database"_s, u"role"_s,
          u"application"_s, u"client"_s, u"state"_s, u"wait_event_type"_s, u"wait_event"_s,
          u"xact_age_ms"_s, u"query_age_ms"_s, u"state_age_ms"_s, u"backend_xid"_s,
          u"backend_xmin"_s, u"leader_pid"_s, u"query_id"_s, u"query"_s})
        QVERIFY2(row.contains(name), qUtf8Printable(name));
    QCOMPARE(row[u"xact_age_ms"], 1500);
    QCOMPARE(row[u"backend_xid"].toInteger(), 4'000'000'000);
    const QByteArray text = QJsonDocument(document).toJson();
    QVERIFY(text.contains("-7000000000000000001"));
    QVERIFY(row[u"leader_pid"].isNull());
}

void TestSessionExport::unknownIsNull()
{
    const Session hidden{.pid = 5,
                         .database = u"orders"_s,
                         .role = u"app"_s,
                         .query = u"<insufficient privilege>"_s};
    const Session *const sessions[]{&hidden};
    const QJsonObject row = sessions::sessionsToJson(sessions, test::sampleNow())[0].toObject();
    for (const QString &name : {u"backend_start"_s, u"backend_type"_s, u"client"_s, u"state"_s,
                                u"xact_age_ms"_s, u"query"_s, u"tls"_s, u"query_id"_s})
        QVERIFY2(row.contains(name) && row[name].isNull(), qUtf8Printable(name));
    QCOMPARE(row[u"role"], u"app"_s);
}

void TestSessionExport::csvFields_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain") << u"app_rw"_s << u"app_rw"_s;
    QTest::newRow("empty") << u""_s << u""_s;
    QTest::newRow("blank") << u"a b"_s << u"\"a b\""_s;
    QTest::newRow("comma") << u"a,b"_s << u"\"a,b\""_s;
    QTest::newRow("quote") << u"a\"b"_s << u"\"a\"\"b\""_s;
    QTest::newRow("lines") << u"a\r\nb"_s << u"\"a\r\nb\""_s;
    QTest::newRow("equals") << u"=1+1"_s << u"'=1+1"_s;
    QTest::newRow("plus") << u"+1"_s << u"'+1"_s;
    QTest::newRow("minus") << u"-1"_s << u"'-1"_s;
    QTest::newRow("at") << u"@SUM"_s << u"'@SUM"_s;
    QTest::newRow("tab") << u"\t=1"_s << u"\"'\t=1\""_s;
    QTest::newRow("return") << u"\r=1"_s << u"\"'\r=1\""_s;
    QTest::newRow("line feed") << u"\n=1"_s << u"\"'\n=1\""_s;
    QTest::newRow("full-width equals") << u"\uFF1D1"_s << u"'\uFF1D1"_s;
    QTest::newRow("formula later") << u"a=1"_s << u"a=1"_s;
    QTest::newRow("formula and quote") << u"=A(\"x\")"_s << u"\"'=A(\"\"x\"\")\""_s;
}

void TestSessionExport::csvFields()
{
    QFETCH(QString, text);
    QTEST(sessions::csvField(text), "field");
}

void TestSessionExport::csvRoundTrip()
{
    Session session = test::sampleSession(1);
    session.application = u"a,\"b\"\r\nc"_s;
    session.query = u"=cmd|' /C calc'!A0"_s;
    session.xactStart = test::sampleNow() + 5s; // a clock that was set back
    const Session *const sessions[]{&session, &session};
    const QList<QStringList> lines = parseCsv(sessions::sessionsToCsv(sessions, test::sampleNow()));
    QCOMPARE(lines.size(), 3);
    for (const QStringList &line : lines)
        QCOMPARE(line.size(), lines[0].size());
    const auto cell = [&](const QString &name) { return lines[1][lines[0].indexOf(name)]; };
    QCOMPARE(cell(u"pid"_s), u"1"_s);
    QCOMPARE(cell(u"application"_s), session.application);
    QCOMPARE(cell(u"query"_s), u'\'' + session.query);
    QCOMPARE(cell(u"xact_age_ms"_s), u"0"_s);
    QCOMPARE(cell(u"backend_xid"_s), u""_s);
    QCOMPARE(cell(u"tls"_s), u"true"_s);
}

void TestSessionExport::alignsText()
{
    const QString text = sessions::alignedText({{u"pid"_s, u"role"_s, u"query"_s},
                                                {u"7"_s, u"app_rw"_s, u"SELECT"_s},
                                                {u"12345"_s, u"x"_s, u""_s}},
                                               {true, false, false});
    QCOMPARE(text, u"  pid  role    query\n    7  app_rw  SELECT\n12345  x\n"_s);
}

QTEST_GUILESS_MAIN(TestSessionExport)
#include "tst_sessionexport.moc"
