// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/unknownkeyword.h"

#include <QTest>

using namespace Qt::StringLiterals;
using pgaccess::UnknownKeyword;

class TestUnknownKeyword final : public QObject
{
    Q_OBJECT

private slots:
    void names_data()
    {
        QTest::addColumn<QString>("connection");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("nearest");
        const auto row = [](const char *name, const QString &connection, const QString &word = {},
                            const QString &nearest = {}) {
            QTest::newRow(name) << connection << word << nearest;
        };
        row("right", u"host=a user = b  password='c d' sslmode=require"_s);
        row("swapped", u"hots=foo"_s, u"hots"_s, u"host"_s);
        row("dropped", u"host=a usr=b"_s, u"usr"_s, u"user"_s);
        row("long", u"conect_timout=3"_s, u"conect_timout"_s, u"connect_timeout"_s);
        row("another program's", u"host=a database=b"_s, u"database"_s, u"dbname"_s);
        row("capital", u"Host=a"_s, u"Host"_s, u"host"_s);
        row("far away", u"colour=red"_s, u"colour"_s);
        row("in a value", u"host=a application_name='hots=foo'"_s);
        row("escaped quote", u"password='a\\' hots=b' usr=c"_s, u"usr"_s, u"user"_s);
        row("escaped blank", u"password=a\\ hots=b"_s);
        row("no value", u"host=a hots"_s);
        row("uri", u"postgresql://a:b@c/d?sslmod=require"_s, u"sslmod"_s, u"sslmode"_s);
        row("right uri", u"postgres://c/d?sslmode=require&user=x&ssl=true"_s);
        row("escaped uri", u"postgresql://c?%68ots=x"_s, u"hots"_s, u"host"_s);
    }

    void names()
    {
        QFETCH(const QString, connection);
        QFETCH(const QString, word);
        QFETCH(const QString, nearest);
        const auto found = pgaccess::unknownKeyword(connection);
        QCOMPARE(found.has_value(), !word.isEmpty());
        QCOMPARE(found.value_or(UnknownKeyword()), (UnknownKeyword{word, nearest}));
    }
};

QTEST_GUILESS_MAIN(TestUnknownKeyword)
#include "tst_unknownkeyword.moc"
