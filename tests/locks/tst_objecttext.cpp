// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/objecttext.h"

#include "support/textsnapshot.h"

#include <QTest>

using namespace Qt::StringLiterals;
using snapshot::LockTarget;

namespace {

constexpr snapshot::Oid Shop = 16384;

snapshot::Snapshot shop(int version = 170004)
{
    snapshot::Snapshot made;
    made.server.versionNum = version;
    made.databases.push_back({.oid = Shop, .name = u"shop"_s});
    made.objects = {
        {.database = Shop,
         .classId = 1259,
         .objectId = 16402,
         .kind = u"table"_s,
         .schema = u"public"_s,
         .name = u"orders"_s},
        {.database = 0,
         .classId = 1259,
         .objectId = 1260,
         .kind = u"table"_s,
         .schema = u"pg_catalog"_s,
         .name = u"pg_authid"_s},
        {.database = Shop,
         .classId = 2615,
         .objectId = 2200,
         .kind = u"schema"_s,
         .name = u"public"_s},
    };
    return made;
}

void add(const LockTarget &target, const QString &text)
{
    QTest::newRow(qPrintable(text)) << target << text;
}

// Parts of tables too.
void addRelations()
{
    const auto relation = [](const QString &type, snapshot::Oid database, snapshot::Oid oid) {
        return LockTarget{.type = type, .database = database, .relation = oid};
    };
    add(relation(u"relation"_s, Shop, 16402), u"public.orders"_s);
    add(relation(u"relation"_s, 0, 1260), u"pg_catalog.pg_authid"_s);
    add(relation(u"relation"_s, 0, 9999), u"shared relation 9999"_s);
    add(relation(u"relation"_s, Shop, 16403), u"relation 16403 in database shop"_s);
    // The number is that of a table here, but of another one there.
    add(relation(u"relation"_s, 5, 16402), u"relation 16402 in database (oid 5)"_s);
    add(relation(u"extend"_s, Shop, 16402), u"extension of public.orders"_s);
    LockTarget row = relation(u"tuple"_s, Shop, 16402);
    row.page = -1; // an unsigned number that the server shows as a signed one
    row.tuple = 7;
    add(row, u"row (4294967295,7) of public.orders"_s);
    LockTarget page = relation(u"page"_s, Shop, 16402);
    page.page = 3;
    add(page, u"page 3 of public.orders"_s);
}

void addTransactions()
{
    add({.type = u"frozenid"_s, .database = Shop}, u"frozen transaction ids in database shop"_s);
    add({.type = u"transactionid"_s, .transactionId = 4'000'000'000}, u"transaction 4000000000"_s);
    add({.type = u"virtualxid"_s, .virtualXid = u"3/22"_s}, u"virtual transaction 3/22"_s);
    add({.type = u"spectoken"_s, .transactionId = 918, .objectId = 4},
        u"speculative token 4 of transaction 918"_s);
    add({.type = u"applytransaction"_s, .transactionId = 99, .objectId = 16400},
        u"remote transaction 99 of subscription 16400"_s);
    add({.type = u"something new"_s}, u"something new"_s);
}

// Two numbers, or one of 64 bits.
void addAdvisoryKeys()
{
    const auto advisory = [](quint32 high, quint32 low, qint16 kind) {
        return LockTarget{.type = u"advisory"_s,
                          .database = Shop,
                          .classId = high,
                          .objectId = low,
                          .objectSubId = kind};
    };
    add(advisory(0, 111, 1), u"advisory 111"_s);
    add(advisory(1, 705032704, 1), u"advisory 5000000000"_s);
    add(advisory(0xFFFFFFFF, 0xFFFFFFFD, 1), u"advisory -3"_s);
    add(advisory(7, 12, 2), u"advisory (7, 12)"_s);
    add(advisory(1, 0xFFFFFFFE, 2), u"advisory (1, -2)"_s);
}

void addObjects()
{
    const auto object = [](snapshot::Oid database, snapshot::Oid classId, snapshot::Oid oid) {
        return LockTarget{.type = u"object"_s,
                          .database = database,
                          .classId = classId,
                          .objectId = oid,
                          .objectSubId = qint16(0)};
    };
    add(object(Shop, 2615, 2200), u"schema public"_s);
    add(object(0, 1262, Shop), u"object 16384 of pg_database"_s);
    add(object(Shop, 4242, 1), u"object 1 of catalog 4242 in database shop"_s);
}

} // namespace

/// What a lock is on, in words.
class TestObjectText final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatALockIsOn_data();
    void saysWhatALockIsOn();
    void saysWhatTokensAreBefore16();
    void saysWhatIsWaitedFor();
};

void TestObjectText::saysWhatALockIsOn_data()
{
    QTest::addColumn<LockTarget>("target");
    QTest::addColumn<QString>("text");
    addRelations();
    addTransactions();
    addAdvisoryKeys();
    addObjects();
}

void TestObjectText::saysWhatALockIsOn()
{
    QFETCH(LockTarget, target);
    QFETCH(QString, text);
    QCOMPARE(locks::objectText(target, shop()), text);
}

// Read with the columns of an ordinary object.
void TestObjectText::saysWhatTokensAreBefore16()
{
    const LockTarget token{.type = u"spectoken"_s, .database = 918, .classId = 4};
    QCOMPARE(locks::objectText(token, shop(150018)), u"speculative token 4 of transaction 918"_s);
}

void TestObjectText::saysWhatIsWaitedFor()
{
    const auto snapshot = tests::snapshotOf(u"8 a active 9s wait=IPC:SafeSnapshot"_s);
    const locks::WaitGraph graph = locks::waitGraph(*snapshot);
    QCOMPARE(graph.waits.size(), 1u);
    QCOMPARE(locks::waitText(graph.waits.front(), graph, *snapshot), u"safe snapshot"_s);
}

QTEST_GUILESS_MAIN(TestObjectText)
#include "tst_objecttext.moc"
