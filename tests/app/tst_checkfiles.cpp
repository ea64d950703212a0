// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"
#include "access/situations.h"
#include "app/program.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::Outcome;
using tests::TestServer;

namespace {

constexpr auto Owner = QFile::ReadOwner | QFile::WriteOwner;

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

void TestCheckFiles::everythingHappened()
{
    QCOMPARE(m_ledger.open({tests::anyServer()}), QStringList());
}

QTEST_GUILESS_MAIN(TestCheckFiles)
#include "tst_checkfiles.moc"
