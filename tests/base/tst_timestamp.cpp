// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/timestamp.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::fromIso;
using base::toIso;

/// Moments keep every microsecond on every way in and out.
class TestTimestamp final : public QObject
{
    Q_OBJECT

private slots:
    void writes();
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void goesThereAndBack();
    void countsAsPostgres();
};

void TestTimestamp::writes()
{
    using namespace std::chrono;
    const base::Timestamp time = sys_days{year{2026} / 11 / 20} + 3h + 12min + 47s + 123us;
    QCOMPARE(toIso(time), u"2026-11-20T03:12:47.000123Z"_s);
    QCOMPARE(toIso(base::Timestamp{}), u"1970-01-01T00:00:00.000000Z"_s);
    QCOMPARE(toIso(base::Timestamp{-1us}), u"1969-12-31T23:59:59.999999Z"_s);
}

void TestTimestamp::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("microseconds");
    QTest::newRow("whole") << u"1970-01-01T00:00:01Z"_s << qint64(1'000'000);
    QTest::newRow("micro") << u"1970-01-01T00:00:00.000001Z"_s << qint64(1);
    QTest::newRow("short fraction") << u"1970-01-01T00:00:00.5Z"_s << qint64(500'000);
    QTest::newRow("blank") << u"1970-01-01 00:00:00.25+00"_s << qint64(250'000);
    QTest::newRow("before 1970") << u"1969-12-31T23:59:59.999999Z"_s << qint64(-1);
}

void TestTimestamp::reads()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, microseconds);
    const auto time = fromIso(text);
    QVERIFY(time);
    QCOMPARE(time->time_since_epoch().count(), microseconds);
}

void TestTimestamp::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text :
         {u""_s, u"now"_s, u"2026-13-01T00:00:00Z"_s, u"2026-02-30T00:00:00Z"_s,
          u"2026-01-01T00:00:00.Z"_s, u"2026-01-01T00:00:00.1234567Z"_s,
          u"2026-01-01T00:00:00.12x4Z"_s, u"2026-01-01T24:30:00Z"_s, u"2026-01-01T00:00:00+02"_s,
          u"2026-01-01"_s, u"2026-01-01T00:00:00.-1Z"_s, u"infinity"_s})
        QTest::newRow(qPrintable(u'\'' + text + u'\'')) << text;
}

void TestTimestamp::refuses()
{
    QFETCH(const QString, text);
    QVERIFY(!fromIso(text));
}

void TestTimestamp::goesThereAndBack()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    for (int i = 0; i < 2000; ++i) {
        // From 1905 to 2095.
        const base::Timestamp time{std::chrono::microseconds(
            qint64(random.generate64() % 6'000'000'000'000'000) - 2'000'000'000'000'000)};
        const auto back = fromIso(toIso(time));
        QVERIFY2(back == time,
                 qPrintable(u"seed %1: %2"_s.arg(QString::number(seed), toIso(time))));
    }
}

void TestTimestamp::countsAsPostgres()
{
    QCOMPARE(toIso(base::fromPostgres(0)), u"2000-01-01T00:00:00.000000Z"_s);
    QCOMPARE(toIso(base::fromPostgres(-1)), u"1999-12-31T23:59:59.999999Z"_s);
}

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
