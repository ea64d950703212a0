// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/connectionspec.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestConnectionSpec : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatLibpqReads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("keywords") << u"host=db user=app dbname=orders password='a b'"_s << u"db"_s
                                  << u"app"_s << u"orders"_s << "a b"_ba;
        QTest::newRow("URI") << u"postgresql://app:p%40ss@db:5433/orders?sslmode=require"_s
                             << u"db"_s << u"app"_s << u"orders"_s << "p@ss"_ba;
        QTest::newRow("IPv6") << u"postgres://u@[::1]:5432/d"_s << u"::1"_s << u"u"_s << u"d"_s
                              << ""_ba;
        QTest::newRow("escapes") << u"host='it\\'s' user='back\\\\slash' dbname=x"_s << u"it's"_s
                                 << u"back\\slash"_s << u"x"_s << ""_ba;
    }

    void readsWhatLibpqReads()
    {
        QFETCH(QString, text);
        const auto parsed = pg::ConnectionSpec::parse(text);
        QVERIFY(parsed);
        QTEST(parsed->spec.value(u"host"_s), "host");
        QTEST(parsed->spec.value(u"user"_s), "user");
        QTEST(parsed->spec.value(u"dbname"_s), "database");
        QTEST(parsed->password.view().toByteArray(), "password");
        const QString again = parsed->spec.toKeywords();
        QCOMPARE(pg::ConnectionSpec::parse(again)->spec, parsed->spec);
        QVERIFY(!again.contains(u"password"_s));
    }

    void refusesNonsense()
    {
        const auto parsed = pg::ConnectionSpec::parse(u"hosst=db"_s);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, base::ErrorKind::Local);
        QVERIFY(parsed.error().message.contains(u"hosst"_s));
    }

    void findsTargets_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("places");
        QTest::newRow("nothing") << u"user=x"_s << u"/var/run/postgresql::5432"_s;
        QTest::newRow("two") << u"host=a,b port=1,2"_s << u"a::1 b::2"_s;
        QTest::newRow("one port") << u"host=a,b port=7"_s << u"a::7 b::7"_s;
        QTest::newRow("address") << u"host=a hostaddr=10.0.0.1"_s << u"a:10.0.0.1:5432"_s;
        QTest::newRow("ports differ") << u"host=a,b port=1,2,3"_s << u"error"_s;
        QTest::newRow("not a port") << u"host=a port=99999"_s << u"error"_s;
        QTest::newRow("addresses differ") << u"host=a,b hostaddr=10.0.0.1"_s << u"error"_s;
    }

    void findsTargets()
    {
        QFETCH(QString, text);
        const auto found = pg::targets(pg::ConnectionSpec::parse(text)->spec);
        QStringList places;
        for (const pg::Target &target : found.value_or(QList<pg::Target>()))
            places.append(target.host + u':' + target.hostAddress + u':' +
                          QString::number(target.port));
        QTEST(found ? places.join(u' ') : u"error"_s, "places");
    }

    void knowsNoSecretOption()
    {
        const QStringList known = pg::ConnectionSpec::knownOptions();
        QVERIFY(known.contains(u"sslmode"_s));
        QVERIFY(known.contains(u"channel_binding"_s));
        QVERIFY(!known.contains(u"password"_s));
        QVERIFY(!known.contains(u"sslpassword"_s));
    }
};

QTEST_GUILESS_MAIN(TestConnectionSpec)
#include "tst_connectionspec.moc"
