// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/duration.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Lengths of time as tables show and people type them.
class TestDuration final : public QObject
{
    Q_OBJECT

private slots:
    void shows_data();
    void shows();
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestDuration::shows_data()
{
    QTest::addColumn<qint64>("microseconds");
    QTest::addColumn<QString>("text");
    const auto row = [](base::Duration duration, const QString &text) {
        QTest::addRow("%lld us", qlonglong(duration.count())) << qint64(duration.count()) << text;
    };
    row(0us, u"00:00"_s);
    row(-5s, u"00:00"_s);
    row(999'999us, u"00:00"_s);
    row(59s, u"00:59"_s);
    row(252s, u"04:12"_s);
    row(3599s, u"59:59"_s);
    row(3600s, u"1:00:00"_s);
    row(4265s, u"1:11:05"_s);
    row(24h - 1s, u"23:59:59"_s);
    row(24h, u"1 d 00 h"_s);
    row(51h + 59min, u"2 d 03 h"_s);
    row(24h * 1000, u"1000 d 00 h"_s);
}

void TestDuration::shows()
{
    QFETCH(const qint64, microseconds);
    QFETCH(const QString, text);
    QCOMPARE(base::formatDuration(base::Duration(microseconds)), text);
}

void TestDuration::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("microseconds");
    const auto row = [](const QString &text, base::Duration duration) {
        QTest::newRow(qPrintable(text)) << text << qint64(duration.count());
    };
    row(u"90"_s, 90s);
    row(u"90s"_s, 90s);
    row(u"5m"_s, 5min);
    row(u"5 min"_s, 5min);
    row(u" 1.5h "_s, 90min);
    row(u"2d"_s, 48h);
    row(u"500ms"_s, 500ms);
    row(u"7us"_s, 7us);
    row(u"0"_s, 0s);
}

void TestDuration::reads()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, microseconds);
    const auto duration = base::parseDuration(text);
    QVERIFY(duration);
    QCOMPARE(duration->count(), microseconds);
}

void TestDuration::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {u""_s, u"m"_s, u"-5m"_s, u"5 weeks"_s, u"1.2.3"_s, u"5mm"_s, u"."_s,
                                u"1e3"_s, u"nan"_s, u"99999999999999999999d"_s})
        QTest::newRow(qPrintable(u'\'' + text + u'\'')) << text;
}

void TestDuration::refuses()
{
    QFETCH(const QString, text);
    QVERIFY(!base::parseDuration(text));
}

QTEST_GUILESS_MAIN(TestDuration)
#include "tst_duration.moc"
