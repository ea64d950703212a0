// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/evidencefiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using pgaccess::EvidenceFiles;

class TestEvidenceFiles final : public QObject
{
    Q_OBJECT

private slots:
    void takesFilesByTheirNames()
    {
        QStringList paths{u"/a/.env"_s, u"/a/pg_hba.conf"_s, u"/b/PG_IDENT.conf"_s, u"/c/app.log"_s,
                          u"/d/client-error.txt"_s};
        const EvidenceFiles found = pgaccess::takeEvidence(paths);
        QCOMPARE(found, (EvidenceFiles{.log = u"/c/app.log"_s,
                                       .hba = u"/a/pg_hba.conf"_s,
                                       .ident = u"/b/PG_IDENT.conf"_s}));
        QCOMPARE(paths, (QStringList{u"/a/.env"_s, u"/d/client-error.txt"_s}));
    }

    // A folder may hold both; the log of any program in it is not the server's.
    void looksIntoFolders()
    {
        const QTemporaryDir folder;
        for (const QString &name : {u".env"_s, u"pg_hba.conf"_s, u"server.log"_s, u"web.log"_s}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QStringList paths{folder.path()};
        EvidenceFiles found = pgaccess::takeEvidence(paths);
        QCOMPARE(found, (EvidenceFiles{.log = folder.filePath(u"server.log"_s),
                                       .hba = folder.filePath(u"pg_hba.conf"_s)}));
        QCOMPARE(paths, QStringList(folder.path()));
        paths.append(u"/named/pg_hba.conf"_s);
        found = pgaccess::takeEvidence(paths);
        QCOMPARE(found.hba, u"/named/pg_hba.conf"_s); // what is named comes before what is found
    }

    // What Compose prints is called as somebody saves it.
    void knowsLogsByHowTheyBegin()
    {
        const QTemporaryDir folder;
        const auto write = [&folder](const QString &name, const QByteArray &text) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly))
                file.write(text);
        };
        write(u"compose-logs.txt"_s, "db-1  | 2025-11-10 18:04:26.140 UTC [1] LOG:  ready\n");
        write(u"blog.txt"_s, "Dear diary\n");
        write(u"web.log"_s, "GET /\n");
        QStringList paths{folder.path()};
        QCOMPARE(pgaccess::takeEvidence(paths).log, folder.filePath(u"compose-logs.txt"_s));
        QStringList named{folder.filePath(u"compose-logs.txt"_s), folder.filePath(u"blog.txt"_s)};
        QCOMPARE(pgaccess::takeEvidence(named).log, folder.filePath(u"compose-logs.txt"_s));
        QCOMPARE(named, QStringList(folder.filePath(u"blog.txt"_s)));
        write(u"server.log"_s, {}); // the name says more
        QCOMPARE(pgaccess::takeEvidence(paths).log, folder.filePath(u"server.log"_s));
    }

    void keepsWhatIsNotReplaced()
    {
        EvidenceFiles files{.log = u"a"_s, .hba = u"b"_s};
        files.take({.hba = u"c"_s, .ident = u"d"_s});
        QCOMPARE(files, (EvidenceFiles{u"a"_s, u"c"_s, u"d"_s}));
    }

    void findsTheMapsBesideTheRules()
    {
        const QTemporaryDir folder;
        const QString rules = folder.filePath(u"pg_hba.conf"_s);
        QCOMPARE(pgaccess::identBeside(rules), QString());
        QFile maps(folder.filePath(u"pg_ident.conf"_s));
        QVERIFY(maps.open(QIODevice::WriteOnly));
        QCOMPARE(pgaccess::identBeside(rules), maps.fileName());
    }
};

QTEST_GUILESS_MAIN(TestEvidenceFiles)
#include "tst_evidencefiles.moc"
