// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/diagnosis.h"
#include "access/live/attempts.h"
#include "access/sources/collect.h"
#include "access/waysin.h"
#include "app/program.h"
#include "support/hostileserver.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QLoggingCategory>
#include <QMutex>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;
using tests::Outcome;
using tests::TestServer;

namespace {

constexpr auto Sentinel = "Zx9SentinelQ7";

// The password as it is, as a Kubernetes Secret has it, and as hexadecimal digits.
const QByteArrayList Forms{Sentinel, QByteArray(Sentinel).toBase64(), QByteArray(Sentinel).toHex()};

bool holdsSentinel(const QByteArray &bytes)
{
    return std::ranges::any_of(Forms, [&](const QByteArray &form) { return bytes.contains(form); });
}

bool holdsSentinel(const QString &text)
{
    return holdsSentinel(text.toUtf8());
}

// What each kind of file says; PORT and SECRET stand for what they are called.
const QMap<QString, QByteArray> Sources = {
    {u".env"_s, "DATABASE_URL=postgresql://app:SECRET@127.0.0.1:PORT/shop\n"},
    {u".env.local"_s, "DB_HOST=127.0.0.1\nDB_PORT=PORT\nDB_USER=ghost\nDB_PASSWORD=SECRET\n"
                      "DB_NAME=shop\nOTHER_PASSWORD=SECRET\n"},
    {u".env.test"_s, "DATABASE_URL=postgresql://app:SECRET@[::1/shop\n"
                     "OTHER_DATABASE_URL=postgresql://app:SECRET%zz@127.0.0.1:PORT/shop?x=SECRET\n"
                     "THIRD_URL=postgresql://app:SECRET@127.0.0.1:99999/shop?SECRET\n"},
    {u"broken/docker-compose.yml"_s,
     "services:\n  db:\n    image: postgres\n    environment: [POSTGRES_PASSWORD=SECRET\n"},
    {u"broken/secret.yaml"_s, "kind: Secret\ndata: {DATABASE_URL: SECRET*, PASSWORD: 'SECRET\n"},
    {u"docker-compose.yml"_s,
     "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: nologin\n"
     "      POSTGRES_PASSWORD: SECRET\n      POSTGRES_DB: shop\n    ports:\n"
     "      - \"127.0.0.1:PORT:5432\"\n"},
    {u"alembic.ini"_s, "[alembic]\nsqlalchemy.url = postgresql://app:SECRET@127.0.0.1:PORT/none\n"},
    {u"settings.py"_s,
     "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop',\n"
     "    'USER': 'django', 'PASSWORD': 'SECRET', 'HOST': '127.0.0.1', 'PORT': 'PORT'}}\n"},
    {u"config/database.yml"_s,
     "development:\n  adapter: postgresql\n  host: 127.0.0.1\n  port: PORT\n  username: rails\n"
     "  password: SECRET\n  database: shop\n"},
    {u"prisma/schema.prisma"_s, "datasource db {\n  provider = \"postgresql\"\n"
                                "  url = \"postgresql://prisma:SECRET@127.0.0.1:PORT/shop\"\n}\n"},
    {u"application.properties"_s,
     "spring.datasource.url=jdbc:postgresql://127.0.0.1:PORT/shop\n"
     "spring.datasource.username=spring\nspring.datasource.password=SECRET\n"},
    {u"application.yml"_s, "spring:\n  datasource:\n    url: "
                           "jdbc:postgresql://127.0.0.1:PORT/shop?user=jdbc&password=SECRET\n"},
    {u"pg_service.conf"_s,
     "[shop]\nhost=127.0.0.1\nport=PORT\nuser=service\npassword=SECRET\ndbname=shop\n"},
    {u".pgpass"_s, "127.0.0.1:PORT:shop:passfile:SECRET\n"},
    {u"secret.yaml"_s, "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n"
                       "  DATABASE_URL: BASE64\n"},
};

// Connection strings that cannot be read: the reason may be a passage of them.
const QStringList Broken = {
    u"postgresql://app:SECRET@[::1/shop"_s,
    u"postgresql://app:SECRET@127.0.0.1:PORT/shop?nosuch=1"_s,
    u"postgresql://app:SECRET@127.0.0.1:PORT/shop?nosuch"_s,
    u"postgresql://app:SECRET@127.0.0.1:PORT/shop?password=SECRET&password"_s,
    u"postgresql://app:%5ASECRET%00@127.0.0.1:PORT/shop"_s,
    u"postgresql://app:SECRET%zz@127.0.0.1:PORT/shop"_s,
    u"host=127.0.0.1 password='SECRET"_s,
    u"host=127.0.0.1 password=SECRET nosuch"_s,
    u"host=127.0.0.1 password=SECRET port=abc"_s,
};

QMutex loggedLock;
QByteArray logged;

void keepLogged(QtMsgType, const QMessageLogContext &, const QString &text)
{
    const QMutexLocker lock(&loggedLock);
    logged += text.toUtf8() + '\n';
}

QByteArray fileContent(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Everything about an attempt and its diagnosis that may be shown.
QStringList textsOf(const Attempt &attempt)
{
    const Observation &seen = attempt.observation;
    QStringList out{seen.user,    seen.database, seen.host,
                    seen.address, seen.context,  QString::fromUtf8(seen.firstBytes)};
    if (!seen.error)
        return out;
    out += {seen.error->message, seen.error->detail, seen.error->hint, seen.error->attempting};
    const Diagnosis diagnosis = diagnose(seen);
    out += diagnosis.facts.values();
    for (const Fix &fix : diagnosis.fixes)
        out += {fix.text, fix.role, fix.database};
    return out;
}

QStringList textsOf(const Candidates &found)
{
    QStringList out = found.needConsent + found.notFollowed;
    for (const Candidate &candidate : found.candidates) {
        out += {candidate.spec.toKeywords(), candidate.spec.shortText(), describe(candidate)};
        out += candidate.unresolved;
        for (const Place &place : candidate.places)
            out += {placeText(place), place.label};
        for (const PlacedNote &note : candidate.notes)
            out += note.subject;
        const WayInFacts masked{.spec = candidate.spec, .password = WayInPassword{.masked = true}};
        for (int way = 0; way < WayInCount; ++way)
            out += wayInText(WayIn(way), masked);
        out += profileFor(candidate).spec.toKeywords();
    }
    for (const FileReport &file : found.files)
        out += file.trouble;
    return out;
}

} // namespace

/// Requirement S1: a password is in memory, in the keyring and in the person's own files, and
/// nowhere else.
class TestSentinel final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void ofModels();
    void ofTheCommand_data();
    void ofTheCommand();
    void ofBrokenStrings();
    void ofTheProcess();
    void leavesNothingBehind();

private:
    QByteArray filled(QByteArray text) const;
    QString folder() const { return m_program.temporaryFolder() + u"/sources"_s; }
    QString uri(int port) const;

    tests::Program m_program;
    std::unique_ptr<TestServer> m_server;
};

void TestSentinel::initTestCase()
{
    if (tests::anyServer() == 0)
        QSKIP("There is no PostgreSQL server.");
    m_server = std::make_unique<TestServer>(tests::ServerSetup{
        .version = tests::anyServer(),
        .settings = {u"log_statement = all"_s, u"log_min_messages = debug1"_s,
                     u"password_encryption = 'scram-sha-256'"_s},
        .hba = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"});
    QVERIFY_RESULT(m_server->start());
    for (const auto &[name, text] : Sources.asKeyValueRange()) {
        const QString path = folder() + u'/' + name;
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(filled(text));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    // The role keeps what was computed elsewhere: the log of statements must not hold it, either.
    pg::Connection admin;
    pg::ConnectionSpec spec = m_server->spec();
    spec.options.insert(u"host"_s, m_server->folder());
    QVERIFY_RESULT(QCoro::waitFor(admin.open({.spec = spec})));
    const auto verifier = admin.encryptPassword(u"app"_s, base::Secret(Sentinel));
    QVERIFY_RESULT(verifier);
    QVERIFY_RESULT(m_server->sql("CREATE ROLE app LOGIN PASSWORD '"_ba + *verifier + "'"));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE shop"));
}

QByteArray TestSentinel::filled(QByteArray text) const
{
    const QByteArray url = uri(m_server->port()).replace("app:"_L1, "kubernetes:"_L1).toUtf8();
    return text.replace("BASE64", url.toBase64())
        .replace("PORT:5432", QByteArray::number(m_server->port()) + ":5432")
        .replace(":PORT", ':' + QByteArray::number(m_server->port()))
        .replace("=PORT", '=' + QByteArray::number(m_server->port()))
        .replace(": PORT", ": " + QByteArray::number(m_server->port()))
        .replace("'PORT'}", '\'' + QByteArray::number(m_server->port()) + "'}")
        .replace("SECRET", Sentinel);
}

QString TestSentinel::uri(int port) const
{
    return u"postgresql://app:%1@127.0.0.1:%2/shop"_s.arg(QString::fromLatin1(Sentinel),
                                                          QString::number(port));
}

void TestSentinel::ofModels()
{
    QLoggingCategory::setFilterRules(u"*.debug=true"_s);
    const auto before = qInstallMessageHandler(keepLogged);
    const Candidates found = collectSources({folder()});
    QList<LadderCandidate> candidates;
    for (const Candidate &candidate : found.candidates)
        candidates.append({.number = int(candidates.size()),
                           .parameters = {.spec = candidate.spec, .password = candidate.password}});
    const QList<Attempt> attempts = tests::climb(candidates);
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules({});
    QSet<QString> users;
    for (const Credential &credential : found.credentials) {
        if (credential.hasPassword && credential.password.view() == QByteArrayView(Sentinel))
            users.insert(credential.user);
    }
    const QSet<QString> expected{u"app"_s,     u"ghost"_s,    u"nologin"_s,   u"django"_s,
                                 u"rails"_s,   u"prisma"_s,   u"spring"_s,    u"jdbc"_s,
                                 u"service"_s, u"passfile"_s, u"kubernetes"_s};
    QCOMPARE(users, expected); // it is there to be found
    QVERIFY(std::ranges::any_of(attempts, &Attempt::connected));
    for (const QString &text : textsOf(found))
        QVERIFY2(!holdsSentinel(text), qPrintable(text));
    for (const Attempt &attempt : attempts) {
        for (const QString &text : textsOf(attempt))
            QVERIFY2(!holdsSentinel(text), qPrintable(text));
    }
    QVERIFY2(!holdsSentinel(logged), logged.constData());
}

void TestSentinel::ofTheCommand_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString string = uri(m_server ? m_server->port() : 0);
    QTest::newRow("files, JSON") << QStringList{u"--from"_s, folder(), u"--json"_s};
    QTest::newRow("files, text") << QStringList{u"--from"_s, folder()};
    QTest::newRow("URI, JSON") << QStringList{string, u"--json"_s};
    QTest::newRow("URI, text") << QStringList{string, u"--as-admin"_s, string};
    const QString withoutPassword =
        u"host=127.0.0.1 port=%1 user=app dbname=shop"_s.arg(m_server ? m_server->port() : 0);
    QTest::newRow("environment") << QStringList{withoutPassword, u"--json"_s};
}

void TestSentinel::ofTheCommand()
{
    QFETCH(const QStringList, arguments);
    m_program.set(u"PGPASSWORD"_s, QString::fromLatin1(Sentinel));
    m_program.set(u"QT_LOGGING_RULES"_s, u"*.debug=true"_s);
    const Outcome outcome = m_program.run(QStringList{u"check"_s} + arguments);
    QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 1,
             (outcome.out + outcome.err).constData());
    QVERIFY(outcome.out.contains("shop"));
    QVERIFY2(!holdsSentinel(outcome.out), outcome.out.constData());
    QVERIFY2(!holdsSentinel(outcome.err), outcome.err.constData());
}

void TestSentinel::ofBrokenStrings()
{
    for (const QString &broken : Broken) {
        const QString text = QString::fromUtf8(filled(broken.toUtf8()));
        for (const QStringList &options : {QStringList{}, QStringList{u"--json"_s}}) {
            const Outcome outcome = m_program.run(QStringList{u"check"_s, text} + options);
            QVERIFY2(outcome.exitCode == 2, (outcome.out + outcome.err).constData());
            QVERIFY2(!holdsSentinel(outcome.out), outcome.out.constData());
            QVERIFY2(!holdsSentinel(outcome.err), outcome.err.constData());
        }
    }
}

// While it waits for a server that says nothing.
void TestSentinel::ofTheProcess()
{
    const tests::HostileServer silent(tests::Hostility::Silent);
    m_program.set(u"PGPASSWORD"_s, QString::fromLatin1(Sentinel));
    QProcess process;
    m_program.prepare(process, {u"check"_s, uri(silent.port())});
    process.start();
    QTRY_COMPARE_WITH_TIMEOUT(silent.sessions(), 1, 30'000);
    const QString proc = u"/proc/%1/"_s.arg(process.processId());
    const QByteArray arguments = fileContent(proc + u"cmdline"_s);
    QVERIFY2(arguments.contains("check") && arguments.contains("app:****"), arguments.constData());
    QVERIFY(!holdsSentinel(arguments));
    // Unreadable where the process is protected from others of the same person.
    QVERIFY(!holdsSentinel(fileContent(proc + u"environ"_s)));
    QVERIFY(fileContent(proc + u"task/%1/children"_s.arg(process.processId())).isEmpty());
#ifdef NDEBUG
    QVERIFY(fileContent(proc + u"limits"_s).contains("Max core file size        0  "));
#endif
    process.terminate();
    QVERIFY(process.waitForFinished(30'000));
    QVERIFY(!holdsSentinel(process.readAll()));
    QVERIFY(!holdsSentinel(silent.received()));
}

// Settings, the trail of actions, caches, temporary files; and the server's own log.
void TestSentinel::leavesNothingBehind()
{
    QDirIterator files(m_program.temporaryFolder(), QDir::Files | QDir::Hidden | QDir::System,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (!path.startsWith(folder()))
            QVERIFY2(!holdsSentinel(fileContent(path)), qPrintable(path));
    }
    const QByteArray log = m_server->log();
    QVERIFY(log.contains("connection authorized: user=app") && log.contains("statement: "));
    QVERIFY(!holdsSentinel(log));
}

QTEST_GUILESS_MAIN(TestSentinel)
#include "tst_sentinel.moc"
