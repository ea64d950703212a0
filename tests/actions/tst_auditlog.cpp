// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/auditlog.h"
#include "samples.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace actions;
using namespace samples;

namespace {

AuditEntry entry(const QString &id, const QString &query = u"SELECT 1"_s)
{
    snapshot::Session session = active();
    session.query = query;
    return {.id = id,
            .kind = Kind::Terminate,
            .server = u"orders"_s,
            .address = u"10.0.0.5:5432"_s,
            .serverRole = u"ops"_s,
            .target = target(session)};
}

Outcome gone()
{
    return {
        .kind = Kind::Terminate, .target = target(active()), .ending = Ending::SignalledAndGone};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestAuditLog : public QObject
{
    Q_OBJECT

private slots:
    void beforeAndAfter();
    void killedInBetween();
    void fileIsPrivate();
    void halfALineSpoilsNoOther();
    void unwritablePaths_data();
    void unwritablePaths();
    void fullDiskIsAnError();
    void holdsNoPassword_data();
    void holdsNoPassword();
    void manyWriters();
};

void TestAuditLog::beforeAndAfter()
{
    const QTemporaryDir folder;
    const AuditLog log(folder.filePath(u"state/actions.jsonl"_s));
    QVERIFY(log.sending(entry(u"a"_s)));
    QVERIFY(log.sending(entry(u"b"_s)));
    QVERIFY(log.done(u"a"_s, gone()));
    const AuditTrail trail = readAuditTrail(contentOf(log.path()));
    QCOMPARE(trail.unreadableLines, 0);
    QCOMPARE(trail.records.size(), 2);
    const AuditRecord &record = trail.records[0];
    QCOMPARE(record.outcome, u"signalled_and_gone"_s);
    QCOMPARE(record.action, u"terminate"_s);
    QCOMPARE(record.pid, 4711);
    QCOMPARE(record.server, u"orders"_s);
    QCOMPARE(record.serverRole, u"ops"_s);
    QCOMPARE(record.query, u"SELECT 1"_s);
    QVERIFY(record.who.contains(u'@'));
    QVERIFY(!trail.records[1].outcome);
}

void TestAuditLog::killedInBetween()
{
    const QTemporaryDir folder;
    const AuditLog log(folder.filePath(u"actions.jsonl"_s));
    const pid_t child = ::fork();
    if (child == 0) {
        const bool written = log.sending(entry(u"a"_s)).has_value();
        ::kill(::getpid(), written ? SIGKILL : SIGTERM);
        ::pause();
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    const AuditTrail trail = readAuditTrail(contentOf(log.path()));
    QCOMPARE(trail.records.size(), 1);
    QVERIFY(!trail.records[0].outcome); // sent, outcome unknown
}

void TestAuditLog::fileIsPrivate()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"actions.jsonl"_s);
    constexpr auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(AuditLog(path).sending(entry(u"a"_s)));
    QVERIFY(!(QFileInfo(path).permissions() & others));
    QVERIFY(QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadOther));
    QVERIFY(AuditLog(path).sending(entry(u"b"_s)));
    QVERIFY(!(QFileInfo(path).permissions() & others));
}

void TestAuditLog::halfALineSpoilsNoOther()
{
    const QTemporaryDir folder;
    const AuditLog log(folder.filePath(u"actions.jsonl"_s));
    QVERIFY(log.sending(entry(u"a"_s)));
    const QByteArray whole = contentOf(log.path());
    for (qsizetype cut = 1; cut < whole.size() - 1; cut += 37) {
        QFile file(log.path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(whole + whole.first(cut));
        file.close();
        QVERIFY(log.sending(entry(u"c"_s)));
        const AuditTrail trail = readAuditTrail(contentOf(log.path()));
        QCOMPARE(trail.records.size(), 2);
        QCOMPARE(trail.records[1].id, u"c"_s);
        QCOMPARE(trail.unreadableLines, 1);
    }
}

void TestAuditLog::unwritablePaths_data()
{
    QTest::addColumn<QString>("make");
    QTest::newRow("folder") << u"folder"_s;
    QTest::newRow("link") << u"link"_s;
    QTest::newRow("pipe") << u"pipe"_s;
    QTest::newRow("below a file") << u"below"_s;
}

void TestAuditLog::unwritablePaths()
{
    QFETCH(const QString, make);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"x"_s);
    const QString elsewhere = folder.filePath(u"elsewhere"_s);
    QFile other(elsewhere);
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.close();
    if (make == "folder"_L1)
        QVERIFY(QDir().mkdir(path));
    else if (make == "link"_L1)
        QVERIFY(QFile::link(elsewhere, path));
    else if (make == "pipe"_L1)
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    const AuditLog log(make == "below"_L1 ? elsewhere + u"/x"_s : path);
    const auto written = log.sending(entry(u"a"_s));
    QVERIFY(!written);
    QVERIFY(!written.error().message.isEmpty());
    QCOMPARE(QFileInfo(elsewhere).size(), 0);
}

void TestAuditLog::fullDiskIsAnError()
{
    QVERIFY(!AuditLog(u"/dev/full"_s).sending(entry(u"a"_s)));
}

void TestAuditLog::holdsNoPassword_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("alter") << u"ALTER ROLE app PASSWORD 's3same'"_s;
    QTest::newRow("create") << u"create user x with encrypted Password $$s3same$$"_s;
    QTest::newRow("dblink") << u"SELECT dblink_connect('host=a password=s3same')"_s;
    QTest::newRow("uri") << u"CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:s3same@h/d'"_s;
    QTest::newRow("json") << u"INSERT INTO t VALUES ('{\"client_secret\": \"s3same\"}')"_s;
}

void TestAuditLog::holdsNoPassword()
{
    QFETCH(const QString, query);
    const QTemporaryDir folder;
    const AuditLog log(folder.filePath(u"actions.jsonl"_s));
    QVERIFY(log.sending(entry(u"a"_s, query)));
    QVERIFY(!contentOf(log.path()).contains("s3same"));
    QVERIFY(contentOf(log.path()).contains(query.left(6).toUtf8()));
}

void TestAuditLog::manyWriters()
{
    const QTemporaryDir folder;
    const AuditLog log(folder.filePath(u"actions.jsonl"_s));
    std::vector<pid_t> children;
    for (int child = 0; child < 4; ++child) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            for (int i = 0; i < 25; ++i) {
                if (!log.sending(entry(u"%1-%2"_s.arg(child).arg(i))))
                    ::_exit(1);
            }
            ::_exit(0);
        }
        children.push_back(pid);
    }
    for (const pid_t pid : children) {
        int status = 1;
        QCOMPARE(::waitpid(pid, &status, 0), pid);
        QCOMPARE(status, 0);
    }
    const AuditTrail trail = readAuditTrail(contentOf(log.path()));
    QCOMPARE(trail.records.size(), 100);
    QCOMPARE(trail.unreadableLines, 0);
}

QTEST_GUILESS_MAIN(TestAuditLog)
#include "tst_auditlog.moc"
