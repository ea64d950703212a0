// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/secret.h"

#include <QTest>

#include <cstring>

/// A password in memory.
class TestSecret final : public QObject
{
    Q_OBJECT

private slots:
    void keepsBytes();
    void copiesAndMoves();
    void wipesOnMoveAndAssignment();
};

void TestSecret::keepsBytes()
{
    const base::Secret empty;
    QVERIFY(empty.isEmpty());
    QVERIFY(empty.view().isEmpty());
    QCOMPARE(std::strlen(empty.data()), 0U);
    QVERIFY(base::Secret(QByteArrayView()).isEmpty());
    const base::Secret secret("p\xc3\xa4ss");
    QVERIFY(!secret.isEmpty());
    QCOMPARE(secret.view(), QByteArrayView("p\xc3\xa4ss"));
    QCOMPARE(std::strlen(secret.data()), 5U); // ends with NUL, for libpq
}

void TestSecret::copiesAndMoves()
{
    base::Secret first("one");
    base::Secret second(first);
    QVERIFY(first.data() != second.data());
    QCOMPARE(second.view(), QByteArrayView("one"));
    const base::Secret third(std::move(first));
    QCOMPARE(third.view(), QByteArrayView("one"));
    second = base::Secret("two");
    QCOMPARE(second.view(), QByteArrayView("two"));
    base::Secret &same = second;
    second = same;
    QCOMPARE(second.view(), QByteArrayView("two"));
}

void TestSecret::wipesOnMoveAndAssignment()
{
    base::Secret from("sentinel");
    const char *bytes = from.data();
    const base::Secret to(std::move(from));
    QCOMPARE(to.data(), bytes); // moved, not copied: no second place to wipe
    QVERIFY(from.isEmpty());    // NOLINT(bugprone-use-after-move)
    base::Secret assigned("longer-sentinel");
    assigned = base::Secret();
    QVERIFY(assigned.isEmpty());
    QCOMPARE(std::strlen(assigned.data()), 0U);
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
