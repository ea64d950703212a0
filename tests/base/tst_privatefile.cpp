// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

int modeOf(const QString &path)
{
    struct stat info = {};
    return ::lstat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 07777)
                                                                    : -1;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

/// Files that only their owner reads, written whole or not at all.
class TestPrivateFile final : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void writesWhole();
    void ignoresTheUmask();
    void replacesSymbolicLinks();
    void leavesTheOldFileOnFailure();
    void appends();
    void appendsThroughNoLink();
    void readsOnlyRegularFiles();
    void readsUpToTheLimit();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPrivateFile::writesWhole()
{
    const QString file = path(u"a/b/profiles.json"_s);
    QVERIFY(base::writePrivateFile(file, "one"));
    QCOMPARE(contentOf(file), "one");
    QCOMPARE(modeOf(file), 0600);
    QCOMPARE(modeOf(path(u"a"_s)), 0700);
    QCOMPARE(modeOf(path(u"a/b"_s)), 0700);
    QVERIFY(base::writePrivateFile(file, "two"));
    QCOMPARE(contentOf(file), "two");
    QCOMPARE(QDir(path(u"a/b"_s)).entryList(QDir::Files | QDir::Hidden), {u"profiles.json"_s});
}

void TestPrivateFile::ignoresTheUmask()
{
    const mode_t before = ::umask(0);
    const auto written = base::writePrivateFile(path(u"new/open"_s), "x");
    const auto appended = base::appendPrivateFile(path(u"log"_s), "x");
    ::umask(before);
    QVERIFY(written && appended);
    QCOMPARE(modeOf(path(u"new"_s)), 0700);
    QCOMPARE(modeOf(path(u"new/open"_s)), 0600);
    QCOMPARE(modeOf(path(u"log"_s)), 0600);
}

void TestPrivateFile::replacesSymbolicLinks()
{
    QVERIFY(base::writePrivateFile(path(u"victim"_s), "untouched"));
    QVERIFY(QFile::link(path(u"victim"_s), path(u"link"_s)));
    QVERIFY(base::writePrivateFile(path(u"link"_s), "mine"));
    QCOMPARE(contentOf(path(u"victim"_s)), "untouched");
    QVERIFY(!QFileInfo(path(u"link"_s)).isSymLink());
    QCOMPARE(contentOf(path(u"link"_s)), "mine");
}

void TestPrivateFile::leavesTheOldFileOnFailure()
{
    if (::geteuid() == 0)
        QSKIP("Nothing is forbidden to root.");
    const QString file = path(u"locked/file"_s);
    QVERIFY(base::writePrivateFile(file, "old"));
    QVERIFY(::chmod(QFile::encodeName(path(u"locked"_s)).constData(), 0500) == 0);
    const auto written = base::writePrivateFile(file, "new");
    ::chmod(QFile::encodeName(path(u"locked"_s)).constData(), 0700);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, base::ErrorKind::Local);
    QVERIFY(written.error().message.contains(file));
    QCOMPARE(contentOf(file), "old");
    const auto onFolder = base::writePrivateFile(path(u"locked"_s), "new");
    QVERIFY(!onFolder);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{});
}

void TestPrivateFile::appends()
{
    const QString file = path(u"audit/trail"_s);
    QVERIFY(base::appendPrivateFile(file, "one\n"));
    QVERIFY(base::appendPrivateFile(file, "two\n"));
    QCOMPARE(contentOf(file), "one\ntwo\n");
    QCOMPARE(modeOf(file), 0600);
}

void TestPrivateFile::appendsThroughNoLink()
{
    QVERIFY(base::writePrivateFile(path(u"victim"_s), "untouched"));
    QVERIFY(QFile::link(path(u"victim"_s), path(u"link"_s)));
    QVERIFY(!base::appendPrivateFile(path(u"link"_s), "evil"));
    QCOMPARE(contentOf(path(u"victim"_s)), "untouched");
}

void TestPrivateFile::readsOnlyRegularFiles()
{
    const QString pipe = path(u"pipe"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    for (const QString &strange : {pipe, m_folder->path(), u"/dev/zero"_s, path(u"missing"_s)}) {
        const auto read = base::readRegularFile(strange, 100);
        QVERIFY2(!read, qPrintable(strange));
        QVERIFY(read.error().message.contains(strange));
    }
}

void TestPrivateFile::readsUpToTheLimit()
{
    const QString file = path(u"text"_s);
    QVERIFY(base::writePrivateFile(file, "12345"));
    QCOMPARE(base::readRegularFile(file, 5).value_or("failed"), "12345");
    QVERIFY(!base::readRegularFile(file, 4));
    QVERIFY(base::writePrivateFile(file, ""));
    QCOMPARE(base::readRegularFile(file, 0).value_or("failed"), "");
    // Files of /proc say that they are empty and are not.
    QVERIFY(!base::readRegularFile(u"/proc/self/maps"_s, 10));
}

QTEST_GUILESS_MAIN(TestPrivateFile)
#include "tst_privatefile.moc"
