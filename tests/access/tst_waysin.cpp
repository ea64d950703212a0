// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/waysin.h"

#include "access/sources/dotenv.h"
#include "access/sources/variables.h"

#include <QProcess>
#include <QTest>

#include <rapidcheck.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

WayInFacts plainFacts()
{
    WayInFacts facts{.password = WayInPassword{.text = u"s3cret"_s}};
    facts.spec.options = {{u"host"_s, u"db.example.org"_s},
                          {u"port"_s, u"5433"_s},
                          {u"user"_s, u"app"_s},
                          {u"dbname"_s, u"orders"_s}};
    return facts;
}

// Every character that some form takes for its own.
const QString Hostile = u"a'b\"c d@e/f%g\\h:i?j&k=l#m;n$o{p}ü"_s;

WayInFacts hostileFacts()
{
    WayInFacts facts = plainFacts();
    facts.spec.set(u"user"_s, Hostile + u"U"_s);
    facts.spec.set(u"dbname"_s, Hostile + u"D"_s);
    facts.password->text = Hostile;
    return facts;
}

QString shellOutput(const QString &command)
{
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, command});
    return shell.waitForFinished(10'000) ? QString::fromUtf8(shell.readAllStandardOutput())
                                         : QString();
}

} // namespace

class TestWaysIn final : public QObject
{
    Q_OBJECT

private slots:
    void forms_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, WayIn way, const QString &text) {
            QTest::newRow(name) << int(way) << text;
        };
        row("uri", WayIn::Uri, u"postgresql://app:s3cret@db.example.org:5433/orders"_s);
        row("keywords", WayIn::Keywords,
            u"dbname=orders host=db.example.org port=5433 user=app password=s3cret"_s);
        row("psql", WayIn::Psql,
            u"PGPASSWORD=s3cret psql postgresql://app@db.example.org:5433/orders"_s);
        row("compose", WayIn::DockerCompose, {});
        row("dotenv", WayIn::DotEnv,
            u"PGHOST=db.example.org\nPGPORT=5433\nPGUSER=app\nPGDATABASE=orders\n"
            "PGPASSWORD=s3cret"_s);
        row("passfile", WayIn::PassFile, u"db.example.org:5433:orders:app:s3cret"_s);
        row("jdbc", WayIn::Jdbc,
            u"jdbc:postgresql://db.example.org:5433/orders?user=app&password=s3cret"_s);
        row("sqlalchemy", WayIn::SqlAlchemy,
            u"postgresql+psycopg://app:s3cret@db.example.org:5433/orders"_s);
        row("go", WayIn::Go,
            u"conn, err := pgx.Connect(ctx, "
            "\"postgres://app:s3cret@db.example.org:5433/orders\")"_s);
        row("dotnet", WayIn::DotNet,
            u"Host=db.example.org;Port=5433;Username=app;Password=s3cret;Database=orders"_s);
    }

    void forms()
    {
        QFETCH(int, way);
        QFETCH(QString, text);
        QCOMPARE(wayInText(WayIn(way), plainFacts()), text);
    }

    void composeNamesTheService()
    {
        WayInFacts facts = plainFacts();
        facts.composeService = u"db"_s;
        QCOMPARE(wayInText(WayIn::DockerCompose, facts),
                 u"docker compose exec db psql -U app -d orders"_s);
    }

    void masksThePasswordEverywhere()
    {
        WayInFacts facts = plainFacts();
        facts.composeService = u"db"_s;
        facts.password->masked = true;
        for (int way = 0; way < WayInCount; ++way) {
            const QString text = wayInText(WayIn(way), facts);
            QVERIFY2(!text.contains(u"s3cret"_s), qUtf8Printable(text));
            if (WayIn(way) != WayIn::DockerCompose)
                QVERIFY2(text.contains(u"••••••••"_s), qUtf8Printable(text));
        }
    }

    void saysNothingOfAPasswordThatIsNotNeeded()
    {
        WayInFacts facts = plainFacts();
        facts.password.reset();
        for (int way = 0; way < WayInCount; ++way) {
            const QString text = wayInText(WayIn(way), facts);
            QVERIFY2(!text.contains(u"pass"_s, Qt::CaseInsensitive), qUtf8Printable(text));
        }
    }

    void socketsWhereTheFormKnowsThem()
    {
        WayInFacts facts = plainFacts();
        facts.spec.set(u"host"_s, u"/run/postgresql"_s);
        QVERIFY(wayInText(WayIn::Jdbc, facts).isEmpty());
        const auto read = pg::ConnectionSpec::parse(wayInText(WayIn::Uri, facts));
        QVERIFY(read);
        QCOMPARE(read->spec, facts.spec);
        QCOMPARE(wayInText(WayIn::PassFile, facts), u"*:5433:orders:app:s3cret"_s);
    }

    void ipv6InBrackets()
    {
        WayInFacts facts = plainFacts();
        facts.spec.set(u"host"_s, u"::1"_s);
        QVERIFY(wayInText(WayIn::Jdbc, facts).contains(u"//[::1]:5433/"_s));
        const auto read = pg::ConnectionSpec::parse(wayInText(WayIn::Uri, facts));
        QVERIFY(read);
        QCOMPARE(read->spec, facts.spec);
    }

    // libpq reads back what was written, whatever stands in the parts.
    void roundTrip()
    {
        const bool passed = rc::check([] {
            const auto text = [] {
                auto any = *rc::gen::container<std::string>(rc::gen::inRange(' ', '\x7f'));
                return QString::fromStdString(any) + Hostile.mid(*rc::gen::inRange(0, 30));
            };
            WayInFacts facts = plainFacts();
            facts.spec.set(u"user"_s, text());
            facts.spec.set(u"dbname"_s, text());
            facts.spec.set(u"application_name"_s, text());
            facts.password->text = text();
            for (const WayIn way : {WayIn::Uri, WayIn::Keywords}) {
                const auto read = pg::ConnectionSpec::parse(wayInText(way, facts));
                RC_ASSERT(read.has_value());
                RC_ASSERT(read->spec == facts.spec);
                RC_ASSERT(QString::fromUtf8(read->password.view()) == facts.password->text);
            }
        });
        QVERIFY(passed);
    }

    void theShellReadsItBack()
    {
        const QString command = wayInText(WayIn::Psql, hostileFacts());
        const QString print = u"psql() { printf '%s\\n%s' \"$PGPASSWORD\" \"$1\"; }; "_s + command;
        const QStringList lines = shellOutput(print).split(u'\n');
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0], Hostile);
        QCOMPARE(pg::ConnectionSpec::parse(lines[1])->spec, hostileFacts().spec);
    }

    void dotenvReadsItBack()
    {
        const QStringList passwords{Hostile,   u"plain"_s,          u"with space"_s,
                                    u"it's"_s, u"$HOME ${X} \\n"_s, u"'\"\\$"_s};
        for (const QString &password : passwords) {
            WayInFacts facts = plainFacts();
            facts.password->text = password;
            const std::string text = wayInText(WayIn::DotEnv, facts).toStdString();
            const DotEnv read = parseDotEnv(text);
            const Variable *found = findVariable(read.variables, "PGPASSWORD");
            QVERIFY(found);
            QCOMPARE(QString::fromStdString(std::string(found->value.view())), password);
        }
    }

    void pythonReadsItBack()
    {
        QProcess python;
        python.start(u"python3"_s, {u"-c"_s, wayInText(WayIn::Django, hostileFacts()) +
                                                 u"\nprint(DATABASES['default']['PASSWORD'])"_s});
        if (!python.waitForStarted())
            QSKIP("There is no Python here.");
        QVERIFY(python.waitForFinished(10'000));
        QCOMPARE(QString::fromUtf8(python.readAllStandardOutput()).trimmed(), Hostile);
    }

    void takesTheAddressThatWorks()
    {
        pg::ConnectionSpec spec = plainFacts().spec;
        const pg::Target v4{
            .host = u"db.example.org"_s, .hostAddress = u"192.0.2.1"_s, .port = 5433};
        QCOMPARE(specAt(spec, v4).value(u"host"_s), u"192.0.2.1"_s);
        spec.set(u"sslmode"_s, u"verify-full"_s);
        QCOMPARE(specAt(spec, v4).value(u"host"_s), u"db.example.org"_s);
        QCOMPARE(specAt(spec, v4).value(u"hostaddr"_s), u"192.0.2.1"_s);
        const pg::Target socket{.host = u"/run/postgresql"_s, .port = 5432};
        QCOMPARE(specAt(spec, socket).value(u"host"_s), u"/run/postgresql"_s);
    }
};

QTEST_GUILESS_MAIN(TestWaysIn)
#include "tst_waysin.moc"
