// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbafindings.h"

#include "access/hba/hbasamples.h"

#include <QFile>
#include <QStringList>
#include <QTest>

using namespace pgaccess;
using namespace tests;
using namespace Qt::StringLiterals;

namespace {

// "trust@2", with an "i" in front of a line of the ident file.
QStringList named(const std::vector<HbaFinding> &findings)
{
    QStringList names;
    for (const HbaFinding &finding : findings) {
        const QString id = QString::fromStdString(std::string(findingName(finding.id)));
        names.append(id + (finding.inIdent ? u"@i"_s : u"@"_s) + QString::number(finding.line));
    }
    return names;
}

QStringList check(std::string_view rules, std::string_view ident = {})
{
    const IdentRules maps = parseIdentText("pg_ident.conf", ident, memoryFiles({}), 18);
    return named(checkHba(hbaRules(rules), &maps));
}

std::string content(const QString &name)
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/hba/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class TestHbaFindings final : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatTheFieldCaseLists();
    void findsUnreachableLines_data();
    void findsUnreachableLines();
    void namesTheLinesThatCover();
    void believesTheServer();
    void weighsTrust();
    void weighsPasswords();
    void findsOpenDoors();
    void comparesTheFamilies();
    void findsMapsForAnybody();
    void tellsErrors();
    void writesARule();
};

void TestHbaFindings::findsWhatTheFieldCaseLists()
{
    const HbaRules rules = hbaRules(content(u"pg_hba.conf"_s), 17);
    const IdentRules ident =
        parseIdentText("pg_ident.conf", content(u"pg_ident.conf"_s), memoryFiles({}), 17);
    const std::vector<HbaFinding> findings = checkHba(rules, &ident);
    const QStringList wanted = {u"trust@2"_s,       u"unreachable@3"_s,  u"ipv6_missing@7"_s,
                                u"unreachable@9"_s, u"unreachable@10"_s, u"ident_any_user@i7"_s};
    QCOMPARE(named(findings), wanted);
    QVERIFY(findings[0].superuser);
    QCOMPARE(findings[0].severity, HbaSeverity::Critical);
    QCOMPARE(findings[2].suggestion, "host all all ::1/128 scram-sha-256");
    QCOMPARE(findings[3].coveredBy, std::vector<int>{3});
    QCOMPARE(findings[5].gain, IdentGain::SameName);
    QCOMPARE(findings[5].severity, HbaSeverity::Warning);
    const HbaOutcome outcome =
        matchHba(rules, hbaClient("127.0.0.1", "endoregDbLocal", "endoregDbLocal"));
    QCOMPARE(rules.rules[outcome.rule.value()].line, 7);
    QCOMPARE(matchHba(rules, hbaClient("::1", "endoregDbLocal", "endoregDbLocal")).result,
             HbaResult::NoEntry);
}

// lint: allow function-length: a table of cases
void TestHbaFindings::findsUnreachableLines_data()
{
    QTest::addColumn<std::string>("above");
    QTest::addColumn<std::string>("below");
    QTest::addColumn<bool>("unreachable");
    const auto row = [](const char *above, const char *below, bool unreachable) {
        QTest::addRow("%s | %s", above, below)
            << std::string(above) << std::string(below) << unreachable;
    };
    row("host all all all trust", "host all all all trust", true);
    row("host all all all trust", "hostssl x y 1.2.3.4/32 trust", true);
    row("host all all all trust", "local all all trust", false);
    row("host all all all trust", "host replication all all trust", false);
    row("host replication all all trust", "host \"replication\" all all trust", false);
    row("host replication all all trust", "host replication x ::1/128 trust", true);
    row("hostssl all all all trust", "host all all all trust", false);
    row("hostssl all all all trust\nhostnossl all all all trust", "host all all all trust", true);
    row("hostgssenc all all all trust\nhostnogssenc all all all trust", "host a b all trust", true);
    row("hostnossl all all all trust", "hostgssenc all all all trust", true);
    row("hostnogssenc all all all trust", "hostssl all all all trust", true);
    row("host all all 0.0.0.0/0 trust", "host all all all trust", false);
    row("host all all 0.0.0.0/0 trust", "host all all ::1/128 trust", false);
    row("host all all 0.0.0.0/0 trust\nhost all all ::/0 trust", "host all all all trust", true);
    row("host all all 0.0.0.0/0 trust\nhost all all ::/0 trust", "host all all samenet trust",
        true);
    row("host all all 0.0.0.0/0 trust\nhostssl all all ::/0 trust", "host all all all trust",
        false);
    row("host all all 10.0.0.0/8 trust", "host all all 10.1.2.3/16 trust", true);
    row("host all all 10.1.0.0/16 trust", "host all all 10.0.0.0/8 trust", false);
    row("host all all 10.0.0.0 255.0.255.0 trust", "host all all 10.9.0.7/32 trust", true);
    row("host all all 10.0.0.0 255.0.255.0 trust", "host all all 10.9.1.7/32 trust", false);
    row("host all all 10.0.0.0/8 trust", "host all all 10.0.1.0 255.0.255.0 trust", false);
    row("host all all .example.org trust", "host all all A.Example.org trust", true);
    row("host all all .example.org trust", "host all all example.org trust", false);
    row("host all all .a.example.org trust", "host all all .example.org trust", false);
    row("host all all samenet trust", "host all all samehost trust", true);
    row("host all all samehost trust", "host all all samenet trust", false);
    row("host all a,b all trust", "host all a all trust", true);
    row("host all a all trust", "host all a,b all trust", false);
    row("host all a all trust\nhost all b all trust", "host all a,b all trust", true);
    row("host x a all trust\nhost y b all trust", "host x,y a,b all trust", false);
    row("host sameuser all all trust", "host a a all trust", true);
    row("host sameuser all all trust", "host a b all trust", false);
    row("host sameuser all all trust", "host a all all trust", false);
    row("host a a all trust", "host sameuser a all trust", true);
    row("host samerole all all trust", "host samegroup x all trust", true);
    row("host all +staff all trust", "host all +staff all trust", true);
    row("host all +staff all trust", "host all \"+staff\" all trust", false);
    row("host \"all\" all all trust", "host x all all trust", false);
    row("host all \"all\" all trust", "host all x all trust", false);
    row("host all /^a all trust", "host all /^a all trust", true);
    row("host all all all reject", "host all all all trust", true);
}

void TestHbaFindings::findsUnreachableLines()
{
    QFETCH(std::string, above);
    QFETCH(std::string, below);
    QFETCH(bool, unreachable);
    const HbaRules rules = hbaRules(above + '\n' + below);
    QVERIFY(!rules.isRejected());
    const QString last = u"unreachable@%1"_s.arg(rules.rules.size());
    QCOMPARE(named(checkHba(rules)).contains(last), unreachable);
}

void TestHbaFindings::namesTheLinesThatCover()
{
    const auto findings = checkHba(hbaRules("hostssl all all all scram-sha-256\n"
                                            "host other all all scram-sha-256\n"
                                            "hostnossl all all all scram-sha-256\n"
                                            "host all all all scram-sha-256\n"));
    const auto found = std::ranges::find(findings, HbaFindingId::Unreachable, &HbaFinding::id);
    QVERIFY(found != findings.end());
    const std::vector<int> wanted = {0, 2};
    QCOMPARE(found->coveredBy, wanted);
}

void TestHbaFindings::believesTheServer()
{
    HbaRules rules = hbaRules("hostssl all all all scram-sha-256\nhost a a 10.0.0.0/8 trust");
    rules.rules[0].notice = "hostssl record cannot match because SSL is disabled";
    const auto findings = checkHba(rules);
    QCOMPARE(named(findings), (QStringList{u"unreachable@1"_s, u"trust@2"_s}));
    QCOMPARE(findings[0].text, rules.rules[0].notice);
}

void TestHbaFindings::weighsTrust()
{
    const auto severity = [](std::string_view rule) {
        return checkHba(hbaRules(rule)).front().severity;
    };
    QCOMPARE(severity("local all app trust"), HbaSeverity::Warning);
    QCOMPARE(severity("local all all trust"), HbaSeverity::Critical);
    QCOMPARE(severity("local all postgres reject\nlocal all all trust"), HbaSeverity::Warning);
    QCOMPARE(severity("host all app 10.0.0.0/8 trust"), HbaSeverity::Critical);
    QCOMPARE(severity("host all app samehost trust"), HbaSeverity::Warning);
}

void TestHbaFindings::weighsPasswords()
{
    QCOMPARE(check("host all app 10.0.0.0/8 md5"), QStringList{u"md5@1"_s});
    const auto severity = [](std::string_view rule) {
        const auto findings = checkHba(hbaRules(rule));
        return findings.front().id == HbaFindingId::PasswordClearText
                   ? std::optional(findings.front().severity)
                   : std::nullopt;
    };
    QCOMPARE(severity("host all app 10.0.0.0/8 password"), HbaSeverity::Critical);
    QCOMPARE(severity("hostssl all app 10.0.0.0/8 password"), HbaSeverity::Warning);
    QCOMPARE(severity("host all app 10.0.0.0/8 ldap ldapbasedn=x"), HbaSeverity::Critical);
    QCOMPARE(severity("hostssl all app 10.0.0.0/8 ldap ldapbasedn=x"), HbaSeverity::Info);
    QCOMPARE(severity("local all app password"), HbaSeverity::Warning);
}

void TestHbaFindings::findsOpenDoors()
{
    QCOMPARE(check("host all app all scram-sha-256"), QStringList{u"world_open@1"_s});
    QCOMPARE(check("host all app all reject"), QStringList());
    QCOMPARE(check("host all postgres 10.0.0.0/8 scram-sha-256"),
             QStringList{u"superuser_open@1"_s});
    QCOMPARE(check("host all \"/^post\" 10.0.0.0/8 scram-sha-256"),
             QStringList{u"superuser_open@1"_s});
    QCOMPARE(checkHba(hbaRules("host all all 10.0.0.0/8 scram-sha-256")).front().severity,
             HbaSeverity::Info);
    QCOMPARE(check("host all postgres all reject\nhost all all 10.0.0.0/8 scram-sha-256"),
             QStringList());
    QCOMPARE(check("host all all 127.0.0.1/8 scram-sha-256\nhost all all ::1/128 scram-sha-256\n"
                   "local all all peer"),
             QStringList());
    const auto findings =
        checkHba(hbaRules("host all boss 10.0.0.0/8 scram-sha-256"), nullptr, {"boss", "postgres"});
    QCOMPARE(findings.front().text, "boss");
}

void TestHbaFindings::comparesTheFamilies()
{
    QVERIFY(check("host all app 127.0.0.1/32 scram-sha-256").contains(u"ipv6_missing@1"_s));
    QVERIFY(check("\nhost all app ::1/128 scram-sha-256").contains(u"ipv4_missing@2"_s));
    QVERIFY(check("host all app 0.0.0.0/0 scram-sha-256").contains(u"ipv6_missing@1"_s));
    QVERIFY(check("host all app ::/0 scram-sha-256").contains(u"ipv4_missing@1"_s));
    const QString both = check("host all app 127.0.0.1/32 scram-sha-256\n"
                               "host all app localhost scram-sha-256\n"
                               "host replication app 127.0.0.1/32 scram-sha-256")
                             .join(u' ');
    QCOMPARE(both, QString());
    const auto world = checkHba(hbaRules("host all app 0.0.0.0/0 scram-sha-256"));
    QCOMPARE(world.back().suggestion, "host all app ::/0 scram-sha-256");
}

void TestHbaFindings::findsMapsForAnybody()
{
    const std::string_view used = "local all all peer map=m";
    QCOMPARE(check(used, "m /^(.*)$ \\1\nm root postgres\n"), QStringList{u"ident_any_user@i1"_s});
    QCOMPARE(check(used, "m /^(.*)@example.org$ \\1"), QStringList());
    const auto finding = [&](std::string_view maps, int version) {
        const IdentRules ident = parseIdentText("i", maps, memoryFiles({}), version);
        return checkHba(hbaRules(used), &ident).back();
    };
    QCOMPARE(finding("m /.* all", 16).gain, IdentGain::AnyRole);
    QCOMPARE(finding("m /.* all", 16).severity, HbaSeverity::Critical);
    QCOMPARE(finding("m /.* all", 15).gain, IdentGain::OneRole); // a role called so
    QCOMPARE(finding("m /.* postgres", 18).gain, IdentGain::OneRole);
    QCOMPARE(finding("unused /.* postgres", 18).severity, HbaSeverity::Info);
}

void TestHbaFindings::tellsErrors()
{
    QCOMPARE(check("host all all\nlocal all all peer", "m x\n"),
             (QStringList{u"syntax@1"_s, u"syntax@i1"_s}));
    QCOMPARE(check("# nothing"), QStringList{u"syntax@0"_s});
    QCOMPARE(checkHba(hbaRules("# nothing")).front().text,
             "configuration file \"pg_hba.conf\" contains no entries");
}

void TestHbaFindings::writesARule()
{
    const auto again = [](std::string_view rule) {
        return QString::fromStdString(hbaRuleText(hbaRules(rule).rules.front()));
    };
    QCOMPARE(again("host  all,\"all\"\tx 10.0.0.0/8 md5"), u"host all,\"all\" x 10.0.0.0/8 md5"_s);
    QCOMPARE(again("host all +\"a b\" 10.0.0.1 255.0.255.0 ldap ldapbasedn=\"dc=a,dc=b\""),
             u"host all +\"a b\" 10.0.0.1 255.0.255.0 ldap \"ldapbasedn=dc=a,dc=b\""_s);
    QCOMPARE(again("local \"a\"\"b\" all ident"), u"local \"a\"\"b\" all peer"_s);
}

QTEST_GUILESS_MAIN(TestHbaFindings)
#include "tst_hbafindings.moc"
