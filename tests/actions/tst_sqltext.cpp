// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/change.h"
#include "actions/newapplication.h"
#include "actions/sqltext.h"
#include "actions/undo.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace actions;
using namespace Qt::StringLiterals;

/// What a change knows of its statements before anything is sent.
class TestSqlText : public QObject
{
    Q_OBJECT

private slots:
    void tokensLoseNothing();
    void splits_data();
    void splits();
    void fillsSlotsOnly();
    void findsClearPasswords_data();
    void findsClearPasswords();
    void masks_data();
    void masks();
    void visibleNames();
    void problems_data();
    void problems();
    void endingsTogether();
    void generatedPasswords();
    void connectsSplit();
    void namesComeBack_data();
    void namesComeBack();
    void passages();
    void creationsAreUndone_data();
    void creationsAreUndone();
    void vanishes_data();
    void vanishes();
    void plainNames();
};

// Random pieces, also ones that are cut off.
void TestSqlText::tokensLoseNothing()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    static const QStringList pieces{u"'"_s,  u"\""_s,   u"$$"_s, u"$a$"_s,     u"--"_s,
                                    u"\n"_s, u"/*"_s,   u"*/"_s, u";"_s,       u"E'"_s,
                                    u"\\"_s, u"U&\""_s, u":'"_s, u"x"_s,       u" "_s,
                                    u"$1"_s, u"ü"_s,    u"😀"_s, u"PASSWORD"_s};
    for (int round = 0; round < 3000; ++round) {
        QString sql;
        for (int i = random.bounded(12); i >= 0; --i)
            sql += pieces[random.bounded(int(pieces.size()))];
        QString joined;
        for (const SqlToken &token : sqlTokens(sql))
            joined += token.text;
        QVERIFY2(joined == sql, qPrintable(u"seed %1: %2"_s.arg(seed).arg(sql)));
    }
}

void TestSqlText::splits_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("statements");
    QTest::newRow("two") << u"A;\nB ;"_s << QStringList{u"A"_s, u"B"_s};
    QTest::newRow("empty") << u" ;; -- nothing;\n;/* ; */"_s << QStringList{};
    QTest::newRow("quotes") << u"A 'x;''y;' \"a;\"\"b\"; B"_s
                            << QStringList{u"A 'x;''y;' \"a;\"\"b\""_s, u"B"_s};
    QTest::newRow("escape") << uR"(A E'\';' ; B '\'; C)"_s
                            << QStringList{uR"(A E'\';')"_s, uR"(B '\')"_s, u"C"_s};
    QTest::newRow("dollar") << u"DO $x$ a; $$ b; $x$; B $1; C"_s
                            << QStringList{u"DO $x$ a; $$ b; $x$"_s, u"B $1"_s, u"C"_s};
    QTest::newRow("comments") << u"A -- ;\n; B /* ; /* ; */ ; */ C; D"_s
                              << QStringList{u"A -- ;"_s, u"B /* ; /* ; */ ; */ C"_s, u"D"_s};
    QTest::newRow("name that ends like a prefix")
        << u"SELECT name'x;'; B"_s << QStringList{u"SELECT name'x;'"_s, u"B"_s};
}

void TestSqlText::splits()
{
    QFETCH(const QString, sql);
    QTEST(splitStatements(sql), "statements");
}

void TestSqlText::fillsSlotsOnly()
{
    const QString sql = u"ALTER ROLE \":'p'\" PASSWORD :'p' /* :'p' */ 'x:''p''' :'q'"_s;
    QCOMPARE(withSlotsFilled(sql, {{u"p"_s, u"'S$1'"_s}}),
             u"ALTER ROLE \":'p'\" PASSWORD 'S$1' /* :'p' */ 'x:''p''' :'q'"_s);
    QCOMPARE(slotNames(sql), QStringList({u"p"_s, u"q"_s}));
}

void TestSqlText::findsClearPasswords_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("clear");
    QTest::newRow("clear") << u"ALTER ROLE a PASSWORD 'x'"_s << true;
    QTest::newRow("case and comment") << u"ALTER ROLE a pAssword/*x*/\n'x'"_s << true;
    QTest::newRow("escape string") << u"CREATE ROLE a PASSWORD E'x'"_s << true;
    QTest::newRow("dollars") << u"CREATE ROLE a PASSWORD $$x$$"_s << true;
    QTest::newRow("unicode") << u"CREATE ROLE a PASSWORD U&'x'"_s << true;
    QTest::newRow("looks like a verifier") << u"ALTER ROLE a PASSWORD 'SCRAM-SHA-256$'"_s << true;
    QTest::newRow("slot") << u"ALTER ROLE a PASSWORD :'password' VALID UNTIL 'infinity'"_s << false;
    QTest::newRow("null") << u"ALTER ROLE a PASSWORD NULL"_s << false;
    QTest::newRow("other text") << u"COMMENT ON ROLE a IS 'password'"_s << false;
    QTest::newRow("verifier")
        << u"ALTER ROLE a PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a2V5:c2VydmVy'"_s << false;
}

void TestSqlText::findsClearPasswords()
{
    QFETCH(const QString, sql);
    QTEST(holdsPassword(sql), "clear");
}

void TestSqlText::masks_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("masked");
    QTest::newRow("password") << u"ALTER ROLE a PASSWORD 's3ntinel' LOGIN"_s
                              << u"ALTER ROLE a PASSWORD '…' LOGIN"_s;
    QTest::newRow("verifier")
        << u"ALTER ROLE a PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a2V5:c2VydmVy'"_s
        << u"ALTER ROLE a PASSWORD '…'"_s;
    QTest::newRow("connection") << u"CREATE SUBSCRIPTION s CONNECTION 'host=h password=s3ntinel'"_s
                                << u"CREATE SUBSCRIPTION s CONNECTION '…'"_s;
    QTest::newRow("uri") << u"SELECT $$postgres://a:s3ntinel@h/d$$"_s << u"SELECT '…'"_s;
    QTest::newRow("cut off") << u"ALTER ROLE a PASSWORD 's3nti"_s << u"ALTER ROLE a PASSWORD '…'"_s;
    QTest::newRow("harmless") << u"ALTER ROLE a VALID UNTIL 'infinity'"_s
                              << u"ALTER ROLE a VALID UNTIL 'infinity'"_s;
}

void TestSqlText::masks()
{
    QFETCH(const QString, sql);
    QTEST(withoutSecrets(sql), "masked");
}

void TestSqlText::visibleNames()
{
    QCOMPARE(quotedName(u"app"_s), u"\"app\""_s);
    QCOMPARE(quotedName(u"a\"; DROP ROLE b; --"_s), u"\"a\"\"; DROP ROLE b; --\""_s);
    QCOMPARE(quotedName(u"ad\u202Emin\n"_s), u"U&\"ad\\202emin\\000a\""_s);
    QCOMPARE(quotedName(u"x\u200B\"\\y"_s), u"U&\"x\\200b\"\"\\\\y\""_s);
    QCOMPARE(withVisibleNames(u"GRANT \"a\u202E\" TO \"ü\" -- \u202E"_s),
             u"GRANT U&\"a\\202e\" TO \"ü\" -- \u202E"_s);
}

void TestSqlText::problems_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("problem");
    QTest::newRow("none") << u"ALTER ROLE a LOGIN"_s << int(TextProblem::None);
    QTest::newRow("empty") << u"-- ;"_s << int(TextProblem::Empty);
    QTest::newRow("quote") << u"ALTER ROLE \"a LOGIN"_s << int(TextProblem::Unterminated);
    QTest::newRow("commit") << u"ALTER ROLE a LOGIN; /**/ Commit"_s
                            << int(TextProblem::TransactionControl);
    QTest::newRow("two phases") << u"PREPARE TRANSACTION 'x'"_s
                                << int(TextProblem::TransactionControl);
    QTest::newRow("prepare") << u"PREPARE x AS SELECT 1"_s << int(TextProblem::None);
    QTest::newRow("copy") << u"COPY t FROM STDIN"_s << int(TextProblem::NotHere);
    QTest::newRow("clear") << u"ALTER ROLE a PASSWORD 'x'"_s << int(TextProblem::ClearPassword);
    QTest::newRow("unknown slot") << u"ALTER ROLE a PASSWORD :'other'"_s
                                  << int(TextProblem::UnknownSlot);
    QTest::newRow("no password yet")
        << u"ALTER ROLE a PASSWORD :'password'"_s << int(TextProblem::MissingPassword);
}

void TestSqlText::problems()
{
    QFETCH(const QString, sql);
    const Change change{.statements = splitStatements(sql),
                        .secrets = {{.slot = u"password"_s, .role = u"a"_s}}};
    QTEST(int(textProblem(change)), "problem");
}

void TestSqlText::endingsTogether()
{
    using enum StatementEnding;
    const base::Error fine;
    const base::Error no{.kind = base::ErrorKind::Server, .sqlState = u"42501"_s};
    const auto endings = [](const std::vector<base::Error> &errors) {
        ChangeOutcome outcome{.statements = std::vector<StatementOutcome>(3)};
        outcome = outcomeTogether(outcome, {.count = 3}, errors);
        QList<StatementEnding> out;
        for (const auto &statement : outcome.statements)
            out << statement.ending;
        return std::pair(outcome.ending, out);
    };
    using Endings = QList<StatementEnding>;
    QCOMPARE(endings({fine, fine, fine, fine, fine}),
             std::pair(ChangeEnding::Done, Endings({Done, Done, Done})));
    QCOMPARE(endings({fine, fine, no, no, no}),
             std::pair(ChangeEnding::Failed, Endings({Undone, Failed, NotRun})));
    QCOMPARE(endings({fine, fine, fine, fine, no}),
             std::pair(ChangeEnding::Failed, Endings({Undone, Undone, Undone})));
    QCOMPARE(endings({no, no, no, no, no}),
             std::pair(ChangeEnding::Failed, Endings({NotRun, NotRun, NotRun})));
    const base::Error lost{.kind = base::ErrorKind::ConnectionLost, .message = u"gone"_s};
    QCOMPARE(endings({fine, fine, lost, lost, lost}).first, ChangeEnding::Unknown);
    const base::Error slow{.kind = base::ErrorKind::Server, .sqlState = u"57014"_s};
    QCOMPARE(endings({fine, slow, slow, slow, slow}).first, ChangeEnding::Failed);
}

void TestSqlText::generatedPasswords()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 500; ++i) {
        const base::Secret secret = generatePassword();
        const QByteArray text = secret.view().toByteArray();
        QCOMPARE(text.size(), 24);
        for (const char c : text)
            QVERIFY(!QByteArray("0O1lI").contains(c) && QChar::isLetterOrNumber(uint(c)));
        seen.insert(text);
    }
    QCOMPARE(seen.size(), 500);
}

void TestSqlText::connectsSplit()
{
    const QStringList statements{u"CREATE DATABASE \"a;b\""_s, u"\\connect \"a;b\""_s,
                                 u"SELECT '\\connect x'"_s};
    QCOMPARE(splitStatements(joinStatements(statements)), statements);
    QCOMPARE(splitStatements(u"A\n\\c other ;\nB"_s),
             QStringList({u"A"_s, u"\\c other"_s, u"B"_s}));
    QCOMPARE(connectTarget(u"\\c Other"_s), u"Other"_s);
    QCOMPARE(connectTarget(u"\\connect \"a\"\"b\" -- there"_s), u"a\"b"_s);
    for (const QString &bad : {u"\\connect"_s, u"\\connect a b"_s, u"\\connect \"a"_s,
                               u"\\connection a"_s, u"SELECT 1"_s})
        QVERIFY2(connectTarget(bad).isEmpty(), qPrintable(bad));
    const Change bad{.statements = {u"\\connect a b"_s}};
    QCOMPARE(textProblem(bad), TextProblem::BadConnect);
}

void TestSqlText::namesComeBack_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"shop"_s;
    QTest::newRow("quotes") << u"a\"b\"\"c"_s;
    QTest::newRow("backslash") << u"a\\b"_s;
    QTest::newRow("invisible") << u"a\\\u202E\"b\u00A0c\nd\\0041"_s;
    QTest::newRow("emoji") << u"\u200B😀"_s;
}

void TestSqlText::namesComeBack()
{
    QFETCH(const QString, name);
    QCOMPARE(nameValue(quotedName(name)), name);
    QCOMPARE(connectTarget(connectStatement(name)), name);
    QCOMPARE(splitStatements(connectStatement(name) + u"\nX;"_s).size(), 2);
}

void TestSqlText::passages()
{
    Change change{.statements =
                      splitStatements(u"A; B; CREATE DATABASE c; D; \\connect c\nE; F"_s)};
    change.together = false;
    const std::vector<Passage> expected{
        {.first = 0, .count = 2},
        {.first = 2, .count = 1, .transaction = false},
        {.first = 3, .count = 1},
        {.first = 4, .count = 1, .transaction = false, .database = u"c"_s},
        {.first = 5, .count = 2, .database = u"c"_s}};
    QCOMPARE(passagesOf(change), expected);
    change.together = true;
    QCOMPARE(passagesOf(change).size(), 1UL);
}

void TestSqlText::creationsAreUndone_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("undo");
    QTest::newRow("role") << u"/**/ create Role App LOGIN"_s << u"DROP ROLE \"app\""_s;
    QTest::newRow("user") << u"CREATE USER \"App\""_s << u"DROP ROLE \"App\""_s;
    QTest::newRow("database") << u"CREATE DATABASE \"a\"\"b\" OWNER c"_s
                              << u"DROP DATABASE \"a\"\"b\""_s;
    QTest::newRow("mapping") << u"CREATE USER MAPPING FOR a SERVER b"_s << QString();
    QTest::newRow("table") << u"CREATE TABLE role (a int)"_s << QString();
    QTest::newRow("drop") << u"DROP ROLE a"_s << QString();
    QTest::newRow("text") << u"SELECT 'CREATE ROLE a'"_s << QString();
    QTest::newRow("no name") << u"CREATE ROLE"_s << QString();
}

void TestSqlText::creationsAreUndone()
{
    QFETCH(const QString, sql);
    const auto creation = creationOf(sql);
    QTEST(creation ? undoStatement(*creation) : QString(), "undo");
}

void TestSqlText::vanishes_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("database");
    QTest::addColumn<bool>("withDatabase");
    QTest::addColumn<bool>("withRole");
    const auto row = [](const QString &sql, const QString &database, bool shop, bool app) {
        QTest::addRow("%s", qPrintable(sql)) << sql << database << shop << app;
    };
    row(u"REVOKE ALL ON DATABASE shop FROM PUBLIC"_s, {}, true, false);
    row(u"REVOKE ALL ON DATABASE shop, other FROM PUBLIC"_s, {}, false, false);
    row(u"GRANT CONNECT ON DATABASE \"shop\" TO app"_s, {}, true, true);
    row(u"GRANT app TO CURRENT_USER"_s, {}, false, true);
    row(u"GRANT SELECT ON t TO app, other"_s, {}, false, false);
    row(u"GRANT other TO app"_s, {}, false, true);
    row(u"ALTER ROLE app SET x = 1"_s, {}, false, true);
    row(u"ALTER ROLE other SET x = 1"_s, {}, false, false);
    row(u"ALTER ROLE other SET x = 1"_s, u"shop"_s, false, false);
    row(u"CREATE EXTENSION x"_s, u"shop"_s, true, false);
    row(u"CREATE EXTENSION x"_s, {}, false, false);
    row(u"CREATE ROLE other"_s, u"shop"_s, false, false);
    row(u"GRANT other TO another"_s, u"shop"_s, false, false);
    row(u"COMMENT ON DATABASE other IS 'x'"_s, u"shop"_s, false, false);
    row(u"SELECT 1"_s, {}, false, false);
}

void TestSqlText::vanishes()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, database);
    QTEST(vanishesWith(sql, database, {.database = true, .name = u"shop"_s}), "withDatabase");
    QTEST(vanishesWith(sql, database, {.database = false, .name = u"app"_s}), "withRole");
}

void TestSqlText::plainNames()
{
    QCOMPARE(plainName(u" Web Shop! "_s), u"web_shop"_s);
    QCOMPARE(plainName(u"Käse & Söhne 2"_s), u"kase_sohne_2"_s);
    QCOMPARE(plainName(u"2 go"_s), u"app_2_go"_s);
    QCOMPARE(plainName(u"\"; --"_s), QString());
    QCOMPARE(plainName(QString(100, u'a')).size(), 63);
}

QTEST_GUILESS_MAIN(TestSqlText)
#include "tst_sqltext.moc"
