// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"

#include "access/sources/urltext.h"
#include "postgres/connectionspec.h"

#include <QTest>

#include <rapidcheck.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

std::string encoded(const std::string &text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) && byte < 0x80)
            out += c;
        else
            out += std::string("%") + digits[byte >> 4] + digits[byte & 15];
    }
    return out;
}

/// Text that libpq takes in a URI: any characters but NUL.
rc::Gen<std::string> names()
{
    return rc::gen::nonEmpty(rc::gen::container<std::string>(
        rc::gen::element('a', 'B', '7', '@', ':', '/', '?', '#', '%', '&', '=', ' ', '\'', '\\',
                         '[', ']', '+', '$', '~', '-')));
}

Statement readText(std::string_view text)
{
    Statement out;
    if (!readConnectionText(text, out))
        out.label = "no";
    return out;
}

} // namespace

class TestUrlText final : public QObject
{
    Q_OBJECT

private slots:
    void forms_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("password");
        const auto row = [](const char *text, const char *place, const char *password) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(place) << QByteArray(password);
        };
        row("postgres://u:p@h:1/d", "u@h:1/d", "p");
        row("postgresql+psycopg2://u:p%40@h/d", "u@h:?/d", "p@");
        row("POSTGRESQL+asyncpg://u@h", "u@h:?/?", "(none)");
        row("postgis://u:p@h/d", "u@h:?/d", "p");
        row("jdbc:postgresql://h:2/d?user=u&password=p", "u@h:2/d", "p");
        row("jdbc:postgresql:d", "?@localhost:?/d", "(none)");
        row("jdbc:postgresql:///d", "?@localhost:?/d", "(none)");
        row("r2dbc:postgresql://u:p@h:3/d", "u@h:3/d", "p");
        row("r2dbc:pool:postgres://h/d", "?@h:?/d", "(none)");
        row("postgres://u:p@[::1]:4/d", "u@::1:4/d", "p");
        row("postgres://[fe80::1]/d", "?@fe80::1:?/d", "(none)");
        row("postgres://h1:1,h2:2/d", "?@h1,h2:1,2/d", "(none)");
        row("postgres:///d?host=/run/pg&user=u", "u@/run/pg:?/d", "(none)");
        row("postgres://%2Frun%2Fpg/d", "?@/run/pg:?/d", "(none)");
        row("postgres://u:@h/d", "u@h:?/d", "(none)");
        row("postgres://u:p@q@h/d", "u@h:?/d", "p@q");
        row("postgres://u:p/q@h/d", "u@h:?/d", "p/q");
        row("postgres://u:1/q@h/d", "u@h:?/d", "1/q");
        row("postgres://u:p?q@h/d", "u@h:?/d", "p?q");
        row("postgres://u:p#q@h/d", "u@h:?/d", "p#q");
        row("postgres://u:p@q/r?s@h/d", "u@h:?/d", "p@q/r?s");
        row("postgres://u:p@h/d?application_name=a@b", "u@h:?/d", "p");
        row("postgres://u@h:5/d@e", "u@h:5/d@e", "(none)");
        row("postgres://[::1]:5/d@e", "?@::1:5/d@e", "(none)");
        row("jdbc:postgresql://h:5/d?other=1&user=u@s&password=p@q", "u@s@h:5/d", "p@q");
        row("  postgres://h/d \n", "?@h:?/d", "(none)");
        row("host=h port=5 user=u password='p q' dbname=d", "u@h:5/d", "p q");
        row("Host=h;Port=5;Username=u;Password=p q;Database=d", "u@h:5/d", "p q");
        row("Server=h;Port=5432;User Id=u;Password=p;Database=d;", "u@h:5432/d", "p");
        row("pgsql:host=h;port=5;dbname=d;user=u;password=p", "u@h:5/d", "p");
    }

    void forms()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, place);
        QFETCH(const QByteArray, password);
        const Statement read = readText(text.toStdString());
        QCOMPARE(placeIn(read), place.toStdString());
        QCOMPARE(passwordOf(read), password.toStdString());
    }

    void otherTextsAreNone()
    {
        for (const char *text :
             {"", "mysql://u:p@h/d", "sqlite:///x", "postgres", "postgres:/h", "://h",
              "jdbc:mysql://h", "http://postgres://h", "prisma+postgres://accelerate", "host=only",
              "a=b c=d", "Server=h;Database=d;User Id=sa;Password=p", "key=value; other=thing",
              "jdbc:", "just some words"})
            QVERIFY2(readText(text).label == "no", text);
        Statement untouched;
        QVERIFY(!readConnectionText(std::string(1 << 20, 'a') + "://", untouched));
        QVERIFY(untouched == Statement{});
    }

    void driversSettings()
    {
        QCOMPARE(readText("postgres://h/d?sslmode=verify-full").option("sslmode"), "verify-full");
        QCOMPARE(readText("postgres://h/d?ssl=true").option("sslmode"), "require");
        QCOMPARE(readText("jdbc:postgresql://h/d?ssl=true").option("sslmode"), "verify-full");
        QCOMPARE(readText("postgres://h/d?sslmode=no-verify").option("sslmode"), "require");
        QCOMPARE(readText("Host=h;Username=u;SSL Mode=VerifyFull").option("sslmode"),
                 "verify-full");
        QCOMPARE(readText("jdbc:postgresql://h/d?ApplicationName=x").option("application_name"),
                 "x");
        const Statement foreign =
            readText("postgres://h/d?sslkey=/k&passfile=/p&schema=s&connection_limit=5&Zq=1");
        QVERIFY(foreign.options.size() == 2);
        QCOMPARE(foreign.notes.size(), 5u);
        QCOMPARE(foreign.notes[0], (Note{NoteId::IgnoredOption, "sslkey", 0}));
        QCOMPARE(foreign.notes[4],
                 (Note{NoteId::IgnoredOption, "", 0})); // may be a password's half
        QVERIFY(hasNote(readText("postgres://h:99999/d"), NoteId::BadOption));
        QVERIFY(hasNote(readText("postgres://h:x/d"), NoteId::BadOption));
        QVERIFY(hasNote(readText("postgres://h%00/d"), NoteId::BadOption));
        QVERIFY(hasNote(readText("postgres://u:p%zz@h/d"), NoteId::NotEscaped));
    }

    /// libpq's own parser is the judge of every URI that it accepts.
    void readsAsLibpqDoes()
    {
        QVERIFY(rc::check("libpq reads the same", [] {
            const auto user = *names(), password = *names(), database = *names();
            const auto host = *rc::gen::element<std::string>("h", "db.example.org", "[::1]",
                                                             "10.0.0.1", "%2Ftmp", "a,b");
            const auto port = *rc::gen::element<std::string>("", ":5432", ":1");
            const auto query = *rc::gen::element<std::string>(
                "", "?sslmode=require", "?connect_timeout=3&application_name=a%20b", "?ssl=true",
                "?options=-c%20geqo%3Doff", "?target_session_attrs=any");
            const auto scheme = *rc::gen::element<std::string>("postgres", "postgresql");
            const std::string uri = scheme + "://" + encoded(user) + ':' + encoded(password) + '@' +
                                    host + port + '/' + encoded(database) + query;
            const auto libpq = pg::ConnectionSpec::parse(QString::fromStdString(uri));
            RC_ASSERT(libpq.has_value());
            Statement ours;
            RC_ASSERT(readUrl(uri, ours));
            pg::ConnectionSpec spec;
            for (const auto &[name, value] : ours.options)
                spec.set(QString::fromStdString(name), QString::fromStdString(value));
            RC_ASSERT(spec == libpq->spec);
            RC_ASSERT(std::string(libpq->password.data()) == passwordOf(ours));
        }));
    }

    /// S7: whatever is wrong with the escapes, a password is in nothing that is shown.
    void passwordIsNeverShown()
    {
        QVERIFY(rc::check("no part of a URL shows its password", [] {
            const std::string sentinel = SentinelPassword;
            const auto before = *names(), after = *names();
            const auto form = *rc::gen::inRange(0, 3);
            const std::string secret = before + sentinel + after;
            std::string text = "postgres://user:" + secret + "@host/db";
            if (form == 1)
                text = "postgres://host/db?password=" + secret;
            if (form == 2)
                text = "postgres://user:" + encoded(secret) + "@host:5432/db?sslmode=require";
            Statement read;
            readConnectionText(text, read);
            RC_ASSERT(shown(read).find(sentinel) == std::string::npos);
        }));
    }
};

QTEST_GUILESS_MAIN(TestUrlText)
#include "tst_urltext.moc"
