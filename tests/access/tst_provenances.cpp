// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"
#include "access/situations.h"

#include <QTest>

using namespace Qt::StringLiterals;
using tests::Provenance;

/// No situation is forgotten: each is made to happen by a test, or there is a reason why not.
class TestProvenances final : public QObject
{
    Q_OBJECT

private slots:
    void areOfAllSituations();
    void sayWhereOrWhyNot();
    void ledgerSeesWhatIsMissing();
};

void TestProvenances::areOfAllSituations()
{
    QSet<QString> known;
    for (const QJsonObject &row : tests::situations())
        known.insert(row[u"class"_s].toString());
    const QList<QString> named = tests::provenances().keys();
    const QSet<QString> placed(named.begin(), named.end());
    QCOMPARE(QStringList((known - placed).values()), QStringList());
    QCOMPARE(QStringList((placed - known).values()), QStringList());
}

void TestProvenances::sayWhereOrWhyNot()
{
    int never = 0;
    for (const auto &[situation, provenance] : tests::provenances().asKeyValueRange()) {
        QVERIFY2(provenance.program.isEmpty() != provenance.whyNot.isEmpty(),
                 qPrintable(situation));
        never += provenance.program.isEmpty();
    }
    QCOMPARE(never, 13);
}

void TestProvenances::ledgerSeesWhatIsMissing()
{
    tests::Ledger ledger(u"tst_serverstates"_s);
    const qsizetype due = ledger.open({17}).size();
    QVERIFY(due > 10);
    QCOMPARE(ledger.open({13, 17}).size(), 2 * due - 5); // five came with later versions
    ledger.note(u"statement_timeout"_s, 17);
    QCOMPARE(ledger.open({17}).size(), due - 1);
    ledger.note(u"dns_failure"_s, 17);
    QCOMPARE(ledger.open({17}).size(), due);
}

QTEST_GUILESS_MAIN(TestProvenances)
#include "tst_provenances.moc"
