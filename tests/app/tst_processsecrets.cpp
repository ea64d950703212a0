// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/processsecrets.h"
#include "postgres/passwordmask.h"

#include <QTest>

#include <cstdlib>

using namespace app;

class TestProcessSecrets final : public QObject
{
    Q_OBJECT

private slots:
    void masks_data();
    void masks();
    void takesTheEnvironment();
    void keepsTheEnvironmentToBeShown();
};

void TestProcessSecrets::masks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("no password", "host=a user=b", "host=a user=b");
    row("keyword", "host=a password=geheim user=b", "host=a password=****** user=b");
    row("blanks", "password = geheim user=b", "password = ****** user=b");
    row("not quoted", "password=my own secret user=b", "password=************* user=b");
    row("nothing after it", "password=my own = b", "password=** own = b");
    row("quoted", "password='a b' user=b", "password=***** user=b");
    row("escaped quote", "password='a\\'b' user=b", "password=****** user=b");
    row("escaped blank", "password=a\\ b user=b", "password=**** user=b");
    row("open quote", "password='abc", "password=****");
    row("key password", "sslpassword=x password=y", "sslpassword=* password=*");
    row("other keyword", "nopassword=geheim", "nopassword=geheim");
    row("uri", "postgresql://u:geheim@h/db", "postgresql://u:******@h/db");
    row("short scheme", "postgres://u:geheim@h/db", "postgres://u:******@h/db");
    row("uri without", "postgresql://u@h:5432/db", "postgresql://u@h:5432/db");
    row("no user", "postgresql://h:5432/db", "postgresql://h:5432/db");
    row("at sign in it", "postgresql://u:a@b@h/db", "postgresql://u:***@h/db");
    row("colon in it", "postgresql://u:a:b@h/db", "postgresql://u:***@h/db");
    row("slash in it", "postgresql://u:a/b@h/db", "postgresql://u:***@h/db");
    row("uri parameter", "postgresql://h/db?password=geheim&user=x",
        "postgresql://h/db?password=******&user=x");
    row("empty", "", "");
    row("only the key", "password=", "password=");
}

void TestProcessSecrets::masks()
{
    QFETCH(QByteArray, text);
    pg::maskPasswords(text.data());
    QTEST(text, "expected");
}

void TestProcessSecrets::takesTheEnvironment()
{
    qputenv("PGPASSWORD", "geheim");
    qputenv("PGOPTIONS", "-c role=evil");
    qputenv("PGSSLMODE", "disable");
    qputenv("PGVIGIL_SOMETHING", "kept");
    const char *place = std::getenv("PGPASSWORD");
    const base::Secret password = takePostgresEnvironment();
    QCOMPARE(password.view().toByteArray(), QByteArray("geheim"));
    QVERIFY(!qEnvironmentVariableIsSet("PGPASSWORD"));
    QVERIFY(!qEnvironmentVariableIsSet("PGOPTIONS"));
    QVERIFY(!qEnvironmentVariableIsSet("PGSSLMODE"));
    QCOMPARE(qgetenv("PGVIGIL_SOMETHING"), QByteArray("kept"));
    QCOMPARE(*place, '\0');
    QVERIFY(takePostgresEnvironment().isEmpty());
}

void TestProcessSecrets::keepsTheEnvironmentToBeShown()
{
    qputenv("PGHOST", "db.example.org");
    qputenv("PGPASSWORD", "s3cret");
    qputenv("PGVIGIL_TEST_SOMETHING", "1");
    const pgaccess::Variables kept = app::postgresEnvironment();
    app::takePostgresEnvironment();
    QCOMPARE(qgetenv("PGHOST"), QByteArray());
    const pgaccess::Variable *host = pgaccess::findVariable(kept, "PGHOST");
    QVERIFY(host && host->value.view() == "db.example.org");
    const pgaccess::Variable *password = pgaccess::findVariable(kept, "PGPASSWORD");
    QVERIFY(password && password->value.view() == "s3cret"); // not what was left after wiping
    QVERIFY(!pgaccess::findVariable(kept, "PGVIGIL_TEST_SOMETHING"));
    qunsetenv("PGVIGIL_TEST_SOMETHING");
}

QTEST_GUILESS_MAIN(TestProcessSecrets)
#include "tst_processsecrets.moc"
