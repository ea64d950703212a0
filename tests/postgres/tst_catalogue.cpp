// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/catalogue.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;

class TestCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void choosesTheVariantOfTheVersion()
    {
        const QByteArray old = pg::statement(u"snapshot/sessions"_s, 130016);
        const QByteArray known = pg::statement(u"snapshot/sessions"_s, 140000);
        QVERIFY(!old.contains("a.query_id"));
        QVERIFY(known.contains("a.query_id"));
        QCOMPARE(pg::statement(u"snapshot/sessions"_s, 180006), known);
        QCOMPARE(pg::statement(u"snapshot/sessions"_s, 990000), known);
    }

    void sendsNoComments()
    {
        QDirIterator files(u":/sql"_s, {u"*.sql"_s}, QDir::Files, QDirIterator::Subdirectories);
        int count = 0;
        while (files.hasNext()) {
            QString name = files.next().mid(int(qstrlen(":/sql/")));
            name = name.section(u'.', 0, 0);
            if (name.contains(u'@'))
                continue;
            ++count;
            const QByteArray text = pg::statement(name, 170000);
            QVERIFY2(!text.isEmpty() && !text.contains("--") && !text.endsWith(';'),
                     qPrintable(name));
        }
        QVERIFY(count >= 8);
    }

    void writesArrays()
    {
        QCOMPARE(pg::oidArray(QList<quint32>{1, 4294967295U}), "{1,4294967295}"_ba);
        QCOMPARE(pg::oidArray(QList<quint32>{}), "{}"_ba);
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
