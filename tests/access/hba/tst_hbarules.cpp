// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbamatch.h"

#include "access/hba/hbasamples.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace pgaccess;
using namespace tests;
using namespace Qt::StringLiterals;

namespace {

std::string text(const QJsonValue &value)
{
    return value.toString().toStdString();
}

void collectRoles(const QJsonObject &roles, const QString &role, HbaClient &client)
{
    for (const QJsonValue parent : roles[role][u"member_of"_s].toArray()) {
        if (client.memberOf.insert(text(parent)).second)
            collectRoles(roles, parent.toString(), client);
    }
}

// As the machine was on which the cases were made.
std::optional<ClientHostName> resolveAsThere(const std::string &id, const IpAddress &address)
{
    if (id == "addr-hostname-spoofed")
        return ClientHostName{"spoof.example.test", false};
    const std::map<std::string, std::string> names = {{"10.1.2.3", "app1.example.test"},
                                                      {"10.1.2.4", "app4.example.test"},
                                                      {"127.0.0.1", "localhost"}};
    const auto found = names.find(address.text());
    return found == names.end() ? ClientHostName() : ClientHostName{found->second, true};
}

HbaClient clientOf(const QJsonObject &test)
{
    const QJsonObject from = test[u"client"_s].toObject();
    HbaClient client =
        hbaClient(text(from[u"address"_s]), text(from[u"user"_s]), text(from[u"database"_s]));
    client.local = from[u"type"_s] == "local"_L1;
    client.tls = from[u"ssl"_s].toBool();
    client.gss = from[u"gss"_s].toBool();
    if (from[u"replication"_s] == "physical"_L1)
        client.replication = HbaClient::Replication::Physical;
    const QJsonObject roles = test[u"roles"_s].toObject();
    client.userExists = roles[from[u"user"_s].toString()][u"exists"_s].toBool();
    collectRoles(roles, from[u"user"_s].toString(), client);
    client.serverNetworks = {*parseIpNetwork("10.1.2.3/24"), *parseIpNetwork("127.0.0.1/8"),
                             *parseIpNetwork("::1/128")};
    client.resolve = [id = text(test[u"id"_s])](const IpAddress &address) {
        return resolveAsThere(id, address);
    };
    return client;
}

QString resultName(HbaResult result)
{
    constexpr std::array names = {"match"_L1, "reject"_L1, "no_entry"_L1, "file_rejected"_L1};
    return names[size_t(result)];
}

std::string firstError(std::string_view rules, int version = 18)
{
    const HbaRules parsed = hbaRules(rules, version);
    for (const HbaRule &rule : parsed.rules) {
        if (!rule.error.empty())
            return rule.error;
    }
    return parsed.problem;
}

} // namespace

class TestHbaRules final : public QObject
{
    Q_OBJECT

private slots:
    void choosesAsAServerDid_data();
    void choosesAsAServerDid();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void saysWhyARuleDoesNotMatch();
    void considersWhatComesAfter();
    void isUncertainBehindWhatItCannotJudge();
    void includesInPlace();
    void stopsLoopsOfFiles();
    void keepsNoSecrets();
    void keepsTheLimits();
    void countsContinuedLines();
    void readsNumericAddresses();
};

void TestHbaRules::choosesAsAServerDid_data()
{
    QTest::addColumn<QJsonObject>("test");
    QTest::addColumn<int>("version");
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/hba/cases.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QJsonObject test = QJsonDocument::fromJson(file.readLine()).object();
        const QByteArray id = test[u"id"_s].toString().toUtf8();
        for (int version = test[u"min_version"_s].toInt();
             version <= test[u"max_version"_s].toInt(); ++version)
            QTest::addRow("%s %d", id.constData(), version) << test << version;
    }
}

void TestHbaRules::choosesAsAServerDid()
{
    QFETCH(QJsonObject, test);
    QFETCH(int, version);
    std::map<std::string, std::string> files = {{"/etc/pg_hba.conf", text(test[u"hba"_s])}};
    const QJsonObject more = test[u"files"_s].toObject();
    for (const QString &name : more.keys())
        files["/etc/" + name.toStdString()] = text(more[name]);
    const HbaRules rules = parseHbaFile("/etc/pg_hba.conf", memoryFiles(files), version);
    const HbaOutcome outcome = matchHba(rules, clientOf(test));
    const QJsonValue expected = test[u"expected"_s];
    QCOMPARE(resultName(outcome.result), expected[u"result"_s].toString());
    QVERIFY(outcome.certain);
    QCOMPARE(outcome.rule.has_value(), !expected[u"line"_s].isNull());
    for (const QJsonValue error : test[u"server_error"_s].toArray()) {
        const QString said = error.toString();
        if (!said.startsWith("LOG:  "_L1) || said.contains("contains no entries"_L1) ||
            (version < 16 && said.contains("could not open file"_L1))) // says it otherwise
            continue;
        std::string wanted = said.mid(6).replace("$PGDATA"_L1, "/etc"_L1).toStdString();
        QCOMPARE(rules.rules.front().error, wanted);
    }
    if (!outcome.rule)
        return;
    const HbaRule &rule = rules.rules[*outcome.rule];
    QCOMPARE(rule.line, expected[u"line"_s].toInt());
    QCOMPARE(methodName(rule.method), text(expected[u"method"_s]));
    const std::string file = expected[u"file"_s].toString(u"pg_hba.conf"_s).toStdString();
    QCOMPARE(rules.files[size_t(rule.file)], "/etc/" + file);
}

// lint: allow function-length: a table of cases
void TestHbaRules::saysWhatIsWrong_data()
{
    QTest::addColumn<std::string>("rules");
    QTest::addColumn<int>("version");
    QTest::addColumn<std::string>("error");
    const auto row = [](const char *name, const char *rules, int version, const char *error) {
        QTest::newRow(name) << std::string(rules) << version << std::string(error);
    };
    row("no database", "host", 18, "end-of-line before database specification");
    row("no role", "host all", 18, "end-of-line before role specification");
    row("no address", "host all all", 18, "end-of-line before IP address specification");
    row("no mask", "host all all 10.0.0.1", 18, "end-of-line before netmask specification");
    row("no method", "local all all", 18, "end-of-line before authentication method");
    row("two types", "local,host all all trust", 18,
        "multiple values specified for connection type");
    row("two addresses", "host all all a,b trust", 18,
        "multiple values specified for host address");
    row("two methods", "local all all trust,peer", 18,
        "multiple values specified for authentication type");
    row("two families", "host all all 10.0.0.1 ffff:: trust", 18,
        "IP address and mask do not match");
    row("oauth is new", "host all all all oauth issuer=a scope=b", 17,
        "invalid authentication method \"oauth\"");
    row("oauth lacks", "host all all all oauth issuer=a", 18,
        "authentication method \"oauth\" requires argument \"scope\" to be set");
    row("include is new", "include x", 15, "invalid connection type \"include\"");
    row("option", "local all all trust colour=red", 18,
        "unrecognized authentication option name: \"colour\"");
    row("no option", "local all all trust red", 18,
        "authentication option not in name=value format: red");
    row("map", "local all all trust map=m", 17,
        "authentication option \"map\" is only valid for authentication methods ident, peer, "
        "gssapi, sspi, and cert");
    row("clientcert", "host all all all scram-sha-256 clientcert=verify-ca", 18,
        "clientcert can only be configured for \"hostssl\" rows");
    row("clientcert=1", "hostssl all all all scram-sha-256 clientcert=1", 14,
        "invalid value for clientcert: \"1\"");
    row("ldap", "host all all all ldap", 18,
        "authentication method \"ldap\" requires argument \"ldapbasedn\", \"ldapprefix\", or "
        "\"ldapsuffix\" to be set");
    row("radius", "host all all all radius radiusservers=\"a,b,c\" radiussecrets=\"x,y\"", 17,
        "the number of RADIUS secrets (2) must be 1 or the same as the number of RADIUS servers "
        "(3)");
    row("regex", "host all \"/(a\" all trust", 16,
        "invalid regular expression \"(a\": parentheses () not balanced");
    row("not a regex", "host all \"/(a\" all trust", 15, "");
    row("old certificate", "hostssl all all all cert clientcert=1", 13, "");
    row("right", "hostssl all all all cert clientname=DN map=m", 14, "");
    row("missing file", "host @x all all trust", 15,
        "could not open secondary authentication file \"@x\" as \"x\": No such file or directory");
}

void TestHbaRules::saysWhatIsWrong()
{
    QFETCH(std::string, rules);
    QFETCH(int, version);
    QFETCH(std::string, error);
    QCOMPARE(firstError(rules, version), error);
}

void TestHbaRules::saysWhyARuleDoesNotMatch()
{
    const auto why = [](std::string_view rule, const HbaClient &client) {
        return matchHba(hbaRules(rule), client).considered.front();
    };
    const HbaClient client = hbaClient("10.1.2.3");
    QCOMPARE(why("local all all trust", client), HbaReason::SocketOnly);
    QCOMPARE(why("host all all all trust", hbaClient("")), HbaReason::NetworkOnly);
    QCOMPARE(why("hostssl all all all trust", client), HbaReason::TlsNeeded);
    QCOMPARE(why("hostgssenc all all all trust", client), HbaReason::GssNeeded);
    QCOMPARE(why("hostnogssenc all all all trust", client), HbaReason::Matches);
    QCOMPARE(why("host all all ::/0 trust", client), HbaReason::OtherFamily);
    QCOMPARE(why("host all all 10.1.2.4/32 trust", client), HbaReason::OtherAddress);
    QCOMPARE(why("host all all samenet trust", client), HbaReason::ServerAddressesUnknown);
    QCOMPARE(why("host all all a.example trust", client), HbaReason::HostNameUnknown);
    QCOMPARE(why("host other all all trust", client), HbaReason::OtherDatabase);
    QCOMPARE(why("host sameuser all all trust", client), HbaReason::NotSameUser);
    QCOMPARE(why("host samerole all all trust", client), HbaReason::NotSameRole);
    QCOMPARE(why("host replication all all trust", client), HbaReason::ReplicationOnly);
    QCOMPARE(why("host all bob all trust", client), HbaReason::OtherUser);
    QCOMPARE(why("host all +staff all trust", client), HbaReason::NotMember);
    QCOMPARE(why("host all \"/(a)\\1\" all trust", client), HbaReason::RegexUnknown);
    // What is known decides over what is not.
    QCOMPARE(why("host all bob a.example trust", client), HbaReason::OtherUser);
    HbaClient standby = client;
    standby.replication = HbaClient::Replication::Physical;
    QCOMPARE(why("host all all all trust", standby), HbaReason::PhysicalReplication);
    standby.replication = HbaClient::Replication::Logical;
    QCOMPARE(why("host all all all trust", standby), HbaReason::Matches);
}

void TestHbaRules::considersWhatComesAfter()
{
    const HbaRules rules = hbaRules("host all bob all trust\n"
                                    "host all alice all reject\n"
                                    "host all all all trust\n"
                                    "local all all trust\n");
    const HbaOutcome outcome = matchHba(rules, hbaClient("10.1.2.3"));
    QCOMPARE(outcome.result, HbaResult::Reject);
    QCOMPARE(outcome.rule, std::optional<size_t>(1));
    const std::vector wanted = {HbaReason::OtherUser, HbaReason::Matches, HbaReason::Matches,
                                HbaReason::SocketOnly};
    QCOMPARE(outcome.considered, wanted);
}

void TestHbaRules::isUncertainBehindWhatItCannotJudge()
{
    const HbaRules rules = hbaRules("host all all .example.org reject\nhost all all all trust\n"
                                    "host all all samenet trust");
    QVERIFY(!matchHba(rules, hbaClient("10.1.2.3")).certain);
    HbaClient known = hbaClient("10.1.2.3");
    int asked = 0;
    known.resolve = [&asked](const IpAddress &) {
        ++asked;
        return ClientHostName{"DB.Example.ORG", true};
    };
    QCOMPARE(matchHba(rules, known).result, HbaResult::Reject);
    QVERIFY(matchHba(rules, known).certain);
    QCOMPARE(asked, 2);
}

void TestHbaRules::includesInPlace()
{
    const auto files = memoryFiles({{"/etc/pg_hba.conf", "local all a trust\n"
                                                         "include sub/more.conf\n"
                                                         "include_if_exists nothing.conf\n"
                                                         "local all d trust\n"},
                                    {"/etc/sub/more.conf", "\n# deeper\nlocal all @names trust\n"},
                                    {"/etc/sub/names", "b, c # people\n\n\"all\"\n"}});
    const HbaRules rules = parseHbaFile("/etc/pg_hba.conf", files, 16);
    QVERIFY(!rules.isRejected());
    QCOMPARE(rules.rules.size(), 3u);
    const HbaRule &middle = rules.rules[1];
    QCOMPARE(rules.files[size_t(middle.file)], "/etc/sub/more.conf");
    QCOMPARE(middle.line, 3);
    const AuthField users = {{"b", false}, {"c", false}, {"all", true}};
    QCOMPARE(middle.users, users);
    const HbaRules broken =
        parseHbaFile("/etc/pg_hba.conf", memoryFiles({{"/etc/pg_hba.conf", "include x.conf"}}), 17);
    QCOMPARE(broken.rules.front().error,
             "could not open file \"/etc/x.conf\": No such file or directory");
    QCOMPARE(parseHbaFile("/etc/none", files, 17).problem,
             "could not open file \"/etc/none\": No such file or directory");
}

void TestHbaRules::stopsLoopsOfFiles()
{
    const auto files = memoryFiles({{"/etc/pg_hba.conf", "include pg_hba.conf"},
                                    {"/etc/names", "a @names"},
                                    {"/etc/users", "local all @names trust"}});
    QCOMPARE(parseHbaFile("/etc/pg_hba.conf", files, 18).rules.front().error,
             "could not open file \"/etc/pg_hba.conf\": maximum nesting depth exceeded");
    for (const int version : {13, 18})
        QVERIFY(parseHbaFile("/etc/users", files, version).isRejected());
}

void TestHbaRules::keepsNoSecrets()
{
    const HbaRules rules =
        hbaRules("host all all all ldap ldapbasedn=x ldapbindpasswd=open-sesame\n"
                 "host all all all radius radiusservers=\"1.2.3.4\" radiussecrets=\"open-sesame\"\n"
                 "host all all all radius radiussecrets=\"open-sesame,\"\n");
    for (const HbaRule &rule : rules.rules) {
        QVERIFY(!rule.error.contains("sesame"));
        for (const HbaOption &option : rule.options)
            QVERIFY2(!option.value.contains("sesame"), option.name.c_str());
    }
    QCOMPARE(*rules.rules[0].option("ldapbindpasswd"), "********");
}

void TestHbaRules::keepsTheLimits()
{
    std::string many;
    for (size_t i = 0; i <= MaxAuthLines; ++i)
        many += "local all all peer\n";
    const HbaRules rules = hbaRules(many);
    QVERIFY(!rules.complete);
    QCOMPARE(rules.rules.size(), MaxAuthLines);
    // Each file reads the next one ten times.
    std::map<std::string, std::string> bomb = {{"/etc/0", "local all @1 trust"}};
    for (int i = 1; i < 10; ++i) {
        std::string &text = bomb["/etc/" + std::to_string(i)];
        for (int j = 0; j < 10; ++j)
            text += '@' + std::to_string(i + 1) + '\n';
    }
    bomb["/etc/10"] = "name";
    QVERIFY(!parseHbaFile("/etc/0", memoryFiles(bomb), 18).complete);
}

void TestHbaRules::countsContinuedLines()
{
    const HbaRules rules = hbaRules("# a comment \\\nlocal goes on\nlocal all \\\r\n\\\nall trust\n"
                                    "local all all reject\\");
    QCOMPARE(rules.rules.size(), 2u);
    QCOMPARE(rules.rules[0].line, 3);
    QCOMPARE(rules.rules[1].line, 6);
    QVERIFY(!rules.isRejected());
    QVERIFY(hbaRules("local all \\\nall trust", 13).isRejected());
}

void TestHbaRules::readsNumericAddresses()
{
    const auto shown = [](const std::string &text) {
        const auto address = parseIpAddress(text);
        return address ? address->text() : std::string("no");
    };
    QCOMPARE(shown("10.1"), "10.0.0.1");
    QCOMPARE(shown("0x7f.1"), "127.0.0.1");
    QCOMPARE(shown("::FFFF:10.1.2.3"), "::ffff:10.1.2.3");
    QCOMPARE(shown("fe80::1%2"), "fe80::1");
    for (const char *name : {"", "10.1.2.3 ", "300.1.1.1", "a.b", "1.2.3.4.5", "::g", "::1%"})
        QCOMPARE(shown(name), "no");
    QCOMPARE(prefixLength(prefixMask(true, 77)), std::optional(77));
    QCOMPARE(prefixLength(*parseIpAddress("255.0.255.0")), std::nullopt);
    QVERIFY(!parseIpNetwork("10.0.0.0/33") && !parseIpNetwork("::/129") && !parseIpNetwork("x/1"));
}

QTEST_GUILESS_MAIN(TestHbaRules)
#include "tst_hbarules.moc"
