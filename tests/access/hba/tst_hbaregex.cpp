// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbaregex.h"

#include <QTest>

using namespace pgaccess;

class TestHbaRegex final : public QObject
{
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void refuses_data();
    void refuses();
    void knowsWhatItDoesNotKnow();
    void staysQuick();
};

void TestHbaRegex::matches_data()
{
    QTest::addColumn<std::string>("pattern");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *pattern, const char *name, bool matches) {
        QTest::addRow("%s %s", pattern, name)
            << std::string(pattern) << std::string(name) << matches;
    };
    row("^app_\\d+$", "app_12", true);
    row("^app_\\d+$", "app_", false);
    row("^app_\\d+$", "xapp_1", false);
    row("app", "myapp2", true);
    row("", "x", true);
    row("^(a|bc|)$", "bc", true);
    row("^(a|bc|)$", "", true);
    row("^(a|bc|)$", "b", false);
    row("^(ab){2,3}$", "abab", true);
    row("^(ab){2,3}$", "abababab", false);
    row("^a{2,}$", "a", false);
    row("^a{2,}$", "aaaa", true);
    row("^(a|b)*c?$", "abba", true);
    row("^[^a-c_]+$", "xyz", true);
    row("^[^a-c_]+$", "xaz", false);
    row("^[]a-]+$", "]-a", true);
    row("^[[:alpha:]][[:alnum:]_]*$", "a_1", true);
    row("^[\\d.]+$", "1.2", true);
    row("\\mshop\\M", "my shop", true);
    row("\\mshop\\M", "myshop", false);
    row("\\yx", "a-x", true);
    row("^a.c$", "a\nc", true);
    row("a{", "a{", true);
    row("^x(?:yz)+?$", "xyzyz", true);
    row("^\\x61\\t?\\.$", "a.", true);
    row("^A$", "a", false);
    row("(^a|b$)", "cb", true);
    row("a|b|c|^d$", "d", true);
}

void TestHbaRegex::matches()
{
    QFETCH(std::string, pattern);
    QFETCH(std::string, name);
    QFETCH(bool, matches);
    const auto regex = HbaRegex::compile(pattern);
    QVERIFY2(regex.has_value(), regex ? "" : regex.error().c_str());
    QCOMPARE(regex->matches(name), std::optional(matches));
}

void TestHbaRegex::refuses_data()
{
    QTest::addColumn<std::string>("pattern");
    QTest::addColumn<std::string>("error");
    const auto row = [](const char *pattern, const char *error) {
        QTest::newRow(pattern) << std::string(pattern) << std::string(error);
    };
    row("(a", "parentheses () not balanced");
    row("a)", "parentheses () not balanced");
    row("[a", "brackets [] not balanced");
    row("[[:alpha:", "brackets [] not balanced");
    row("*a", "quantifier operand invalid");
    row("a**", "quantifier operand invalid");
    row("^*", "quantifier operand invalid");
    row("a{2", "braces {} not balanced");
    row("a{3,2}", "invalid repetition count(s)");
    row("a{256}", "invalid repetition count(s)");
    row("a\\", "invalid escape \\ sequence");
    row("\\q", "invalid escape \\ sequence");
    row("[z-a]", "invalid character range");
    row("[[:nothing:]]", "invalid character class");
}

void TestHbaRegex::refuses()
{
    QFETCH(std::string, pattern);
    QFETCH(std::string, error);
    const auto regex = HbaRegex::compile(pattern);
    QVERIFY(!regex);
    QCOMPARE(regex.error(), "invalid regular expression \"" + pattern + "\": " + error);
}

void TestHbaRegex::knowsWhatItDoesNotKnow()
{
    for (const char *pattern : {"(a)\\1", "a(?=b)", "***=a.b", "[[.hyphen.]]", "(?i)a",
                                "((((a{255}){255}){255}){255})"}) {
        const auto regex = HbaRegex::compile(pattern);
        QVERIFY2(regex.has_value(), pattern);
        QCOMPARE(regex->matches("ab"), std::nullopt);
    }
}

void TestHbaRegex::staysQuick()
{
    // Takes an engine that goes back and tries again longer than anybody waits.
    const auto regex = HbaRegex::compile("^(a*)*(a*)*(a|aa)+(a|aa)+$");
    QVERIFY(regex.has_value());
    QCOMPARE(regex->matches(std::string(1000, 'a') + 'b'), std::optional(false));
    QCOMPARE(regex->matches(std::string(1000, 'a')), std::optional(true));
}

QTEST_GUILESS_MAIN(TestHbaRegex)
#include "tst_hbaregex.moc"
