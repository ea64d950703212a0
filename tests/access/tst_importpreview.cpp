// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/importpreview.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

class TestImportPreview final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QFile::WriteOnly | QFile::Truncate) || file.write(content) != content.size())
            qFatal("cannot write");
        file.close();
        ::chmod(qPrintable(file.fileName()), 0600);
        return file.fileName();
    }

    /// A file of the field case, with the mode that a pass file must have.
    ImportSource fieldFile(const QString &name) const
    {
        QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/") + name);
        if (!file.open(QFile::ReadOnly))
            qFatal("cannot read");
        return readImportSource(write(name, file.readAll()));
    }

    ImportPreview preview(const QString &name, const QByteArray &content,
                          const QList<Profile> &existing = {}) const
    {
        return previewImport({readImportSource(write(name, content))}, existing);
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void sharedServerBecomesTwoProfiles()
    {
        const ImportPreview seen =
            previewImport({fieldFile(u"servers.json"_s), fieldFile(u"pgpass"_s)}, {});
        QCOMPARE(seen.entries.size(), 2);
        QVERIFY(seen.notes.isEmpty());
        const ImportEntry &first = seen.entries[0];
        QCOMPARE(first.profile.name, u"Main PostgreSQL"_s);
        QCOMPARE(first.profile.group, u"Servers"_s);
        QCOMPARE(first.profile.spec.toKeywords(),
                 u"dbname='postgres' host='postgres' port='5432' sslmode='prefer' user='admin'"_s);
        QCOMPARE(first.state, ImportState::New);
        QCOMPARE(first.passFile->line, 2);
        QCOMPARE(first.ignored.size(), 1u); // PassFile
        const ImportEntry &second = seen.entries[1];
        QCOMPARE(second.profile.name, u"Keycloak PostgreSQL"_s);
        QCOMPARE(second.passFile->line, 3);
        const PassFile file = readPassFile(second.passFile->path);
        QCOMPARE(lookupPassword(file, second.profile.spec)->password.view(), "p:with\\specials");
    }

    void nothingIsUsedUnasked()
    {
        const ImportPreview seen =
            previewImport({fieldFile(u"servers.json"_s), fieldFile(u"pgpass"_s)}, {});
        const ImportEntry &entry = seen.entries[0];
        QCOMPARE(entry.profile.passwordPolicy, PasswordPolicy::Ask);
        const Profile asking = importedProfile(entry, ImportPassword::Ask);
        QCOMPARE(asking.passwordPolicy, PasswordPolicy::Ask);
        QVERIFY(asking.passFile.isEmpty());
        QVERIFY(!asking.id.isNull());
        for (const char *option : {"passfile", "service", "sslkey", "sslcert"})
            QVERIFY(!asking.spec.options.contains(QLatin1StringView(option)));
        const Profile chosen = importedProfile(entry, ImportPassword::FromPassFile);
        QCOMPARE(chosen.passwordPolicy, PasswordPolicy::PassFile);
        QCOMPARE(chosen.passFile, entry.passFile->path);
        QCOMPARE(importedProfile(entry, ImportPassword::ToKeyring).passwordPolicy,
                 PasswordPolicy::Ask); // the file held no password to keep
    }

    void hostileKeysAreListed()
    {
        const ImportPreview seen = previewImport({fieldFile(u"servers-hostile.json"_s)}, {});
        QCOMPARE(seen.entries.size(), 1);
        const ImportEntry &entry = seen.entries[0];
        QCOMPARE(entry.profile.colour, ProfileColour::Red);
        QVERIFY(entry.ignored.size() >= 8);
        QVERIFY(!entry.profile.spec.toKeywords().contains("sentinel"_L1));
    }

    void readsServices()
    {
        const ImportPreview seen =
            preview(u".pg_service.conf"_s,
                    "[orders]\nhost=db\npassword=sentinel\nsslkey=/k\n"
                    "connect_timeout=5\nldap://h\nsslrootcert=system\n[bad]\nport=x\n");
        QCOMPARE(seen.entries.size(), 2);
        const ImportEntry &entry = seen.entries[0];
        QCOMPARE(entry.profile.name, u"orders"_s);
        QCOMPARE(entry.password.view(), "sentinel");
        QCOMPARE(entry.passwordLine, 3);
        QCOMPARE(entry.profile.spec.toKeywords(),
                 u"connect_timeout='5' host='db' sslrootcert='system'"_s);
        QCOMPARE(entry.ignored, (std::vector{IgnoredKey{"sslkey", IgnoreReason::NamesFile, 4}}));
        QCOMPARE(importedProfile(entry, ImportPassword::ToKeyring).passwordPolicy,
                 PasswordPolicy::Keyring);
        QCOMPARE(seen.notes.size(), 1);
        QCOMPARE(std::get<ServiceProblem>(seen.notes[0].what), ServiceProblem::LdapLine);
        QCOMPARE(seen.entries[1].state, ImportState::Invalid);
        QCOMPARE(seen.entries[1].problems.at(0).issue, ProfileIssue::BadPort);
    }

    void passLinesThatNameAPlace()
    {
        const ImportPreview seen = preview(u".pgpass"_s, "h:*:*:u:p\n*:*:*:x:p\nh2:5433:d:u:p\n");
        QCOMPARE(seen.entries.size(), 2);
        QCOMPARE(seen.entries[0].profile.spec.toKeywords(), u"host='h' user='u'"_s);
        QCOMPARE(seen.entries[1].line, 3);
        QCOMPARE(seen.entries[1].passFile->line, 3);
    }

    void comparesWithWhatExists()
    {
        Profile existing;
        existing.id = QUuid::createUuid();
        existing.spec = pg::ConnectionSpec::parse(u"host=h user=u dbname=d port=5432"_s)->spec;
        const QByteArray same = "[a]\nhost=h\nuser=u\ndbname=d\n";
        QCOMPARE(preview(u"service"_s, same, {existing}).entries[0].state, ImportState::Same);
        QCOMPARE(preview(u"service"_s, same, {existing}).entries[0].existing, existing.id);
        const auto other = preview(u"service"_s, same + "sslmode=require\n", {existing});
        QCOMPARE(other.entries[0].state, ImportState::Differs);
        QCOMPARE(other.entries[0].differences, QStringList{u"sslmode"_s});
        const auto fresh = preview(u"service"_s, same + "port=1\n", {existing});
        QCOMPARE(fresh.entries[0].state, ImportState::New);
        QVERIFY(preview(u".pgpass"_s, "h:*:*:u:p\n", {existing}).entries.isEmpty());
    }

    void importsThePreviewedBytes()
    {
        const ImportSource source = readImportSource(write(u"service"_s, "[a]\nhost=shown\n"));
        write(u"service"_s, "[a]\nhost=swapped\n");
        QCOMPARE(previewImport({source}, {}).entries[0].profile.spec.value(u"host"_s), u"shown"_s);
    }

    void saysWhyAFileIsOfNoUse()
    {
        const QString open = write(u".pgpass"_s, "h:1:d:u:p\n");
        ::chmod(qPrintable(open), 0644);
        const ImportPreview seen = previewImport(
            {readImportSource(open), readImportSource(u"/dev/zero"_s),
             readImportSource(write(u"x.json"_s, "{}")), readImportSource(u"/nowhere/pgpass"_s)},
            {});
        QVERIFY(seen.entries.isEmpty());
        QCOMPARE(seen.notes.size(), 4);
        QCOMPARE(std::get<ServersProblem>(seen.notes[0].what), ServersProblem::NotServers);
        QCOMPARE(std::get<PassFileState>(seen.notes[1].what), PassFileState::TooOpen);
        QCOMPARE(std::get<PassFileState>(seen.notes[2].what), PassFileState::NotRegular);
        QCOMPARE(std::get<PassFileState>(seen.notes[3].what), PassFileState::Missing);
    }

    void guessesTheKind()
    {
        QCOMPARE(guessImportKind(u"/x/.pgpass"_s, {}), ImportKind::PassFile);
        QCOMPARE(guessImportKind(u"/x/pg_service.conf"_s, {}), ImportKind::ServiceFile);
        QCOMPARE(guessImportKind(u"/x/export"_s, "\xEF\xBB\xBF {\"Servers\""), ImportKind::PgAdmin);
        QCOMPARE(guessImportKind(u"/x/thing"_s, "[a]\n"), ImportKind::ServiceFile);
        QCOMPARE(guessImportKind(u"/x/thing"_s, "a:b:c:d:e"), ImportKind::PassFile);
    }
};

QTEST_GUILESS_MAIN(TestImportPreview)
#include "tst_importpreview.moc"
