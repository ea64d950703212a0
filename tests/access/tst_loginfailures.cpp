// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/loginfailures.h"
#include "access/diagnosis/observation.h"

#include <QFile>
#include <QTest>
#include <QTime>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

LogStory storyOfText(const QByteArray &log)
{
    return storyOf(parseServerLog({log.constData(), size_t(log.size())}));
}

QByteArray fileOf(const QString &name)
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/cases/1-wrong-username/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A refused login at a second after noon.
QByteArray refusal(int second, const QByteArray &message, const QByteArray &prefix = {})
{
    const QTime time = QTime(12, 0).addSecs(second);
    return "2026-11-20 " + time.toString(u"HH:mm:ss"_s).toLatin1() + ".000 UTC [" +
           QByteArray::number(100 + second) + "] " + prefix + "FATAL:  " + message + '\n';
}

QByteArray wrongPassword(const QByteArray &user)
{
    return "password authentication failed for user \"" + user + '"';
}

const QByteArray Ready =
    "2026-11-20 12:00:00.000 UTC [1] LOG:  database system is ready to accept connections\n";

} // namespace

/// What a log says of logins, of whoever they were.
class TestLoginFailures final : public QObject
{
    Q_OBJECT

private slots:
    void fieldCase_data();
    void fieldCase();
    void phases();
    void ratesPerMinute();
    void groups();
    void otherFormats();
    void onlyRefusedLogins();
    void whoWasTried();
    void looksLikeALog();
};

void TestLoginFailures::fieldCase_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("server") << u"server.log"_s;
    QTest::newRow("container") << u"compose-logs.txt"_s;
}

void TestLoginFailures::fieldCase()
{
    QFETCH(const QString, file);
    const LogStory story = storyOfText(fileOf(file));
    QCOMPARE(story.readyAt, QStringList(u"2025-11-10 18:04:26.140 UTC"_s));
    QCOMPARE(story.groups.size(), 1);
    QCOMPARE(story.total(), 3);
    const LoginFailures &group = story.groups.first();
    QCOMPARE(group.user, u"postgres"_s);
    QCOMPARE(group.cause, Cause::RoleMissing);
    QVERIFY(group.rule);
    QCOMPARE(group.rule->line, 128);
    QCOMPARE(group.rule->text, u"host all all all scram-sha-256"_s);
    QCOMPARE(group.first, u"2025-11-10 18:08:11.499 UTC"_s);
    QCOMPARE(group.last, u"2025-11-10 18:08:14.244 UTC"_s);
    QCOMPARE(group.phase, LoginPhase::Runtime);
    QCOMPARE(group.sinceReady, std::chrono::milliseconds(225'359));
    QCOMPARE(group.peakPerMinute, 3);
    QVERIFY(!group.alert());
}

void TestLoginFailures::phases()
{
    const QByteArray failure = wrongPassword("app");
    QCOMPARE(storyOfText(refusal(5, failure)).groups.first().phase, std::nullopt);
    QCOMPARE(storyOfText(Ready + refusal(5, failure)).groups.first().phase, LoginPhase::Startup);
    QCOMPARE(storyOfText(Ready + refusal(61, failure)).groups.first().phase, LoginPhase::Runtime);
    // The last start before counts, and what comes before the first is part of it.
    QByteArray later = Ready;
    later.replace("12:00:00", "12:10:00");
    const LoginFailures before = storyOfText(refusal(5, failure) + later).groups.first();
    QCOMPARE(before.phase, LoginPhase::Startup);
    QVERIFY(!before.sinceReady);
    QCOMPARE(storyOfText(Ready + later + refusal(605, failure)).groups.first().sinceReady,
             std::chrono::seconds(5));
}

void TestLoginFailures::ratesPerMinute()
{
    QByteArray log = Ready;
    for (int i = 0; i < 20; ++i)
        log += refusal(100 + i * 6, wrongPassword("app")); // ten in any minute
    const LoginFailures calm = storyOfText(log).groups.first();
    QCOMPARE(calm.count, 20);
    QCOMPARE(calm.peakPerMinute, 10);
    QVERIFY(!calm.alert());
    const LoginFailures loud = storyOfText(log + refusal(215, wrongPassword("app"))).groups.first();
    QCOMPARE(loud.peakPerMinute, 11);
    QVERIFY(loud.alert());
}

void TestLoginFailures::groups()
{
    const QByteArray log =
        refusal(1, wrongPassword("app")) + refusal(2, wrongPassword("web")) +
        refusal(3, "no pg_hba.conf entry for host \"10.0.0.7\", user \"app\", database \"shop\", "
                   "no encryption") +
        refusal(4, "database \"nosuch\" does not exist", "anna@nosuch ") +
        refusal(5, wrongPassword("app"));
    const LogStory story = storyOfText(log);
    QCOMPARE(story.groups.size(), 4);
    QCOMPARE(story.total(), 5);
    QCOMPARE(story.groups[0].count, 2);
    QCOMPARE(story.groups[0].last, u"2026-11-20 12:00:05.000 UTC"_s);
    QCOMPARE(story.groups[2].cause, Cause::NoHbaEntry);
    QCOMPARE(story.groups[2].address, u"10.0.0.7"_s);
    QCOMPARE(story.groups[2].database, u"shop"_s);
    QCOMPARE(story.groups[3].user, u"anna"_s);
    QCOMPARE(story.groups[3].cause, Cause::DatabaseMissing);
}

void TestLoginFailures::otherFormats()
{
    const QByteArray csv =
        "2025-11-10 18:08:11.499 UTC,\"p\",\"d\",268,\"[::1]:5\",65.10c,1,\"authentication\","
        "2025-11-10 18:08:11 UTC,3/1,0,FATAL,28P01,\"password authentication failed for user "
        "\"\"p\"\"\",\"Role \"\"p\"\" does not exist.\",,,,,,,,\"\",\"client backend\",,0\n";
    const QByteArray json =
        "{\"timestamp\":\"2025-11-10 18:08:11.499 UTC\",\"user\":\"p\",\"dbname\":\"d\","
        "\"pid\":268,\"remote_host\":\"[::1]\",\"error_severity\":\"FATAL\",\"state_code\":"
        "\"28P01\",\"message\":\"password authentication failed for user \\\"p\\\"\","
        "\"detail\":\"Role \\\"p\\\" does not exist.\"}\n";
    for (const QByteArray &log : {csv, json}) {
        const LogStory story = storyOfText(log);
        QCOMPARE(story.groups.size(), 1);
        QCOMPARE(story.groups.first().user, u"p"_s);
        QCOMPARE(story.groups.first().database, u"d"_s);
        QCOMPARE(story.groups.first().address, u"[::1]"_s);
        QCOMPARE(story.groups.first().cause, Cause::RoleMissing);
    }
    const QByteArray text =
        "2026-11-20 12:00:00.000 UTC [7] LOG:  connection received: host=10.0.0.9 port=41000\n"
        "2026-11-20 12:00:00.100 UTC [7] FATAL:  " +
        wrongPassword("p") + '\n';
    QCOMPARE(storyOfText(text).groups.first().address, u"10.0.0.9"_s);
}

void TestLoginFailures::onlyRefusedLogins()
{
    for (const QByteArray &other : {QByteArray("the database system is starting up"),
                                    QByteArray("terminating connection due to administrator "
                                               "command"),
                                    QByteArray("canceling authentication due to timeout")})
        QCOMPARE(storyOfText(refusal(1, other)).total(), 0);
}

void TestLoginFailures::whoWasTried()
{
    const LoginFailures failures{.user = u"app"_s};
    QVERIFY(isOf({.user = u"app"_s, .database = u"shop"_s}, failures));
    QVERIFY(!isOf({.user = u"web"_s, .database = u"shop"_s}, failures));
    const LoginFailures other{.user = u"app"_s, .database = u"stock"_s};
    QVERIFY(!isOf({.user = u"app"_s, .database = u"shop"_s}, other));
}

void TestLoginFailures::looksLikeALog()
{
    QVERIFY(looksLikeServerLog(fileOf(u"compose-logs.txt"_s).toStdString()));
    QVERIFY(looksLikeServerLog(Ready.toStdString()));
    for (const char *other : {"", "GET / HTTP/1.1\n", "{\"level\":\"error\",\"msg\":\"no\"}\n",
                              "INFO:  started\n2026-11-20 12:00:00 listening\n"})
        QVERIFY(!looksLikeServerLog(other));
}

QTEST_GUILESS_MAIN(TestLoginFailures)
#include "tst_loginfailures.moc"
