// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"
#include "access/situations.h"
#include "app/program.h"
#include "support/socket.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using tests::Outcome;
using tests::TestServer;

namespace {

constexpr auto Owner = QFile::ReadOwner | QFile::WriteOwner;
constexpr auto Sentinel = "S3ntinel-Passw0rd";

/// A terminal at which a person sits who answers one question.
class Person final
{
public:
    Person()
        : m_master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (m_master.isValid() && grantpt(m_master.fd()) == 0 && unlockpt(m_master.fd()) == 0)
            m_terminal = ptsname(m_master.fd());
    }

    /// Runs with the terminal as input and for messages; the answer comes once the question stands.
    Outcome run(const tests::Program &program, const QStringList &arguments,
                const QByteArray &answer)
    {
        QProcess process;
        program.prepare(process, arguments);
        process.setChildProcessModifier([this] {
            const int terminal = ::open(m_terminal.constData(), O_RDWR | O_NOCTTY);
            ::dup2(terminal, STDIN_FILENO);
            ::dup2(terminal, STDERR_FILENO);
        });
        process.start();
        Outcome outcome;
        bool answered = false;
        const QDeadlineTimer deadline(30'000);
        while (!process.waitForFinished(20) && !deadline.hasExpired()) {
            outcome.err += read();
            if (!answered && outcome.err.contains("[y/N]"))
                answered = ::write(m_master.fd(), answer.constData(), size_t(answer.size())) > 0;
        }
        outcome.err += read();
        outcome.out = process.readAllStandardOutput();
        outcome.exitCode = process.exitCode();
        return outcome;
    }

private:
    QByteArray read() const
    {
        QByteArray out;
        while (m_master.waitReadable()) {
            std::array<char, 1024> bytes{};
            const ssize_t count = ::read(m_master.fd(), bytes.data(), bytes.size());
            if (count <= 0) // nobody has the terminal open
                break;
            out.append(bytes.data(), count);
        }
        return out;
    }

    tests::Socket m_master;
    QByteArray m_terminal;
};

} // namespace

/// pgvigil check with the files from which libpq takes settings and passwords.
class TestCheckFiles final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void services_data();
    void services();
    void passFiles_data();
    void passFiles();
    void asksBeforeOtherFilesAreRead_data();
    void asksBeforeOtherFilesAreRead();
    void everythingHappened();

private:
    QString write(const QString &name, const QByteArray &text,
                  QFile::Permissions permissions = Owner) const;
    void judge(const QString &situation, const QString &connection, const QString &cause);

    tests::Program m_program;
    tests::Ledger m_ledger{u"tst_checkfiles"_s};
    std::unique_ptr<TestServer> m_server;
};

void TestCheckFiles::initTestCase()
{
    if (tests::anyServer() == 0)
        QSKIP("There is no PostgreSQL server.");
    m_server = std::make_unique<TestServer>(
        tests::ServerSetup{.version = tests::anyServer(),
                           .settings = {u"password_encryption = 'scram-sha-256'"_s},
                           .hba = "local all postgres trust\n"
                                  "local all all scram-sha-256\n"
                                  "host all all 127.0.0.1/32 scram-sha-256\n"});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE app LOGIN PASSWORD 'right'"));
}

QString TestCheckFiles::write(const QString &name, const QByteArray &text,
                              QFile::Permissions permissions) const
{
    QFile file(m_program.temporaryFolder() + u'/' + name);
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
    file.setPermissions(permissions);
    return file.fileName();
}

void TestCheckFiles::judge(const QString &situation, const QString &connection,
                           const QString &cause)
{
    const Outcome outcome = m_program.run({u"check"_s, connection, u"--json"_s});
    const QJsonArray attempts = outcome.json()[u"attempts"_s].toArray();
    QVERIFY2(attempts.size() == 1, (outcome.out + outcome.err).constData());
    QCOMPARE(attempts.first()[u"outcome"_s].toString(), u"failed"_s);
    QCOMPARE(attempts.first()[u"cause"_s].toString(), cause);
    const bool likely = cause == "wrong_password"_L1; // or any of those that look like it
    QCOMPARE(attempts.first()[u"certainty"_s].toString(), likely ? u"likely"_s : u"proved"_s);
    QVERIFY(!outcome.out.contains("sesame") && !outcome.err.contains("sesame"));
    m_ledger.note(situation, tests::anyServer());
}

void TestCheckFiles::services_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("service_file_missing") << QByteArray();
    QTest::newRow("service_missing") << QByteArray("[other]\nhost=127.0.0.1\n");
    QTest::newRow("service_bad_option") << QByteArray("[shop]\nhost=127.0.0.1\nnosuchopt=1\n");
}

void TestCheckFiles::services()
{
    QFETCH(const QByteArray, file);
    const QString situation = QString::fromLatin1(QTest::currentDataTag());
    if (!file.isEmpty())
        write(u".pg_service.conf"_s, file);
    judge(situation, u"service=shop"_s, tests::causeOfSituation(situation));
    QFile::remove(m_program.temporaryFolder() + u"/.pg_service.conf"_s);
}

void TestCheckFiles::passFiles_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QFile::Permissions>("permissions");
    QTest::addColumn<QString>("host");
    const QString local = u"host=127.0.0.1"_s;
    QTest::newRow("passfile_world_readable")
        << QByteArray("*:*:*:*:sesame\n") << (Owner | QFile::ReadOther) << local;
    QTest::newRow("passfile_group_readable_0640")
        << QByteArray("*:*:*:*:sesame\n") << (Owner | QFile::ReadGroup) << local;
    QTest::newRow("passfile_wrong_password")
        << QByteArray("*:*:*:*:sesame\n") << QFile::Permissions(Owner) << local;
    QTest::newRow("passfile_first_match_wins")
        << QByteArray("127.0.0.1:*:*:app:sesame\n127.0.0.1:*:*:app:right\n")
        << QFile::Permissions(Owner) << local;
    QTest::newRow("passfile_hostaddr_only_not_localhost")
        << QByteArray("localhost:*:*:app:right\n") << QFile::Permissions(Owner)
        << u"hostaddr=127.0.0.1"_s;
    QTest::newRow("passfile_unix_socket_matches_localhost")
        << QByteArray("localhost:*:*:app:right\n") << QFile::Permissions(Owner) << u"host=SOCKET"_s;
    QTest::newRow("passfile_missing") << QByteArray() << QFile::Permissions(Owner) << local;
}

void TestCheckFiles::passFiles()
{
    QFETCH(const QByteArray, file);
    QFETCH(const QFile::Permissions, permissions);
    QFETCH(QString, host);
    const QString situation = QString::fromLatin1(QTest::currentDataTag());
    const QString path = file.isEmpty() ? m_program.temporaryFolder() + u"/no such file"_s
                                        : write(u"passes"_s, file, permissions);
    host.replace("SOCKET"_L1, m_server->folder());
    const QStringList words{host, u"port=%1"_s.arg(m_server->port()), u"user=app dbname=postgres"_s,
                            u"passfile='%1'"_s.arg(path)};
    // Where libpq goes on without a file that is named and missing, this is said at once.
    judge(situation, words.join(u' '),
          file.isEmpty() ? u"passfile"_s : tests::causeOfSituation(situation));
    QFile::remove(path);
}

void TestCheckFiles::asksBeforeOtherFilesAreRead_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("answer"); // empty: there is no question
    QTest::addColumn<bool>("isRead");
    QTest::newRow("yes") << QStringList() << QByteArray("y\n") << true;
    QTest::newRow("no") << QStringList() << QByteArray("n\n") << false;
    QTest::newRow("just Return") << QStringList() << QByteArray("\n") << false;
    QTest::newRow("by option") << QStringList{u"--env-files"_s} << QByteArray() << true;
    QTest::newRow("for a program") << QStringList{u"--json"_s} << QByteArray() << false;
}

void TestCheckFiles::asksBeforeOtherFilesAreRead()
{
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, answer);
    QFETCH(const bool, isRead);
    const QTemporaryDir folder;
    const auto place = [&folder](const QString &name, const QByteArray &text) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    const tests::Socket listener = tests::Socket::listening();
    place(u"compose.yaml"_s, "services:\n  db:\n    image: postgres:17\n    env_file: quiet\n"
                             "    ports: ['" +
                                 QByteArray::number(listener.port()) + ":5432']\n");
    place(u"quiet"_s, "POSTGRES_USER=quietone\nPOSTGRES_PASSWORD=" + QByteArray(Sentinel) + '\n');
    place(u".env.local"_s, "DATABASE_URL=postgres://other@127.0.0.1:1/d\n");
    Person person;
    const Outcome outcome = person.run(
        m_program, QStringList{u"check"_s, u"--from"_s, folder.path()} + options, answer);
    QCOMPARE(outcome.err.contains("A compose file names quiet. Read it too? [y/N]"),
             !answer.isEmpty());
    QCOMPARE(outcome.out.contains("quietone@"), isRead);
    const QByteArray said = outcome.out + outcome.err;
    QCOMPARE(said.contains("--env-files"), !isRead); // what can be done about it
    QVERIFY(!said.contains(Sentinel));
    QVERIFY(said.contains("127.0.0.1")); // the file that needs no consent
}

void TestCheckFiles::everythingHappened()
{
    QCOMPARE(m_ledger.open({tests::anyServer()}), QStringList());
}

QTEST_GUILESS_MAIN(TestCheckFiles)
#include "tst_checkfiles.moc"
