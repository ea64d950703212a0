// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"

#include "access/parselimits.h"
#include "access/sources/django.h"
#include "access/sources/pythonvalue.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

constexpr const char *Engine = "'ENGINE': 'django.db.backends.postgresql'";

/// The statement of a DATABASES with one database of these settings.
Statement database(const std::string &settings, const Variables &around = {})
{
    const std::string text =
        "DATABASES = {'default': {" + std::string(Engine) + ", " + settings + "}}\n";
    const SourceFile read = readDjango(text, around);
    return read.statements.size() == 1 ? read.statements[0] : Statement{};
}

/// What a Python expression is; markers are shown as <NAME>.
std::string valueOf(const std::string &expression)
{
    const std::vector<PythonToken> tokens = pythonTokens(expression);
    const PythonValue value = PythonReader(tokens, {}).valueAt(0);
    std::string out(value.text.view());
    std::ranges::replace(out, MarkerStart, '<');
    std::ranges::replace(out, MarkerEnd, '>');
    return out;
}

} // namespace

class TestDjango final : public QObject
{
    Q_OBJECT

private slots:
    void literals()
    {
        const SourceFile read = readDjango(R"(# settings
import os
DATABASES: dict = {
    'default': {  # the main one
        'ENGINE': 'django.contrib.gis.db.backends.postgis',
        'NAME': "shop",
        'USER': 'app',
        'PASSWORD': 'it''s',
        'HOST': 'db', 'PORT': 5433,
        'OPTIONS': {'sslmode': 'require', 'sslkey': '/k', 'pool': True},
    },
    'old': {'ENGINE': 'django.db.backends.mysql', 'NAME': 'x', 'USER': 'y'},
    "replica": dict(ENGINE='django.db.backends.postgresql', NAME='shop', USER='ro'),
}
)");
        QCOMPARE(read.statements.size(), 2u);
        const Statement &first = read.statements[0];
        QCOMPARE(placeIn(first), "app@db:5433/shop");
        QCOMPARE(passwordOf(first), "its"); // two literals side by side
        QCOMPARE(first.line, 6);
        QCOMPARE(first.otherLines, (std::vector<int>{7, 8, 9}));
        QCOMPARE(first.option("sslmode"), "require");
        QVERIFY(hasNote(first, NoteId::IgnoredOption));
        QCOMPARE(read.statements[1].label, "replica");
        QCOMPARE(read.statements[1].line, 13);
    }

    void expressions_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *expression, const char *value) {
            QTest::newRow(expression) << QByteArray(expression) << QByteArray(value);
        };
        row("'a'", "a");
        row("r'a\\n'", "a\\n");
        row("'a\\'b\\n'", "a'b\n");
        row("\"\"\"a\nb\"\"\"", "a\nb");
        row("'a' \"b\"", "ab");
        row("('a'\n 'b')", "ab");
        row("5432", "5432");
        row("os.environ['X']", "<X>");
        row("os.environ[\"X\"]", "<X>");
        row("os.environ.get('X')", "<X>");
        row("os.environ.get('X', 'd')", "d");
        row("os.getenv('X', default='d')", "d");
        row("os.getenv('X') or 'd'", "d");
        row("config('X', default='d', cast=str)", "d");
        row("env('X')", "<X>");
        row("env.str('X', 'd')", "d");
        row("int(os.environ.get('X', '1'))", "1");
        row("f'a'", "a");
        row("f'{a}b'", "<f\"…\">");
        row("'a' + 'b'", "<…>");
        row("'a%s' % x", "<…>");
        row("'a'.format(1)", "<…>");
        row("open('/etc/passwd').read()", "<…>");
        row("__import__('os').system('id')", "<…>");
        row("eval('1')", "<…>");
        row("[x for x in y]", "<…>");
        row("lambda: 1", "<…>");
        row("", "<…>");
        row("-1", "<…>");
    }

    void expressions()
    {
        QFETCH(const QByteArray, expression);
        QFETCH(const QByteArray, value);
        QCOMPARE(valueOf(expression.toStdString()), value.toStdString());
    }

    void variablesOfTheFolder()
    {
        Variables around;
        around.push_back({"DB_PASS", SecretText("from-env"), 1, {}, {}});
        around.push_back({"DATABASE_URL", SecretText("postgres://u:p@h/d"), 2, {}, {}});
        const Statement read = database("'USER': env('DB_USER', default='u'), 'PASSWORD': "
                                        "os.environ['DB_PASS'], 'HOST': env('H')",
                                        around);
        QCOMPARE(passwordOf(read), "from-env");
        QCOMPARE(placeIn(read), "u@?:?/?");
        QCOMPARE(read.unresolved, (std::vector<std::string>{"H"}));
        QVERIFY(hasNote(read, NoteId::FilledIn) && hasNote(read, NoteId::DefaultTaken));
        const SourceFile url = readDjango(
            "DATABASES = {'default': dj_database_url.config(conn_max_age=600)}\n", around);
        QCOMPARE(placeIn(url.statements.at(0)), "u@h:?/d");
        QCOMPARE(url.statements.at(0).line, 1);
    }

    void urls()
    {
        const auto read = [](const std::string &value) {
            const SourceFile file = readDjango("DATABASES = {\n'default': " + value + "}\n");
            return file.statements.size() == 1 ? file.statements[0] : Statement{};
        };
        QCOMPARE(placeIn(read("dj_database_url.parse('postgres://u:p@h/d')")), "u@h:?/d");
        QCOMPARE(placeIn(read("dj_database_url.config(default='postgres://u:p@h/d')")), "u@h:?/d");
        QCOMPARE(placeIn(read("env.db('DB_URL', default='psql://u:p@h/d')")), "u@h:?/d");
        QCOMPARE(placeIn(read("env.db('DB_URL', default='sqlite:///x')")), "?@?:?/?");
        QCOMPARE(read("env.db()").unresolved, (std::vector<std::string>{"DATABASE_URL"}));
        QCOMPARE(read("env.db('OTHER')").line, 2);
    }

    void entriesOneByOne()
    {
        const SourceFile read =
            readDjango("if x:\n    DATABASES['ro'] = {" + std::string(Engine) +
                       ", 'USER': 'u'}\nDATABASES['a']['USER'] = 'x'\n"
                       "print(DATABASES)\nDATABASES == {}\nDATABASES.update(y)\n");
        QCOMPARE(read.statements.size(), 1u);
        QCOMPARE(read.statements[0].label, "ro");
        QCOMPARE(read.statements[0].line, 2);
    }

    void hostileInput()
    {
        for (const std::string open : {"{", "[", "(", "{'a':", "x(", "'", "\"\"\"", "f'{", "\\"}) {
            std::string text = "DATABASES = ";
            for (int i = 0; i < 100'000; ++i)
                text += open;
            QVERIFY2(readDjango(text).statements.empty(), open.c_str());
        }
        std::string again;
        for (int i = 0; i < 50'000; ++i)
            again += "DATABASES={:";
        readDjango(again);
        QCOMPARE(readDjango(std::string("a\0b", 3)).problem, SourceProblem::NotUtf8);
        QCOMPARE(readDjango(std::string(MaxFileBytes + 1, 'a')).problem, SourceProblem::TooLarge);
        QVERIFY(readDjango("DATABASES = {'default': {}}\nDATABASES = }\nDATABASES =")
                    .statements.empty());
        for (const char *odd : {"DATABASES[", "DATABASES['a'", "DATABASES['a'] =", "DATABASES:",
                                "DATABASES = {'a': {'NAME'", "DATABASES = {'a': {'OPTIONS': "})
            QVERIFY2(readDjango(odd).statements.empty(), odd);
    }
};

QTEST_GUILESS_MAIN(TestDjango)
#include "tst_django.moc"
