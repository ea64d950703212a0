// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/baselinereader.h"
#include "inventory/baselinestore.h"
#include "inventory/contentsfixture.h"
#include "postgres/catalogue.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tests;
using namespace inventory;

namespace {

constexpr auto Tables =
    "CREATE ROLE guest LOGIN; CREATE TABLE a AS SELECT generate_series(1, 700) AS i;"
    "CREATE TABLE \"B \"\"b\" (i int) PARTITION BY RANGE (i);"
    "CREATE TABLE p1 PARTITION OF \"B \"\"b\" FOR VALUES FROM (0) TO (50);"
    "CREATE TABLE p2 PARTITION OF \"B \"\"b\" FOR VALUES FROM (50) TO (99);"
    "INSERT INTO \"B \"\"b\" SELECT generate_series(0, 98);"
    "CREATE TABLE busy (i int); CREATE TABLE mine (i int); INSERT INTO mine VALUES (1);"
    "ALTER TABLE mine ENABLE ROW LEVEL SECURITY;"
    "GRANT SELECT ON a, \"B \"\"b\", busy, mine TO guest";

BaselineTable table(const QString &name, qint64 rows, qint64 bytes = 8192,
                    RowCount counted = RowCount::Exact)
{
    return {.schema = u"public"_s, .name = name, .counted = counted, .rows = rows, .bytes = bytes};
}

// "Shrunk a -5 rows, New b …": as text, so that a failure can be read.
QStringList lines(const std::vector<TableDifference> &differences)
{
    static const QStringList names{u"Gone"_s,     u"New"_s,           u"Shrunk"_s, u"Grown"_s,
                                   u"SizeOnly"_s, u"NotComparable"_s, u"Same"_s};
    QStringList lines;
    for (const TableDifference &one : differences) {
        const QString name = one.change == TableChange::Gone ? one.before.name : one.after.name;
        lines.append(u"%1 %2 %3%4"_s.arg(names[int(one.change)], name, QString::number(one.rows()),
                                         one.isEstimate() ? u" estimated"_s : QString()));
    }
    return lines;
}

} // namespace

/// Row counts and sizes taken, kept and compared.
class TestBaseline final : public QObject
{
    Q_OBJECT

private slots:
    void comparesWithDifferencesFirst();
    void comparesAnyTwo();
    void keepsWhatItWasGiven();
    void keepsToItself();
    void readsEarlierFiles();
    void comparesOnlyLikeSizes();
    void leavesUnreadableFilesAlone();
    void counts_data() { addServerRows(); }
    void counts();
    void measures_data() { addServerRows(); }
    void measures();
    void runsNobodysCode_data() { addServerRows(); }
    void runsNobodysCode();
};

void TestBaseline::comparesWithDifferencesFirst()
{
    const Baseline before{.tables = {table(u"gone"_s, 3), table(u"same"_s, 1),
                                     table(u"lost"_s, 900), table(u"lostmore"_s, 9000),
                                     table(u"grown"_s, 1), table(u"bigger"_s, 5),
                                     table(u"guess"_s, 10, 1, RowCount::Estimated),
                                     table(u"never"_s, 0, 1, RowCount::Unknown)}};
    const Baseline after{.tables = {table(u"same"_s, 1), table(u"lost"_s, 800),
                                    table(u"lostmore"_s, 10), table(u"grown"_s, 4),
                                    table(u"bigger"_s, 5, 16384), table(u"guess"_s, 12, 1),
                                    table(u"never"_s, 7, 1), table(u"fresh"_s, 2)}};
    QCOMPARE(lines(compareBaselines(before, after)),
             (QStringList{u"Gone gone -3"_s, u"New fresh 2"_s, u"Shrunk lostmore -8990"_s,
                          u"Shrunk lost -100"_s, u"Grown grown 3"_s, u"Grown guess 2 estimated"_s,
                          u"SizeOnly bigger 0"_s, u"NotComparable never 7"_s, u"Same same 0"_s}));
    QVERIFY(compareBaselines({}, {}).empty());
}

void TestBaseline::comparesAnyTwo()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    for (int round = 0; round < 200; ++round) {
        Baseline two[2];
        for (Baseline &baseline : two) {
            for (int i = 0; i < 12; ++i) {
                if (random.bounded(3) > 0)
                    baseline.tables.push_back(table(QString::number(i), random.bounded(3),
                                                    random.bounded(3),
                                                    RowCount(random.bounded(3))));
            }
        }
        qint64 rows = 0;
        size_t pairs = 0;
        for (const TableDifference &one : compareBaselines(two[0], two[1])) {
            rows += one.rows();
            pairs += (one.before.name.isEmpty() ? 0 : 1) + (one.after.name.isEmpty() ? 0 : 1);
        }
        qint64 expected = 0;
        for (const BaselineTable &one : two[1].tables)
            expected += one.rows;
        for (const BaselineTable &one : two[0].tables)
            expected -= one.rows;
        QVERIFY2(rows == expected, qPrintable(QString::number(seed)));
        QCOMPARE(pairs, two[0].tables.size() + two[1].tables.size());
    }
}

void TestBaseline::keepsWhatItWasGiven()
{
    QTemporaryDir folder;
    BaselineStore store(folder.filePath(u"made/baselines"_s));
    Baseline baseline{.name = u"../before <b>\n%1"_s,
                      .serverId = u"{id}"_s,
                      .server = u"orders"_s,
                      .database = u"shop"_s,
                      .takenAt = base::now(),
                      .tables = {table(u"huge\"\u202e"_s, 9'007'199'254'740'993),
                                 table(u"b"_s, 0, 0, RowCount::Unknown)}};
    baseline.tables[0].measured = true;
    baseline.tables[1].bytes = {};
    baseline.tables[1].notCounted = NotCounted::Failed;
    baseline.tables[1].problem = u"no"_s;
    QVERIFY_RESULT(store.save(baseline));
    Baseline other = baseline;
    other.database = u"else"_s;
    QVERIFY_RESULT(store.save(other));
    Baseline later = baseline;
    later.name = u"after"_s;
    later.takenAt += 1s;
    QVERIFY_RESULT(store.save(later));
    QCOMPARE(store.list(u"{id}"_s, u"shop"_s).baselines, (std::vector{later, baseline}));
    later.tables.clear();
    QVERIFY_RESULT(store.save(later));
    QCOMPARE(store.list(u"{id}"_s, u"shop"_s).baselines, (std::vector{later, baseline}));
    QVERIFY_RESULT(store.remove(baseline));
    QCOMPARE(store.list(u"{id}"_s, u"shop"_s).baselines, std::vector{later});
    QVERIFY(!store.remove(baseline));
}

void TestBaseline::keepsToItself()
{
    QTemporaryDir folder;
    const QString inside = folder.filePath(u"baselines"_s);
    BaselineStore store(inside);
    QVERIFY_RESULT(store.save({.name = u"../../x"_s}));
    const QFileInfoList files = QDir(inside).entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.first().permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup),
             QFile::Permissions());
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{u"baselines"_s});
}

// Which said 0 where nobody knew the size, and -8192 for a partitioned table that was analyzed.
void TestBaseline::readsEarlierFiles()
{
    const auto read = baselineFromJson(
        R"({"pgvigilBaseline": 1, "name": "n", "takenAt": "2026-11-20T03:12:47Z", "tables": [
            {"name": "a", "counted": "exact", "rows": "5", "bytes": "0"},
            {"name": "b", "counted": "estimated", "rows": "5", "bytes": "-8192"},
            {"name": "c", "counted": "estimated", "rows": "5", "bytes": "16384"}]})");
    QVERIFY_RESULT(read);
    QCOMPARE(read->tables.size(), 3U);
    QVERIFY(!read->tables[0].bytes && !read->tables[1].bytes);
    QCOMPARE(read->tables[2].bytes, 16384);
    QVERIFY(!read->tables[2].measured);
    QCOMPARE(read->tables[1].rows, 5);
}

void TestBaseline::comparesOnlyLikeSizes()
{
    const BaselineTable small = table(u"t"_s, 5);
    BaselineTable large = table(u"t"_s, 5, 40960);
    const auto change = [&] {
        return compareBaselines({.tables = {small}}, {.tables = {large}}).front().change;
    };
    QCOMPARE(change(), TableChange::SizeOnly);
    large.measured = true;
    QCOMPARE(change(), TableChange::Same);
    large = table(u"t"_s, 5);
    large.bytes = {};
    QCOMPARE(change(), TableChange::Same);
}

void TestBaseline::leavesUnreadableFilesAlone()
{
    QTemporaryDir folder;
    BaselineStore store(folder.path());
    const QByteArray taken = R"({"pgvigilBaseline": 1, "takenAt": "2026-11-20T03:12:47Z")";
    const QList<QByteArray> contents{"",
                                     "{",
                                     "[]",
                                     R"({"pgvigilBaseline": 2})",
                                     R"({"pgvigilBaseline": 1, "takenAt": "then"})",
                                     taken + R"(, "tables": [{"rows": "-1"}]})"};
    for (qsizetype i = 0; i < contents.size(); ++i) {
        QFile file(folder.filePath(QString::number(i) + u".json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(contents[i]) >= 0);
    }
    QVERIFY_RESULT(store.save({.name = u"good"_s, .serverId = u"s"_s}));
    const BaselineStore::Listing listing = store.list(u"s"_s, {});
    QCOMPARE(listing.baselines.size(), 1);
    QCOMPARE(listing.problems.size(), contents.size());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), contents.size() + 1);
}

void TestBaseline::counts()
{
    QFETCH(int, version);
    ContentsFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Tables), "");
    fixture.sql("ANALYZE a");
    fixture.sql("INSERT INTO a VALUES (701)");
    auto holder = fixture.server.session(u"postgres"_s);
    QVERIFY_RESULT(holder->run("BEGIN; LOCK TABLE busy IN ACCESS EXCLUSIVE MODE"));
    const auto contents = fixture.read();
    QVERIFY_RESULT(contents);
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open(fixture.parameters(u"guest"_s))));
    const auto baseline = QCoro::waitFor(readBaseline(&connection, {.contents = *contents}));
    QVERIFY_RESULT(baseline);
    QStringList told;
    for (const BaselineTable &one : baseline->tables)
        told.append(u"%1 %2 %3 %4"_s.arg(one.name, QString::number(int(one.counted)),
                                         QString::number(one.rows),
                                         QString::number(int(one.notCounted))));
    const auto no = [](NotCounted why) { return QString::number(int(why)); };
    QCOMPARE(told, (QStringList{u"B \"b 2 99 0"_s, u"a 2 701 0"_s,
                                u"busy 0 0 "_s + no(NotCounted::Locked),
                                u"mine 0 0 "_s + no(NotCounted::NoRight),
                                u"p1 0 0 "_s + no(NotCounted::NoRight),
                                u"p2 0 0 "_s + no(NotCounted::NoRight)}));
    const auto estimate =
        QCoro::waitFor(readBaseline(&connection, {.contents = *contents, .exact = false}));
    QCOMPARE(estimate->tables[1].counted, RowCount::Estimated);
    QCOMPARE(estimate->tables[1].rows, 700);
    const auto late =
        QCoro::waitFor(readBaseline(&connection, {.contents = *contents, .patience = 0ms}));
    QCOMPARE(late->tables[1].notCounted, NotCounted::NoTime);
    QCOMPARE(late->tables[1].rows, 700);
}

// Where it counts; what was never analyzed has no other size.
void TestBaseline::measures()
{
    QFETCH(int, version);
    ContentsFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Tables), "");
    fixture.sql("ANALYZE a, \"B \"\"b\"");
    const auto contents = fixture.read();
    QVERIFY_RESULT(contents);
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open(fixture.parameters(u"postgres"_s))));
    const auto exact = QCoro::waitFor(readBaseline(&connection, {.contents = *contents}));
    QVERIFY_RESULT(exact);
    const auto bytes = [](const BaselineTable &one) {
        return one.measured ? QByteArray::number(one.bytes.value_or(-1)) : QByteArray();
    };
    QCOMPARE(bytes(exact->tables[0]), fixture.sql("SELECT sum(pg_total_relation_size(relid))"
                                                  " FROM pg_partition_tree('\"B \"\"b\"')"));
    QCOMPARE(bytes(exact->tables[1]), fixture.sql("SELECT pg_total_relation_size('a')"));
    QCOMPARE(bytes(exact->tables[2]), "0"); // it is empty
    const Baseline estimate = estimatedBaseline(*contents);
    QVERIFY(estimate.tables[1].bytes > 0 && !estimate.tables[1].measured);
    QVERIFY(!estimate.tables[0].bytes && !estimate.tables[2].bytes);
}

// Between the look into the catalogs and the reading a view can take the name of a table. So each
// statement that reads a table of somebody's has to refuse a view by itself.
void TestBaseline::runsNobodysCode()
{
    QFETCH(int, version);
    ContentsFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(
        fixture.sql("CREATE TABLE hits (i int); CREATE FUNCTION hit() RETURNS int LANGUAGE sql AS"
                    " $$ INSERT INTO public.hits VALUES (1) RETURNING i $$;"
                    "CREATE VIEW trap AS SELECT public.hit() AS i"),
        "");
    auto session = fixture.server.session(u"postgres"_s);
    QVERIFY_RESULT(session->run("SELECT i FROM trap"));
    QCOMPARE(fixture.sql("SELECT count(*) FROM hits"), "1");
    for (const QString &name :
         {u"baseline_count"_s, u"contents_migrationrows"_s, u"visibility_any"_s}) {
        for (const char *place : {"public.trap", "ONLY public.trap"}) {
            QByteArray sql = pg::statement(u"inventory/"_s + name, version * 10000);
            sql.replace(":columns", "m.i").replace(":newest", "m.i").replace(":place", place);
            const auto answer = session->run(sql);
            QVERIFY2(!answer && answer.error().message.contains("TABLESAMPLE"_L1), sql.constData());
        }
    }
    QCOMPARE(fixture.sql("SELECT count(*) FROM hits"), "1");
}

QTEST_GUILESS_MAIN(TestBaseline)
#include "tst_baseline.moc"
