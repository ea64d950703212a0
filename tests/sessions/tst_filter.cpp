// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/filter.h"

#include "sessions/samplesessions.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using sessions::FilterMistake;
using snapshot::Session;
using snapshot::SessionState;

class TestFilter final : public QObject
{
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void mistakes_data();
    void mistakes();
    void keepsWhatItUnderstands();
    void hiddenSessionsMatchOnlyWhatIsKnown();
    void emptyMatchesAll();
    void namesAreAccepted();
};

namespace {

Session subject()
{
    Session session = test::sampleSession(4711);
    session.state = SessionState::IdleInTransaction;
    session.xactStart = test::sampleNow() - 4min;
    session.stateChange = test::sampleNow() - 3min;
    session.query = u"UPDATE orders SET note = 'say \"hi\" to 10.9'"_s;
    return session;
}

struct Expected
{
    QString line;
    bool matches;
};

const Expected Lines[] = {
    {u"picker"_s, true},
    {u"PICKER"_s, true},
    {u"picker orders"_s, true},
    {u"picker nothing"_s, false},
    {u"4711"_s, true},
    {u"471"_s, true},
    {u"\"idle in\""_s, true},
    {u"-picker"_s, false},
    {u"!picker"_s, false},
    {u"-nothing"_s, true},
    {u"\"picker-ui 3.2\""_s, true},
    {u"\"say \"\"hi\"\"\""_s, true},
    {u"ClientRead"_s, true},
    {u"state:idle"_s, false},
    {u"state:\"idle in transaction\""_s, true},
    {u"state:idle_in_transaction"_s, true},
    {u"state:active,idle_in_transaction"_s, true},
    {u"-state:idle"_s, true},
    {u"state:aborted"_s, false},
    {u"state:waiting"_s, false},
    {u"role:app"_s, true},
    {u"role=app"_s, false},
    {u"role=APP_RW"_s, true},
    {u"user:app"_s, true},
    {u"role:web,app"_s, true},
    {u"-role:web,app"_s, false},
    {u"db:orders"_s, true},
    {u"database:bill"_s, false},
    {u"app:\"picker-ui 3\""_s, true},
    {u"client:10.2."_s, true},
    {u"client:0.2."_s, false},
    {u"client:10.9"_s, false},
    {u"wait:Client"_s, true},
    {u"wait:clientread"_s, true},
    {u"wait:Lock"_s, false},
    {u"type:client"_s, true},
    {u"type:walsender"_s, false},
    {u"pid:4711"_s, true},
    {u"pid:1,4711"_s, true},
    {u"pid:471"_s, false},
    {u"age>2m"_s, true},
    {u"age>3m"_s, false},
    {u"age>=3m"_s, true},
    {u"age<3m"_s, false},
    {u"age<=180"_s, true},
    {u"xact>3m"_s, true},
    {u"xact>1h"_s, false},
    {u"query:\"UPDATE orders\""_s, true},
    {u"query>1s"_s, false}, // nothing runs
    {u"idle>1m"_s, false},  // in a transaction is not idle
    {u"::1"_s, false},
    {u"10.2.0.31"_s, true},
    {u"ROLE:app XACT>1m -Type:walsender"_s, true},
};

} // namespace

void TestFilter::matches_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("expected");
    for (const Expected &each : Lines)
        QTest::newRow(qUtf8Printable(each.line)) << each.line << each.matches;
}

void TestFilter::matches()
{
    QFETCH(QString, line);
    QFETCH(bool, expected);
    const sessions::Filter filter = sessions::parseFilter(line);
    QVERIFY(filter.mistakes.empty());
    QCOMPARE(sessions::matches(filter, subject(), test::sampleNow()), expected);
}

void TestFilter::mistakes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("word");
    const auto row = [](const QString &line, FilterMistake::Kind kind, int position,
                        const QString &word) {
        QTest::newRow(qUtf8Printable(line)) << line << int(kind) << position << word;
    };
    row(u"colour:red"_s, FilterMistake::UnknownField, 0, u"colour"_s);
    row(u"x -colour:red"_s, FilterMistake::UnknownField, 3, u"colour"_s);
    row(u"state:sleeping"_s, FilterMistake::UnknownState, 6, u"sleeping"_s);
    row(u"state:idle,sleeping"_s, FilterMistake::UnknownState, 6, u"idle,sleeping"_s);
    row(u"age>5x"_s, FilterMistake::NotADuration, 4, u"5x"_s);
    row(u"age:5m"_s, FilterMistake::NeedsComparison, 4, u"5m"_s);
    row(u"role>5m"_s, FilterMistake::CannotCompare, 5, u"5m"_s);
    row(u"pid:abc"_s, FilterMistake::NotAPid, 4, u"abc"_s);
    row(u"role:"_s, FilterMistake::MissingValue, 0, u"role:"_s);
    row(u"role:,"_s, FilterMistake::MissingValue, 5, u","_s);
    row(u"a -"_s, FilterMistake::MissingValue, 2, u"-"_s);
    row(u"app:\"picker ui"_s, FilterMistake::OpenQuote, 4, u"\"picker ui"_s);
}

void TestFilter::mistakes()
{
    QFETCH(QString, line);
    QFETCH(int, kind);
    QFETCH(int, position);
    QFETCH(QString, word);
    const sessions::Filter filter = sessions::parseFilter(line);
    QCOMPARE(filter.mistakes.size(), 1u);
    QCOMPARE(int(filter.mistakes[0].kind), kind);
    QCOMPARE(int(filter.mistakes[0].position), position);
    QCOMPARE(filter.mistakes[0].word, word);
    QCOMPARE(filter.mistakes[0].length, word.size());
}

void TestFilter::keepsWhatItUnderstands()
{
    const sessions::Filter filter = sessions::parseFilter(u"role:app age>soon db:billing");
    QCOMPARE(filter.mistakes.size(), 1u);
    QCOMPARE(filter.terms.size(), 2u);
    QVERIFY(!sessions::matches(filter, subject(), test::sampleNow()));
    QVERIFY(sessions::matches(sessions::parseFilter(u"role:app age>soon"), subject(),
                              test::sampleNow()));
}

void TestFilter::hiddenSessionsMatchOnlyWhatIsKnown()
{
    const Session hidden{.pid = 7, .database = u"orders"_s, .role = u"app_rw"_s};
    const auto matches = [&](QStringView line) {
        return sessions::matches(sessions::parseFilter(line), hidden, test::sampleNow());
    };
    QVERIFY(matches(u"role:app"));
    QVERIFY(matches(u"state:hidden"));
    QVERIFY(!matches(u"age>0"));
    QVERIFY(!matches(u"state:idle"));
    QVERIFY(!matches(u"state:background"));
    QVERIFY(matches(u"-state:idle"));
}

void TestFilter::emptyMatchesAll()
{
    for (const QStringView line : {u"", u"   ", u"\t"}) {
        const sessions::Filter filter = sessions::parseFilter(line);
        QCOMPARE(filter, sessions::Filter());
        QVERIFY(sessions::matches(filter, subject(), test::sampleNow()));
    }
}

void TestFilter::namesAreAccepted()
{
    for (const QString &field : sessions::filterFieldNames()) {
        const bool text = sessions::parseFilter(QString(field + u":1"_s)).mistakes.empty();
        const bool age = sessions::parseFilter(QString(field + u">1m"_s)).mistakes.empty();
        QVERIFY2(text || age || field == "state"_L1, qUtf8Printable(field));
    }
    for (const QString &state : sessions::filterStateNames())
        QVERIFY2(sessions::parseFilter(u"state:\"%1\""_s.arg(state)).mistakes.empty(),
                 qUtf8Printable(state));
}

QTEST_GUILESS_MAIN(TestFilter)
#include "tst_filter.moc"
