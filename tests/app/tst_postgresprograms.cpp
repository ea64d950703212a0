// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/postgresprograms.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace app;
using namespace Qt::StringLiterals;

namespace {

void writeProgram(const QString &path, const QByteArray &output)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho '" + output + "'\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void writeRelease(const QTemporaryDir &folder, const QByteArray &version)
{
    writeProgram(folder.filePath(u"postgres"_s), "postgres (PostgreSQL) " + version);
    writeProgram(folder.filePath(u"initdb"_s), "");
    writeProgram(folder.filePath(u"psql"_s), "");
}

} // namespace

class TestPostgresPrograms final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatToInstall();
    void takesTheFirstComplete();
    void passesOverOldReleases();
    void looksInTheUsualPlaces();
};

void TestPostgresPrograms::saysWhatToInstall()
{
    const QTemporaryDir empty;
    const auto found = findPostgres({empty.path(), u"/nonexistent"_s});
    QVERIFY(!found);
    QVERIFY(found.error().hint.contains("apt-get install"_L1));
    QVERIFY(found.error().hint.contains("dnf install"_L1));
}

void TestPostgresPrograms::takesTheFirstComplete()
{
    const QTemporaryDir half, whole, later;
    writeProgram(half.filePath(u"postgres"_s), "postgres (PostgreSQL) 18.1");
    writeRelease(whole, "16.4 (Debian 16.4-1)");
    writeRelease(later, "17.2");
    const auto found = findPostgres({half.path(), whole.path(), later.path()});
    QVERIFY(found);
    QCOMPARE(*found, (PostgresPrograms{.folder = whole.path(), .major = 16}));
    QCOMPARE(found->program("initdb"_L1), whole.filePath(u"initdb"_s));
}

void TestPostgresPrograms::passesOverOldReleases()
{
    const QTemporaryDir old, other, strange;
    writeRelease(old, "9.6.24");
    writeRelease(other, "13.16");
    writeRelease(strange, "devel");
    QCOMPARE(findPostgres({strange.path(), old.path(), other.path()})->major, 13);
    QVERIFY(!findPostgres({strange.path(), old.path()}));
}

void TestPostgresPrograms::looksInTheUsualPlaces()
{
    qputenv("PATH", "/opt/one:/opt/two");
    const QStringList folders = postgresFolders();
    QVERIFY(folders.contains(u"/opt/one"_s));
    QVERIFY(folders.indexOf(u"/opt/one"_s) < folders.indexOf(u"/opt/two"_s));
    QVERIFY(folders.contains(u"/usr/bin"_s));
    for (const QString &folder : folders)
        QVERIFY2(folder.startsWith(u'/'), qPrintable(folder));
}

QTEST_GUILESS_MAIN(TestPostgresPrograms)
#include "tst_postgresprograms.moc"
