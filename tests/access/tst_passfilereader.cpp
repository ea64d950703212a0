// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/parselimits.h"
#include "access/passfilereader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

Q_DECLARE_METATYPE(pgaccess::PassFileState)

/// The rules for pass files, on real files of every unpleasant kind.
class TestPassFileReader final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray &content, mode_t mode = 0600,
                  const QString &name = u"pass"_s) const
    {
        const QString path = m_folder.filePath(name);
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        file.close();
        ::chmod(QFile::encodeName(path).constData(), mode);
        return path;
    }

    static pg::ConnectionSpec spec(const QString &keywords)
    {
        return pg::ConnectionSpec::parse(keywords).value().spec;
    }

private slots:
    void readsAPrivateFile()
    {
        const PassFile file = readPassFile(write("h:5432:*:u:secret\n"));
        QCOMPARE(file.state, PassFileState::Usable);
        const auto match = lookupPassword(file, spec(u"host=h user=u dbname=d"_s));
        QVERIFY(match);
        QCOMPARE(match->line, 1);
        QCOMPARE(match->password.view(), "secret");
        QVERIFY(!lookupPassword(file, spec(u"host=h user=other"_s)));
    }

    void refusesOpenFiles_data()
    {
        QTest::addColumn<int>("mode");
        for (const int mode : {0644, 0640, 0604, 0620, 0601})
            QTest::addRow("%o", uint(mode)) << mode;
    }

    void refusesOpenFiles()
    {
        QFETCH(int, mode);
        const PassFile file = readPassFile(write("*:*:*:*:sentinel\n", mode_t(mode)));
        QCOMPARE(file.state, PassFileState::TooOpen);
        QCOMPARE(file.mode, mode);
        QVERIFY(file.bytes.isEmpty());
        QVERIFY(!lookupPassword(file, spec(u"host=h user=u"_s)));
    }

    void refusesWhatIsNoFile()
    {
        const QString pipe = m_folder.filePath(u"fifo"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QCOMPARE(readPassFile(pipe).state, PassFileState::NotRegular); // and does not hang
        QCOMPARE(readPassFile(m_folder.path()).state, PassFileState::NotRegular);
        QCOMPARE(readPassFile(u"/dev/zero"_s).state, PassFileState::NotRegular);
        QCOMPARE(readPassFile(m_folder.filePath(u"none"_s)).state, PassFileState::Missing);
    }

    void aLinkIsWhatItLeadsTo()
    {
        const QString link = m_folder.filePath(u"link"_s);
        QVERIFY(QFile::link(write("*:*:*:u:p\n"), link));
        QCOMPARE(readPassFile(link).state, PassFileState::Usable);
        write("*:*:*:u:p\n", 0644);
        QCOMPARE(readPassFile(link).state, PassFileState::TooOpen);
    }

    void refusesTheFileOfSomebodyElse()
    {
        QCOMPARE(judgePassFile({.ours = false}), PassFileState::NotOurs);
        QCOMPARE(judgePassFile({}), PassFileState::Usable);
    }

    void refusesAHugeFile()
    {
        const QString path = write({});
        QCOMPARE(::truncate(QFile::encodeName(path).constData(), 100'000'000), 0);
        QCOMPARE(readPassFile(path).state, PassFileState::TooLarge);
    }

    void saysWhyItCannotRead()
    {
        if (::geteuid() == 0)
            QSKIP("root may read everything");
        const PassFile file = readPassFile(write("x", 0));
        QCOMPARE(file.state, PassFileState::Unreadable);
        QVERIFY(!file.reason.isEmpty());
    }

    void namesTheDefaultSocketLocalhost()
    {
        const PassFile file = readPassFile(write("localhost:5432:*:u:p\n/tmp:5432:*:u:q\n"));
        QVERIFY(lookupPassword(file, spec(u"user=u"_s)));
        QCOMPARE(lookupPassword(file, spec(u"host=/var/run/postgresql user=u"_s))->line, 1);
        QCOMPARE(lookupPassword(file, spec(u"host=/tmp user=u"_s))->line, 2);
        QVERIFY(!lookupPassword(file, spec(u"host=/run user=u"_s)));
    }

    void severalHostsMustShareThePassword()
    {
        const PassFile file = readPassFile(write("a:*:*:u:one\nb:*:*:u:two\nc:*:*:u:one\n"));
        QVERIFY(!lookupPassword(file, spec(u"host=a,b user=u"_s)));
        QVERIFY(!lookupPassword(file, spec(u"host=a,unknown user=u"_s)));
        QCOMPARE(lookupPassword(file, spec(u"host=a,c user=u"_s))->line, 1);
    }
};

QTEST_GUILESS_MAIN(TestPassFileReader)
#include "tst_passfilereader.moc"
