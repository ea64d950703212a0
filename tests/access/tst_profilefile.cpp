// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilefile.h"
#include "base/privatefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

ProfileList listOf(const QStringList &names)
{
    ProfileList out;
    for (const QString &name : names) {
        Profile profile;
        profile.id = QUuid::createUuidV5(QUuid(), name);
        profile.name = name;
        profile.spec.set(u"host"_s, name);
        out.profiles.append(profile);
    }
    return out;
}

QStringList namesOf(const ProfileList &list)
{
    QStringList out;
    for (const Profile &profile : list.profiles)
        out.append(profile.name);
    return out;
}

} // namespace

class TestProfileFile final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    void overwrite(const QByteArray &content, const QString &suffix = {}) const
    {
        QFile file(m_path + suffix);
        if (!file.open(QFile::WriteOnly | QFile::Truncate) || file.write(content) != content.size())
            qFatal("cannot write");
    }

    QByteArray content(const QString &suffix = {}) const
    {
        return base::readRegularFile(m_path + suffix, 1'000'000).value_or("missing");
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"new/folder/profiles.json"_s);
    }

    void startsEmpty()
    {
        ProfileFile file(m_path);
        const ProfilesRead read = file.read();
        QVERIFY(read.list.profiles.isEmpty() && !read.trouble);
        QVERIFY(file.write({}));
    }

    void writesPrivately()
    {
        const mode_t before = ::umask(0);
        ProfileFile file(m_path);
        file.read();
        QVERIFY(file.write(listOf({u"a"_s})));
        QVERIFY(file.write(listOf({u"b"_s})));
        ::umask(before);
        for (const char *suffix : {"", ".1"}) {
            struct stat info = {};
            QCOMPARE(::stat(qPrintable(m_path + QLatin1StringView(suffix)), &info), 0);
            QCOMPARE(info.st_mode & 0777, 0600u);
        }
        QCOMPARE(namesOf(ProfileFile(m_path).read().list), QStringList{u"b"_s});
    }

    void keepsThreeBackups()
    {
        ProfileFile file(m_path);
        file.read();
        for (const char *name : {"a", "b", "c", "d", "e"})
            QVERIFY(file.write(listOf({QLatin1StringView(name)})));
        QVERIFY(content(u".1"_s).contains("\"d\""));
        QVERIFY(content(u".2"_s).contains("\"c\""));
        QVERIFY(content(u".3"_s).contains("\"b\""));
        QVERIFY(!QFile::exists(m_path + u".4"_s));
        QVERIFY(file.write(listOf({u"e"_s}))); // nothing new, nothing rotated
        QVERIFY(content(u".1"_s).contains("\"d\""));
    }

    void fallsBackAfterAnyCut()
    {
        ProfileFile writer(m_path);
        writer.read();
        QVERIFY(writer.write(listOf({u"old"_s})));
        QVERIFY(writer.write(listOf({u"young"_s})));
        const QByteArray whole = content();
        for (qsizetype length = 0; length < whole.size() - 1; ++length) {
            overwrite(whole.first(length));
            const ProfilesRead read = ProfileFile(m_path).read();
            QCOMPARE(namesOf(read.list), QStringList{u"old"_s});
            QCOMPARE(read.backup, m_path + u".1"_s);
            QVERIFY(read.trouble);
        }
    }

    void fallsBackWhenTheFileIsGone()
    {
        ProfileFile writer(m_path);
        writer.read();
        QVERIFY(writer.write(listOf({u"old"_s})));
        QVERIFY(writer.write(listOf({u"young"_s})));
        QFile::remove(m_path);
        ProfileFile file(m_path);
        const ProfilesRead read = file.read();
        QCOMPARE(namesOf(read.list), QStringList{u"old"_s});
        QVERIFY(read.trouble);
        QVERIFY(file.write(read.list));
        QVERIFY(content().contains("old"));
    }

    void neverReplacesTheUnreadableByNothing()
    {
        ProfileFile writer(m_path);
        writer.read();
        QVERIFY(writer.write(listOf({u"a"_s})));
        overwrite("garbage that was once worth something");
        ProfileFile file(m_path);
        QVERIFY(file.read().trouble);
        QVERIFY(!file.write({}));
        QVERIFY(content().startsWith("garbage"));
        QVERIFY(file.write(listOf({u"b"_s}))); // something new may come, the old is moved aside
        const QDir folder = QFileInfo(m_path).dir();
        const QStringList kept = folder.entryList({u"profiles.json.unreadable-*"_s});
        QCOMPARE(kept.size(), 1);
        QFile aside(folder.filePath(kept.first()));
        QVERIFY(aside.open(QFile::ReadOnly));
        QVERIFY(aside.readAll().startsWith("garbage"));
    }

    void refusesToOverwriteSomebodyElsesChange()
    {
        ProfileFile one(m_path);
        ProfileFile two(m_path);
        one.read();
        two.read();
        QVERIFY(one.write(listOf({u"a"_s})));
        const auto refused = two.write(listOf({u"b"_s}));
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains("another program"_L1));
        QVERIFY(content().contains("\"a\""));
        two.read();
        QVERIFY(two.write(listOf({u"a"_s, u"b"_s})));
    }

    void leavesANewerVersionAlone()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
        overwrite(R"({"version": 2, "profiles": [{"name": "later"}]})");
        ProfileFile file(m_path);
        QCOMPARE(namesOf(file.read().list), QStringList{u"later"_s});
        QVERIFY(!file.write(listOf({u"b"_s})));
        QVERIFY(content().contains("later"));
    }

    void hostileFilesDoNotHang()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
        QCOMPARE(::mkfifo(qPrintable(m_path), 0600), 0);
        QVERIFY(ProfileFile(m_path).read().trouble);
        QFile::remove(m_path);
        overwrite("");
        QCOMPARE(::truncate(qPrintable(m_path), 100'000'000), 0);
        QVERIFY(ProfileFile(m_path).read().trouble);
        QFile::remove(m_path);
        QVERIFY(QFile::link(u"/dev/zero"_s, m_path));
        QVERIFY(ProfileFile(m_path).read().trouble);
    }

    void aFailedWriteChangesNothing()
    {
        if (::geteuid() == 0)
            QSKIP("root may write everywhere");
        ProfileFile file(m_path);
        file.read();
        QVERIFY(file.write(listOf({u"a"_s})));
        const QByteArray folder = QFile::encodeName(QFileInfo(m_path).path());
        ::chmod(folder.constData(), 0500);
        const auto refused = file.write(listOf({u"b"_s}));
        ::chmod(folder.constData(), 0700);
        QVERIFY(!refused);
        QVERIFY(content().contains("\"a\""));
        QVERIFY(file.write(listOf({u"b"_s})));
    }
};

QTEST_GUILESS_MAIN(TestProfileFile)
#include "tst_profilefile.moc"
