// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"

#include "access/sources/collect.h"

#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

QString dataFolder(const QString &name)
{
    return QStringLiteral(PGVIGIL_TEST_DATA "/access/") + name;
}

/// "name:line+line" of each place.
QStringList placeTexts(const QList<Place> &places)
{
    QStringList out;
    for (const Place &place : places) {
        QString text = placeText(place);
        for (const int line : place.otherLines)
            text += u'+' + QString::number(line);
        out.append(text);
    }
    return out;
}

bool holdsNote(const Candidate &candidate, NoteId id)
{
    return std::ranges::contains(candidate.notes, id, &PlacedNote::id);
}

/// Everything that a person may be shown of a result.
QString shownText(const Candidates &all)
{
    QStringList out = all.needConsent + all.notFollowed;
    for (const Candidate &each : all.candidates) {
        out += describe(each);
        out += each.spec.toKeywords();
        out += each.unresolved + placeTexts(each.places);
        for (const PlacedNote &note : each.notes)
            out += QString(noteWord(note.id)) + note.subject + note.place.label;
        out += displayName(profileFor(each));
    }
    for (const Credential &each : all.credentials)
        out += each.user + each.database;
    for (const FileReport &each : all.files)
        out += each.file + each.trouble;
    return out.join(u'\n');
}

} // namespace

class TestCollect final : public QObject
{
    Q_OBJECT

private slots:
    /// Field case 1: one credential, stated in four places, and the published port as the way in.
    void oneCredentialInFourPlaces()
    {
        const Candidates all = collectSources({dataFolder(u"case-1"_s)});
        QCOMPARE(all.credentials.size(), 1);
        const Credential &credential = all.credentials.first();
        QCOMPARE(credential.user, u"heimdex"_s);
        QCOMPARE(credential.database, u"heimdex"_s);
        QCOMPARE(bytesOf(credential.password), "heimdex_dev_pass");
        QCOMPARE(placeTexts(credential.places),
                 (QStringList{u".env.local:1+2+3"_s, u"alembic.ini:3"_s,
                              u"docker-compose.yml:5+6+7"_s, u"docker-compose.yml:12"_s}));
        QVERIFY(all.contradictions.isEmpty());
        QVERIFY(all.complete);
        QCOMPARE(all.files.size(), 3);
    }

    void insideAddressAndPublishedPort()
    {
        const Candidates all = collectSources({dataFolder(u"case-1"_s)});
        QCOMPARE(all.candidates.size(), 2);
        const Candidate &here = all.candidates[0];
        QCOMPARE(here.spec.shortText(), u"heimdex@localhost:5432/heimdex"_s);
        QCOMPARE(here.reach, Reach::Published);
        QVERIFY(!here.insideContainer);
        QCOMPARE(here.places.size(), 4);
        QCOMPARE(placeText(here.places.first()), u".env.local:1"_s);
        const Candidate &inside = all.candidates[1];
        QCOMPARE(inside.spec.shortText(), u"heimdex@db:5432/heimdex"_s);
        QCOMPARE(inside.reach, Reach::Translated);
        QVERIFY(inside.insideContainer);
        QCOMPARE(inside.translation, 0);
        QCOMPARE(inside.service, u"db"_s);
        QCOMPARE(bytesOf(inside.password), "heimdex_dev_pass");
        QVERIFY(holdsNote(here, NoteId::FirstInitOnly));
        QCOMPARE(all.credentials.first().candidates, (QList<int>{0, 1}));
    }

    /// Field case 4: the pass file gives the passwords of pgAdmin's servers, in libpq's way.
    void passFileBesideServers()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u"servers.json"_s, testFile(u"case-4/servers.json"_s));
        writeTestFile(folder, u"pgpass"_s, testFile(u"case-4/pgpass"_s));
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.credentials.size(), 2);
        QCOMPARE(all.candidates[0].spec.value(u"user"_s), u"admin"_s);
        QCOMPARE(bytesOf(all.candidates[0].password), "example-admin-pass");
        QCOMPARE(all.candidates[1].spec.shortText(), u"keycloak@keycloak-postgres:5432/keycloak"_s);
        QCOMPARE(bytesOf(all.candidates[1].password), "p:with\\specials");
        QVERIFY(holdsNote(all.candidates[0], NoteId::PasswordFromFile));
        QCOMPARE(placeTexts(all.credentials[1].places),
                 (QStringList{u"pgpass:3"_s, u"servers.json:4"_s}));
    }

    void openPassFileIsNotRead()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u".pgpass"_s, "h:5432:d:u:secret\n");
        QFile::setPermissions(folder.filePath(u".pgpass"_s),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        const Candidates all = collectSources({folder.path()});
        QVERIFY(all.candidates.isEmpty());
        QCOMPARE(all.files.size(), 1);
        QCOMPARE(all.files[0].passFileState, PassFileState::TooOpen);
    }

    void contradictionsWithoutPasswords()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u".env"_s, "DATABASE_URL=postgres://app:one@h:5432/d\n");
        writeTestFile(folder, u"a/.env"_s, "DATABASE_URL=postgres://app:two@h/d\n");
        writeTestFile(folder, u"b/.env"_s, "DATABASE_URL=postgres://app:one@h/other\n");
        writeTestFile(folder, u"c/.env"_s, "DATABASE_URL=postgres://app:two@elsewhere/d\n");
        writeTestFile(folder, u"d/.env.example"_s, "DATABASE_URL=postgres://app:change-me@h/d\n");
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.credentials.size(), 4); // that of c is that of a, at another place
        QList<Contradiction> expected{{Contradiction::Kind::Password, 0, 1},
                                      {Contradiction::Kind::Password, 1, 2},
                                      {Contradiction::Kind::Database, 0, 2}};
        QList<Contradiction> found = all.contradictions;
        QCOMPARE(found.size(), expected.size());
        for (const Contradiction &each : std::as_const(expected))
            QVERIFY2(found.contains(each), qPrintable(QString::number(each.second)));
    }

    void envFileNeedsConsent()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u"compose.yaml"_s,
                      "services:\n  db:\n    image: postgres:17\n    env_file:\n"
                      "      - conf/db.settings\n      - ../outside\n    ports: ['6000:5432']\n");
        writeTestFile(folder, u"conf/db.settings"_s,
                      "# the database\nPOSTGRES_PASSWORD=quiet\nPOSTGRES_USER=app\n");
        const Candidates without = collectSources({folder.path()});
        QVERIFY(without.candidates.isEmpty());
        QCOMPARE(without.needConsent, (QStringList{u"conf/db.settings"_s, u"../outside"_s}));
        const Candidates with = collectSources({folder.path()}, {.readEnvFiles = true});
        QCOMPARE(with.candidates.size(), 2);
        QCOMPARE(with.candidates[0].spec.shortText(), u"app@localhost:6000/app"_s);
        QCOMPARE(bytesOf(with.candidates[0].password), "quiet");
        QCOMPARE(placeTexts(with.candidates[0].places), (QStringList{u"conf/db.settings:2+3"_s}));
        QCOMPARE(with.notFollowed, (QStringList{u"../outside"_s}));
    }

    /// The usual layout: compose names the .env beside it, which was dropped with it.
    void envFileThatIsReadAnyway()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u".env"_s, "POSTGRES_USER=app\nPOSTGRES_PASSWORD=quiet\n");
        writeTestFile(folder, u"compose.yaml"_s,
                      "services:\n  db:\n    image: postgres:17\n    env_file: .env\n"
                      "    ports: ['6000:5432']\n");
        const Candidates all = collectSources({folder.path()});
        QVERIFY(all.needConsent.isEmpty());
        QCOMPARE(all.credentials.size(), 1);
        QCOMPARE(placeTexts(all.credentials[0].places), (QStringList{u".env:1+2"_s}));
        QCOMPARE(all.candidates.size(), 2);
        QCOMPARE(all.candidates[0].spec.shortText(), u"app@localhost:6000/app"_s);
    }

    void variablesOfTheSameFolder()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u".env"_s,
                      "PW=from-env\nDATABASE_URL=postgresql://app:${PW}@localhost:5433/shop\n");
        writeTestFile(folder, u"docker-compose.yml"_s,
                      "services:\n  db:\n    image: postgis/postgis:16-3.4\n    environment:\n"
                      "      - POSTGRES_USER=app\n      - POSTGRES_PASSWORD=${PW}\n"
                      "      - POSTGRES_DB=shop\n    ports:\n      - target: 5432\n"
                      "        published: \"5433\"\n");
        writeTestFile(folder, u"prisma/schema.prisma"_s,
                      "datasource db {\n  provider = \"postgresql\"\n"
                      "  url = env(\"DATABASE_URL\")\n}\n");
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.credentials.size(), 1);
        QCOMPARE(bytesOf(all.credentials[0].password), "from-env");
        QCOMPARE(
            placeTexts(all.credentials[0].places),
            (QStringList{u".env:2"_s, u"docker-compose.yml:5+6+7"_s, u"prisma/schema.prisma:3"_s}));
        QCOMPARE(all.candidates[0].spec.shortText(), u"app@localhost:5433/shop"_s);
        QVERIFY(holdsNote(all.candidates[0], NoteId::FilledIn));
    }

    void notPublishedSaysSo()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u"compose.yaml"_s,
                      "services:\n  store:\n    image: timescale/timescaledb:latest-pg17\n"
                      "    environment: {POSTGRES_PASSWORD: x}\n  web:\n    environment:\n"
                      "      DATABASE_URL: postgres://postgres:x@localhost/postgres\n");
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.candidates.size(), 2);
        QCOMPARE(all.candidates[0].reach, Reach::NotPublished);
        QCOMPARE(all.candidates[1].reach, Reach::OwnContainer);
        QVERIFY(all.candidates[0].insideContainer && all.candidates[1].insideContainer);
    }

    void overrideFilePublishesThePort()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u"compose.yaml"_s,
                      "services:\n  db:\n    image: postgres\n"
                      "    environment: {POSTGRES_PASSWORD: x}\n");
        writeTestFile(folder, u"compose.override.yaml"_s,
                      "services:\n  db:\n    ports: ['127.0.0.1:7000:5432']\n");
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.candidates.size(), 2);
        QCOMPARE(all.candidates[0].spec.shortText(), u"postgres@127.0.0.1:7000/postgres"_s);
        QCOMPARE(all.candidates[0].reach, Reach::Published);
    }

    void clusterAddresses()
    {
        QTemporaryDir folder;
        writeTestFile(
            folder, u"k8s/secret.yaml"_s,
            "apiVersion: v1\nkind: Secret\nmetadata: {name: shop-db}\nstringData:\n"
            "  host: shop-db.prod.svc\n  username: shop\n  password: pw\n  dbname: shop\n");
        writeTestFile(folder, u"k8s/other.yaml"_s, "kind: Deployment\n");
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.candidates.size(), 1);
        QCOMPARE(all.candidates[0].reach, Reach::Cluster);
        QVERIFY(all.candidates[0].insideContainer);
        QCOMPARE(placeTexts(all.candidates[0].places), (QStringList{u"k8s/secret.yaml:5+6+7+8"_s}));
    }

    void skipsFoldersAndLinksOut()
    {
        QTemporaryDir outside, folder;
        writeTestFile(outside, u".env"_s, "DATABASE_URL=postgres://a:b@outside/d\n");
        for (const QString &skipped : {u"node_modules/p"_s, u".git"_s, u"lib/site-packages"_s})
            writeTestFile(folder, skipped + u"/.env"_s, "DATABASE_URL=postgres://a:b@skip/d\n");
        writeTestFile(folder, u"py/pyvenv.cfg"_s, "home = /usr\n");
        writeTestFile(folder, u"py/.env"_s, "DATABASE_URL=postgres://a:b@skip/d\n");
        writeTestFile(folder, u"real/.env"_s, "DATABASE_URL=postgres://a:b@real/d\n");
        QVERIFY(QFile::link(outside.path(), folder.filePath(u"linked"_s)));
        QVERIFY(QFile::link(outside.filePath(u".env"_s), folder.filePath(u".env"_s)));
        QVERIFY(QFile::link(folder.filePath(u"real/.env"_s), folder.filePath(u".env.local"_s)));
        QVERIFY(QFile::link(folder.path(), folder.filePath(u"real/loop"_s)));
        const Candidates all = collectSources({folder.path()});
        QCOMPARE(all.candidates.size(), 1);
        QCOMPARE(all.candidates[0].spec.value(u"host"_s), u"real"_s);
        QCOMPARE(all.files.size(), 1); // once, though a link leads to it
    }

    void devicesAndPipesDoNotHang()
    {
        QTemporaryDir folder;
        QCOMPARE(mkfifo(QFile::encodeName(folder.filePath(u".env"_s)).constData(), 0600), 0);
        const Candidates all = collectSources({folder.path(), u"/dev/zero"_s, u"/no/such/file"_s});
        QVERIFY(all.candidates.isEmpty());
    }

    void stopsAtTheLimits()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 8; ++i)
            writeTestFile(folder, QString::number(i) + u"/.env"_s,
                          "DATABASE_URL=postgres://a:b@h" + QByteArray::number(i) + "/d\n");
        writeTestFile(folder, u"1/2/3/.env"_s, "DATABASE_URL=postgres://a:b@deep/d\n");
        const Candidates few = collectSources({folder.path()}, {.limits = {.files = 3}});
        QCOMPARE(few.candidates.size(), 3);
        QVERIFY(!few.complete);
        const Candidates flat = collectSources({folder.path()}, {.limits = {.depth = 1}});
        QCOMPARE(flat.candidates.size(), 8);
        QVERIFY(!flat.complete);
        const Candidates tiny = collectSources({folder.path()}, {.maxBytes = 100});
        QVERIFY(!tiny.complete && tiny.candidates.size() < 4);
        QVERIFY(!collectSources({folder.path()}, {.limits = {.entries = 5}}).complete);
        QCOMPARE(collectSources({folder.path()}).candidates.size(), 9);
    }

    void namedFilesByTheirContent()
    {
        QTemporaryDir folder;
        writeTestFile(folder, u"one"_s, "DB=1\nDATABASE_URL=postgres://a:b@env/d\n");
        writeTestFile(folder, u"two"_s,
                      "services:\n  x:\n    environment:\n"
                      "      U: postgres://a:b@compose/d\n");
        writeTestFile(folder, u"three.txt"_s, "[svc]\nhost=service\nuser=a\n");
        writeTestFile(folder, u"four"_s, "pass:5432:d:a:b\n");
        writeTestFile(folder, u"five"_s, "just some words\n");
        QStringList paths;
        for (const QString &name : {u"one"_s, u"two"_s, u"three.txt"_s, u"four"_s, u"five"_s})
            paths.append(folder.filePath(name));
        const Candidates all = collectSources(paths);
        QStringList hosts;
        for (const Candidate &each : all.candidates)
            hosts.append(each.spec.value(u"host"_s));
        hosts.sort();
        QCOMPARE(hosts, (QStringList{u"compose"_s, u"env"_s, u"pass"_s, u"service"_s}));
        QCOMPARE(all.files.size(), 5);
    }

    /// I5: what a foreign file says never brings a secret of this machine along.
    void profilesHoldNoSecretAndUseNone()
    {
        const Candidates all = collectSources({dataFolder(u"case-1"_s)});
        const Profile profile = profileFor(all.candidates[0]);
        QCOMPARE(profile.passwordPolicy, PasswordPolicy::Ask);
        QVERIFY(profile.passFile.isEmpty());
        QCOMPARE(profile.spec.options.keys(),
                 (QStringList{u"dbname"_s, u"host"_s, u"port"_s, u"user"_s}));
        QCOMPARE(noteWord(NoteId::PasswordFromFile), "password_from_file"_L1);
        QCOMPARE(reachWord(Reach::OwnContainer), "own_container"_L1);
        QCOMPARE(sourceWord(SourceKind::Kubernetes), "kubernetes");
    }

    void environmentIsASource()
    {
        SourceOptions options;
        for (const auto &[name, value] :
             {std::pair("PGHOST", "db.example"), std::pair("PGUSER", "u"),
              std::pair("PGPASSWORD", "p"), std::pair("PGDATABASE", "d"),
              std::pair("PGSSLMODE", "require"), std::pair("PGPASSFILE", "/tmp/x")})
            options.environment.push_back({name, SecretText(value), 0, {}, {}});
        const Candidates all = collectSources({}, options);
        QCOMPARE(all.candidates.size(), 1);
        QCOMPARE(all.candidates[0].spec.value(u"sslmode"_s), u"require"_s);
        QCOMPARE(all.candidates[0].places[0].kind, SourceKind::Environment);
        QVERIFY(!all.candidates[0].spec.options.contains(u"passfile"_s));
        QVERIFY(holdsNote(all.candidates[0], NoteId::IgnoredOption));
    }

    /// S1: whatever the files look like, the password is in nothing that is shown.
    void passwordIsNeverShown()
    {
        const QByteArray s(SentinelPassword);
        const QByteArray url = "postgresql://app:" + s + "@db:5432/shop";
        QTemporaryDir folder;
        writeTestFile(folder, u".env"_s,
                      "A=" + url + "\nB=postgres://app:x/" + s + "@h/d\nC=postgres://app:x@" + s +
                          "@h/d\nD=postgres://app:1/" + s + "@h/d\nE=postgres://app:a$" + s +
                          "@h/d\nDB_PASSWORD=\"" + s + "\nDB_PORT=5432\nDB_USER=u\n" + s + "\n=" +
                          s + "\nF=postgres://h/d?password=x&" + s + "=1\nG=host=h password=a " +
                          s + "=b user=u\nPGSSLKEY=" + s + "\nPGPASSWORD=" + s + "\n");
        writeTestFile(folder, u"compose.yaml"_s,
                      "services:\n  db:\n    image: postgres\n    environment:\n"
                      "      POSTGRES_PASSWORD: x$" +
                          s + "\n      U: " + url + "\n");
        writeTestFile(folder, u"compose.broken.yaml"_s,
                      "services:\n  db: {image: postgres, environment: {POSTGRES_PASSWORD: \"" + s);
        writeTestFile(folder, u"alembic.ini"_s,
                      "[alembic]\nsqlalchemy.url = postgresql://app:x%" + s + "@h/d\n");
        writeTestFile(
            folder, u"settings.py"_s,
            "DATABASES = {'default': {'ENGINE': 'postgresql', 'USER': 'u', 'PASSWORD': '" + s +
                "' + '" + s + "', 'NAME': f'{" + s + "}'}}\n");
        writeTestFile(folder, u"database.yml"_s,
                      "a:\n  adapter: postgresql\n  password: <%= '" + s + "' %>\n  url: " + url +
                          "\n");
        writeTestFile(folder, u"application.properties"_s,
                      "spring.datasource.url=jdbc:postgresql://h/d?user=u&password=" + s +
                          "&sslkey=" + s + "\n");
        writeTestFile(folder, u"pg_service.conf"_s, "[x]\nhost=h\npassword=" + s + "\n");
        writeTestFile(folder, u".pgpass"_s, "h:5432:d:u:" + s + "\n" + s + "\n");
        writeTestFile(folder, u"secret.yml"_s,
                      "kind: Secret\nmetadata: {name: pg}\ndata: {password: " + s.toBase64() +
                          ", username: " + s + "}\n");
        const Candidates all = collectSources({folder.path()});
        QVERIFY(all.candidates.size() >= 8);
        int held = 0;
        for (const Candidate &each : all.candidates)
            held += bytesOf(each.password).contains(s);
        QVERIFY(held >= 6);
        QVERIFY2(!shownText(all).contains(QString::fromLatin1(s)), qPrintable(shownText(all)));
    }
};

QTEST_GUILESS_MAIN(TestCollect)
#include "tst_collect.moc"
