// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"

#include "access/parselimits.h"
#include "access/sources/dotenv.h"
#include "access/sources/variables.h"

#include <QTest>

#include <rapidcheck.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

/// The value of a variable; markers are shown as <NAME>.
std::string valueOf(const std::string &file, std::string_view name = "A")
{
    const DotEnv read = parseDotEnv(file);
    const Variable *found = findVariable(read.variables, name);
    if (!found)
        return "(missing)";
    std::string out(found->value.view());
    std::ranges::replace(out, MarkerStart, '<');
    std::ranges::replace(out, MarkerEnd, '>');
    return out;
}

std::vector<std::string> places(const std::string &file)
{
    std::vector<std::string> out;
    for (const Statement &each : readDotEnv(file).statements)
        out.push_back(std::to_string(each.line) + ' ' + placeIn(each) + ' ' + passwordOf(each));
    return out;
}

using Texts = std::vector<std::string>;

} // namespace

class TestDotEnv final : public QObject
{
    Q_OBJECT

private slots:
    void values_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *name, const char *file, const char *value) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(value);
        };
        row("plain", "A=b", "b");
        row("blanks", "  A =  b c \t\r\n", "b c");
        row("export", "export A=b", "b");
        row("export with tab", "export\tA=b", "b");
        row("colon", "A: b", "b");
        row("mark",
            "\xEF\xBB\xBF"
            "A=b",
            "b");
        row("comment", "A=b # c", "b");
        row("hash without blank", "A=b#c", "b#c");
        row("only a comment", "A= # c", "");
        row("single quotes", "A='b # $C ${D}'", "b # $C ${D}");
        row("double quotes", "A=\"b # c\" # d", "b # c");
        row("back quotes", "A=`it's \"b\"`", "it's \"b\"");
        row("escapes", "A=\"b\\nc\\t\\\"d\\\\e\"", "b\nc\t\"d\\e");
        row("several lines", "A=\"b\nc\r\nd\"\nE=f", "b\nc\nd");
        row("unclosed", "A=\"b\nC=d", "\"b");
        row("quote within", "A=b'c", "b'c");
        row("equals within", "A=b=c==", "b=c==");
        row("empty", "A=", "");
        row("last counts", "A=b\nA=c", "c");
        row("braces", "B=x\nA=${B}/y", "x/y");
        row("bare", "B=x\nA=$B/y", "x/y");
        row("in double quotes", "B=x\nA=\"$B${B}\"", "xx");
        row("unset", "A=${B}", "<B>");
        row("unset bare stays", "A=pa$sword", "pa$sword");
        row("default", "A=${B:-c}", "c");
        row("default of empty", "B=\nA=${B:-c}", "c");
        row("no default of empty", "B=\nA=${B-c}", "");
        row("nested default", "A=${B:-${C:-d}}", "d");
        row("alternative", "B=x\nA=${B:+y}", "y");
        row("complaint", "A=${B:?please set B}", "<B>");
        row("escaped dollar", "B=x\nA=\"\\$B\"", "$B");
        row("itself", "A=${A}", "<A>");
        row("later one", "A=${B}\nB=x", "<B>");
        row("command", "A=$(cat /etc/passwd)", "<$(…)>");
        row("command in quotes", "A=\"x$(id)y\"", "x<$(…)>y");
        row("unclosed braces", "A=${B", "${B");
    }

    void values()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QByteArray, value);
        QCOMPARE(valueOf(file.toStdString()), value.toStdString());
    }

    void linesAreExact()
    {
        const DotEnv read = parseDotEnv("# one\n\nA=\"x\ny\"\nnonsense\nB=1\n-=\n");
        QCOMPARE(read.variables.size(), 3u);
        QCOMPARE(read.variables[0].line, 3);
        QCOMPARE(read.variables[1].line, 6);
        QCOMPARE(read.badLines, (std::vector<int>{5}));
    }

    void familiesOfVariables()
    {
        QCOMPARE(places("DB_HOST=h\nDB_PORT=5432\nDB_USER=u\nDB_PASSWORD=p\nDB_NAME=d\n"),
                 (Texts{"1 u@h:5432/d p"}));
        QCOMPARE(places("POSTGRES_DB=d\nPOSTGRES_USER=u\nPOSTGRES_PASSWORD=p\n"),
                 (Texts{"1 u@?:?/d p"}));
        QCOMPARE(places("POSTGRES_DB_HOST=h\nPOSTGRES_USER=u\n"), (Texts{"1 u@h:?/?"
                                                                         " (none)"}));
        QCOMPARE(places("PGHOST=h\nPGUSER=u\nPGPASSWORD=p\nPGDATABASE=d\n"),
                 (Texts{"1 u@h:?/d p"}));
        QCOMPARE(places("GF_DATABASE_TYPE=postgres\nGF_DATABASE_HOST=db:5433\n"
                        "GF_DATABASE_USER=g\nGF_DATABASE_PASSWORD=p\n"),
                 (Texts{"2 g@db:5433/? p"}));
        QCOMPARE(places("APP_HOST=0.0.0.0\nAPP_PORT=80\nAPP_USER=www\n"), Texts{});
        QCOMPARE(places("DB_CONNECTION=mysql\nDB_HOST=h\nDB_USERNAME=u\n"), Texts{});
        QCOMPARE(places("WORDPRESS_DB_HOST=h:3306\nMYSQL_PASSWORD=x\n"), Texts{});
        QCOMPARE(places("POSTGRES_VERSION=16\nPOSTGRES_PORT=5432\n"), Texts{});
    }

    void addressWithItsFamily()
    {
        const auto read = readDotEnv("POSTGRES_URL=postgres://u:p@h/d\nPOSTGRES_USER=u\n"
                                     "POSTGRES_PASSWORD=p\n")
                              .statements;
        QCOMPARE(read.size(), 1u);
        QCOMPARE(read[0].otherLines, (std::vector<int>{2, 3}));
        QCOMPARE(read[0].label, "POSTGRES_URL");
        QCOMPARE(places("SPRING_DATASOURCE_URL=jdbc:postgresql://h/d\n"
                        "SPRING_DATASOURCE_USERNAME=u\nSPRING_DATASOURCE_PASSWORD=p\n"),
                 (Texts{"1 u@h:?/d p"}));
        QCOMPARE(places("POSTGRES_URL=postgres://u:p@h/d\nPOSTGRES_USER=other\n"),
                 (Texts{"1 u@h:?/d p", "2 other@?:?/? (none)"}));
        QCOMPARE(places("ANY=postgres://u:p@h/d\n"), (Texts{"1 u@h:?/d p"}));
        QCOMPARE(places("URL=mysql://u:p@h/d\nREDIS_URL=redis://h\n"), Texts{});
    }

    void unresolvedPartsAreNotValues()
    {
        const auto read = readDotEnv("DATABASE_URL=postgres://${U}:${P}@h/d\n").statements;
        QCOMPARE(read.size(), 1u);
        QCOMPARE(placeIn(read[0]), "?@h:?/d");
        QVERIFY(!read[0].hasPassword);
        QCOMPARE(read[0].unresolved, (Texts{"U", "P"}));
        const auto file = readDotEnv("POSTGRES_USER=u\nPOSTGRES_PASSWORD_FILE=/run/secret\n");
        QVERIFY(hasNote(file.statements.at(0), NoteId::PasswordInFile));
    }

    void hostileInput()
    {
        QCOMPARE(parseDotEnv(std::string("A=b\0c", 5)).problem, SourceProblem::NotUtf8);
        QCOMPARE(parseDotEnv("A=\xFF").problem, SourceProblem::NotUtf8);
        QCOMPARE(parseDotEnv(std::string(MaxFileBytes + 1, 'A')).problem, SourceProblem::TooLarge);
        std::string doubling = "A0=xxxxxxxxxxxxxxxx\n";
        for (int i = 1; i < 200; ++i) {
            const std::string last = std::to_string(i - 1);
            doubling += "A" + std::to_string(i) + "=${A" + last + "}${A" + last + "}\n";
        }
        const DotEnv read = parseDotEnv(doubling);
        std::size_t total = 0;
        for (const Variable &each : read.variables)
            total += each.value.view().size();
        QVERIFY(total <= MaxFileBytes + 256 * 1024);
        QCOMPARE(read.problem, SourceProblem::TooLarge);
        std::string many;
        for (std::size_t i = 0; i < MaxVariables + 10; ++i)
            many += "A" + std::to_string(i) + "=${A0:-x}\n";
        QCOMPARE(parseDotEnv(many).variables.size(), MaxVariables);
        parseDotEnv("A=" + std::string(100'000, '{') + std::string(100'000, '$'));
        std::string open;
        for (int i = 0; i < 60'000; ++i)
            open += "${";
        QCOMPARE(valueOf("A=" + open), open.substr(0, 65536));
    }

    /// What is written with quotes is read back, whatever it is.
    void quotedValuesComeBack()
    {
        QVERIFY(rc::check("a quoted value is the value", [] {
            const auto value = *rc::gen::container<std::string>(
                rc::gen::element('a', '"', '\\', '$', '\'', '#', '=', ' ', '\n', '{', '(', '`'));
            std::string quoted;
            for (const char c : value)
                quoted += (c == '"' || c == '\\' || c == '$' ? "\\" : "") + std::string(1, c);
            // A backslash in front of a "$" is one that escapes it.
            RC_PRE(value.find("\\$") == std::string::npos);
            RC_ASSERT(valueOf("Z=1\nA=\"" + quoted + "\" # end\nY=2\n") == value);
            RC_ASSERT(valueOf("Z=1\nA=\"" + quoted + "\"\nY=2\n", "Y") == "2");
        }));
    }
};

QTEST_GUILESS_MAIN(TestDotEnv)
#include "tst_dotenv.moc"
