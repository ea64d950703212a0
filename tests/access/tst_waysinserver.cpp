// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/dotenv.h"
#include "access/waysin.h"
#include "support/testserver.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;
using tests::TestServer;

namespace {

constexpr auto WhoAmI = "SELECT current_user, current_database()"_L1;

/// What a program printed, or why it failed.
struct Ran
{
    QString out;
    QString problem; ///< Empty if it ended well.
};

using Environment = QMap<QString, QString>;

// In an environment without any setting of libpq's.
Ran run(const QString &program, const QStringList &arguments, const Environment &variables = {})
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith("PG"_L1))
            environment.remove(name);
    }
    for (const auto &[name, value] : variables.asKeyValueRange())
        environment.insert(name, value);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(30'000) && process.exitCode() == 0;
    return {.out = QString::fromUtf8(process.readAllStandardOutput()).trimmed(),
            .problem = ended ? QString()
                             : process.errorString() + u": "_s +
                                   QString::fromUtf8(process.readAllStandardError())};
}

Ran shell(const QString &command)
{
    return run(u"/bin/sh"_s, {u"-c"_s, command});
}

QString quoted(const QString &text, QChar mark)
{
    QString out = text;
    return mark + out.replace(mark, QString(2, mark)) + mark;
}

} // namespace

/// The ways in that a program of this machine takes lead to a session of the right role in the
/// right database, whatever stands in the names. Not tried for want of the programs: docker
/// compose, JDBC, SQLAlchemy, Rails, Node, Go, .NET and graphical ones; what they read is compared
/// in tst_waysinread.
class TestWaysInServer final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void psql_data() { addNames(); }
    void psql();
    void dotenv_data() { addNames(); }
    void dotenv();
    void dotenvInAShell();
    void passFile_data() { addNames(); }
    void passFile();
    void strings_data() { addNames(); }
    void strings();
    void pythonDriver_data() { addNames(); }
    void pythonDriver();
    void aWrongPasswordIsRefused();

private:
    void addNames();
    void make(const QString &name, const QString &password);
    WayInFacts facts() const;
    static QString expected()
    {
        return QLatin1StringView(QTest::currentDataTag()) == "plain"_L1 ? u"app|app"_s
                                                                        : Hostile + u'|' + Hostile;
    }

    static const QString Hostile;
    std::unique_ptr<TestServer> m_server;
};

// Every character that some form takes for its own.
const QString TestWaysInServer::Hostile = u"a'b\"c d@e/f%g\\h:i?j&k=l#m;n$o{p}ü"_s;

void TestWaysInServer::initTestCase()
{
    if (tests::anyServer() == 0)
        QSKIP("There is no PostgreSQL server.");
    m_server = std::make_unique<TestServer>(
        tests::ServerSetup{.version = tests::anyServer(),
                           .settings = {u"password_encryption = 'scram-sha-256'"_s},
                           .hba = "local all postgres trust\n"
                                  "host all all 127.0.0.1/32 scram-sha-256\n"});
    QVERIFY_RESULT(m_server->start());
    make(u"app"_s, u"s3cret"_s);
    make(Hostile, Hostile);
}

void TestWaysInServer::make(const QString &name, const QString &password)
{
    const QString role = quoted(name, u'"');
    QVERIFY_RESULT(m_server->sql(
        u"CREATE ROLE %1 LOGIN PASSWORD %2"_s.arg(role, quoted(password, u'\'')).toUtf8()));
    QVERIFY_RESULT(m_server->sql(u"CREATE DATABASE %1 OWNER %1"_s.arg(role).toUtf8()));
}

void TestWaysInServer::addNames()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"app"_s;
    QTest::newRow("hostile") << Hostile;
}

WayInFacts TestWaysInServer::facts() const
{
    QFETCH(const QString, name);
    WayInFacts out{.password = WayInPassword{.text = name == Hostile ? Hostile : u"s3cret"_s}};
    out.spec.options = {{u"host"_s, u"127.0.0.1"_s},
                        {u"port"_s, QString::number(m_server->port())},
                        {u"user"_s, name},
                        {u"dbname"_s, name}};
    return out;
}

void TestWaysInServer::psql()
{
    const Ran ran = shell(wayInText(WayIn::Psql, facts()) + u" -XAtc '%1'"_s.arg(WhoAmI));
    QCOMPARE(ran.problem, QString());
    QCOMPARE(ran.out, expected());
}

// As a program reads it that knows such files.
void TestWaysInServer::dotenv()
{
    const DotEnv read = parseDotEnv(wayInText(WayIn::DotEnv, facts()).toStdString());
    Environment variables;
    for (const Variable &variable : read.variables)
        variables.insert(QString::fromStdString(variable.name),
                         QString::fromStdString(std::string(variable.value.view())));
    QCOMPARE(variables.size(), 5);
    const Ran ran = run(u"psql"_s, {u"-XAtc"_s, WhoAmI}, variables);
    QCOMPARE(ran.problem, QString());
    QCOMPARE(ran.out, expected());
}

// A shell reads such a file too, where nothing in it means something to the shell alone.
void TestWaysInServer::dotenvInAShell()
{
    WayInFacts plain{.password = WayInPassword{.text = u"s3cret"_s}};
    plain.spec.options = {{u"host"_s, u"127.0.0.1"_s},
                          {u"port"_s, QString::number(m_server->port())},
                          {u"user"_s, u"app"_s},
                          {u"dbname"_s, u"app"_s}};
    QFile file(m_server->folder() + u"/.env"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(wayInText(WayIn::DotEnv, plain).toUtf8());
    file.close();
    const Ran ran =
        shell(u"set -a; . '%1'; psql -XAtc '%2'"_s.arg(file.fileName(), QString(WhoAmI)));
    QCOMPARE(ran.problem, QString());
    QCOMPARE(ran.out, u"app|app"_s);
}

void TestWaysInServer::passFile()
{
    WayInFacts way = facts();
    QFile file(m_server->folder() + u"/passes"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(wayInText(WayIn::PassFile, way).toUtf8() + '\n');
    file.close();
    way.password.reset();
    const Ran ran = run(u"psql"_s, {u"-XAtwc"_s, WhoAmI, wayInText(WayIn::Uri, way)},
                        {{u"PGPASSFILE"_s, file.fileName()}});
    QCOMPARE(ran.problem, QString());
    QCOMPARE(ran.out, expected());
}

void TestWaysInServer::strings()
{
    for (const WayIn way : {WayIn::Uri, WayIn::Keywords}) {
        const Ran ran = run(u"psql"_s, {u"-XAtwc"_s, WhoAmI, wayInText(way, facts())});
        QCOMPARE(ran.problem, QString());
        QCOMPARE(ran.out, expected());
    }
}

// As Django hands its settings to the driver.
void TestWaysInServer::pythonDriver()
{
    if (!run(u"python3"_s, {u"-c"_s, u"import psycopg2"_s}).problem.isEmpty())
        QSKIP("There is no Python here, or no psycopg2.");
    const QString program =
        u"\nimport psycopg2\nd = DATABASES['default']\n"
        "c = psycopg2.connect(dbname=d['NAME'], user=d['USER'], password=d['PASSWORD'],"
        " host=d['HOST'], port=d['PORT']).cursor()\nc.execute('%1')\nprint('|'.join(c.fetchone()))"_s
            .arg(WhoAmI);
    const Ran ran = run(u"python3"_s, {u"-c"_s, wayInText(WayIn::Django, facts()) + program});
    QCOMPARE(ran.problem, QString());
    QCOMPARE(ran.out, expected());
}

// Else the sessions above would say nothing about the password.
void TestWaysInServer::aWrongPasswordIsRefused()
{
    WayInFacts way{.password = WayInPassword{.text = u"other"_s}};
    way.spec = m_server->spec(u"app"_s, u"app"_s);
    const Ran ran = shell(wayInText(WayIn::Psql, way) + u" -XAtc '%1'"_s.arg(WhoAmI));
    QVERIFY(ran.problem.contains("password authentication failed"_L1));
}

QTEST_GUILESS_MAIN(TestWaysInServer)
#include "tst_waysinserver.moc"
