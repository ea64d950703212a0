// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/rulebook.h"
#include "access/rules/rulesecrets.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

/// The texts of rules and the names around them.
class TestRuleBook final : public QObject
{
    Q_OBJECT

private slots:
    void masksSecrets_data();
    void masksSecrets();
    void closesMemberships();
    void takesNamesFromTheRules();
};

void TestRuleBook::masksSecrets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const QString none = u"host all all all md5 # a=b"_s;
    QTest::newRow("none") << none << none;
    QTest::newRow("plain") << u"a ldapbindpasswd=sesame b"_s << u"a ldapbindpasswd=******** b"_s;
    QTest::newRow("quoted value") << u"ldapbindpasswd=\"se same\" b"_s
                                  << u"ldapbindpasswd=******** b"_s;
    QTest::newRow("quoted word") << u"\"ldapbindpasswd=se same\" b"_s
                                 << u"\"ldapbindpasswd=********\" b"_s;
    QTest::newRow("quoted name") << u"\"ldapbindpasswd\"=sesame b"_s
                                 << u"\"ldapbindpasswd\"=******** b"_s;
    QTest::newRow("continued") << u"ldapbindpasswd=se\\\nsame b\nc"_s
                               << u"ldapbindpasswd=******** b\nc"_s;
    QTest::newRow("several") << u"radiussecrets=\"a,b\"\nldapbindpasswd=c\n"_s
                             << u"radiussecrets=********\nldapbindpasswd=********\n"_s;
    QTest::newRow("comment") << u"# ldapbindpasswd=sesame\n"_s << u"# ldapbindpasswd=********\n"_s;
    QTest::newRow("empty") << u"ldapbindpasswd="_s << u"ldapbindpasswd="_s;
}

void TestRuleBook::masksSecrets()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(QString::fromStdString(withoutRuleSecrets(text.toStdString())), shown);
}

void TestRuleBook::closesMemberships()
{
    const auto all = membershipsOf({{"a", "b"}, {"b", "c"}, {"c", "b"}, {"d", "a"}});
    using Roles = std::set<std::string, std::less<>>;
    QCOMPARE(all.at("a"), (Roles{"b", "c"}));
    QCOMPARE(all.at("d"), (Roles{"a", "b", "c"}));
    QCOMPARE(all.at("b"), (Roles{"c"}));
}

void TestRuleBook::takesNamesFromTheRules()
{
    const RuleSource source{
        .text = {.text = "local all,\"all\" +staff trust\nhost sameuser,app /^a,bob all md5\n"}};
    const RuleWorld names = makeRuleBook(source).names;
    QCOMPARE(names.databases, (std::vector<std::string>{"all", "app", "postgres"}));
    QCOMPARE(names.roles, (std::vector<std::string>{"bob", "postgres"}));
    QVERIFY(!names.fromServer);
}

QTEST_GUILESS_MAIN(TestRuleBook)
#include "tst_rulebook.moc"
