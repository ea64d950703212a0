// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/addressspace.h"
#include "access/rules/loginrules.h"

#include "access/hba/hbasamples.h"
#include "access/hba/randomhba.h"

#include <QRandomGenerator>
#include <QTest>

using namespace pgaccess;
using namespace tests;
using namespace Qt::StringLiterals;

namespace {

// "5 but not 3, perhaps 7": the lines that let in; or "reject 3", or "nothing".
QByteArray shown(const HbaRules &rules, const LoginWays &ways)
{
    const auto line = [&](std::size_t index) {
        return QByteArray::number(rules.rules[index].line);
    };
    QByteArrayList out;
    for (const LoginWay &way : ways.ways) {
        QByteArrayList rejected;
        for (const std::size_t each : way.rejectedBy)
            rejected.append(line(each));
        out.append((way.certain ? QByteArray() : "perhaps "_ba) + line(way.rule) +
                   (rejected.isEmpty() ? QByteArray() : " but not " + rejected.join(" and ")));
    }
    if (!out.isEmpty())
        return out.join(", ");
    return ways.reject ? "reject " + line(*ways.reject) : "nothing";
}

// Random rules with networks that lie in one another, beside and across.
std::string randomRules(RandomHba &random, int count)
{
    const std::vector<std::string> networks = {"10.0.0.0/30",
                                               "10.0.0.0/31",
                                               "10.0.0.2/31",
                                               "10.0.0.1/32",
                                               "10.0.0.3/32",
                                               "0.0.0.0/1",
                                               "128.0.0.0/1",
                                               "0.0.0.0/0",
                                               "::/0",
                                               "::1/128",
                                               "::/127",
                                               "::2/127",
                                               "255.0.0.0/8",
                                               "255.255.255.255/32",
                                               "ffff::/16",
                                               "10.0.0.0 255.255.255.253",
                                               "8000::/1",
                                               "::/1",
                                               "10.0.0.0 255.255.254.1",
                                               "all"};
    const std::vector<std::string> kinds = {"local",   "host",      "host",       "host",
                                            "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"};
    const std::vector<std::string> users = {"all", "alice", "bob", "+staff", "alice,bob"};
    const std::vector<std::string> databases = {"all", "appdb", "sameuser", "samerole", "all"};
    std::string text;
    for (int i = 0; i < count; ++i) {
        const std::string kind = random.pick(kinds);
        text += kind + ' ' + random.pick(databases) + ' ' + random.pick(users) + ' ';
        if (kind != "local")
            text += random.pick(networks) + ' ';
        text += random.number(3) == 0 ? "reject\n" : "trust\n";
    }
    return text;
}

// Where a rule's addresses begin and end, and those beside.
void addEdges(const HbaRule &rule, std::vector<IpAddress> &out)
{
    if (rule.isLocal() || rule.address.kind != HbaAddress::Kind::Network)
        return;
    const IpNetwork &network = rule.address.network;
    const auto ranges = rangesOf(network);
    if (!ranges)
        qFatal("too many ranges");
    for (const AddressRanges::Range &range : *ranges) {
        for (const auto &bytes : {range.first, range.last}) {
            for (const int step : {-1, 0, 1}) {
                IpAddress address{.isV6 = network.address.isV6, .bytes = bytes};
                int carry = step;
                for (std::size_t i = address.size(); i-- > 0 && carry != 0;) {
                    const int sum = address.bytes[i] + carry;
                    address.bytes[i] = std::uint8_t(sum);
                    carry = sum < 0 ? -1 : sum > 255 ? 1 : 0;
                }
                if (!address.isV6)
                    std::fill(address.bytes.begin() + 4, address.bytes.end(), std::uint8_t(0));
                out.push_back(address);
            }
        }
    }
}

// Everybody who may make a difference.
std::vector<HbaClient> clientsOf(const HbaClient &who, const HbaRules &rules)
{
    std::vector<IpAddress> addresses{*parseIpAddress("7.7.7.7"), *parseIpAddress("fe00::7")};
    for (const HbaRule &rule : rules.rules)
        addEdges(rule, addresses);
    HbaClient local = who;
    local.local = true;
    std::vector<HbaClient> clients{local};
    for (const IpAddress &address : addresses) {
        for (int way = 0; way < 3; ++way) {
            HbaClient client = who;
            client.address = address;
            client.tls = way == 1;
            client.gss = way == 2;
            clients.push_back(client);
        }
    }
    return clients;
}

HbaClient person(RandomHba &random)
{
    HbaClient who{.user = random.number(2) ? "alice" : "bob",
                  .database = random.pick(std::vector<std::string>{"appdb", "alice", "staff"})};
    if (who.user == "alice")
        who.memberOf = {"staff"};
    return who;
}

} // namespace

/// By which lines a role gets into a database.
class TestLoginRules final : public QObject
{
    Q_OBJECT

private slots:
    void ways_data();
    void ways();
    void randomRulesAgreeWithEveryClient();
    void rangesOfMasks();
};

void TestLoginRules::ways_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("nothing", "local all bob peer\n", "nothing");
    row("socket and net", "local all all peer\nhost all all 10.0.0.0/8 md5\n", "1, 2");
    row("only rejected", "host all all all reject\nhost all all 10.0.0.0/8 md5\n", "reject 1");
    row("covered", "host all all 10.0.0.0/8 md5\nhost all all 10.1.0.0/16 trust\n", "1");
    row("covered by two",
        "host all all 10.0.0.0/9 md5\nhost all all 10.128.0.0/9 md5\nhost all all 10.0.0.0/8 md5\n",
        "1, 2");
    row("covered by families",
        "host all all 0.0.0.0/0 md5\nhost all all ::/0 md5\nhost all all all trust\n"
        "host all all samehost trust\n",
        "1, 2");
    row("a part is rejected",
        "host all all 10.1.0.0/16 reject\nhost all all 10.0.0.0/8 md5\n"
        "host all all 192.168.0.0/16 md5\n",
        "2 but not 1, 3");
    row("TLS first", "hostssl all all all md5\nhostnossl all all all reject\n", "1");
    row("rejected without TLS", "hostnossl all all all reject\nhost all all all md5\n",
        "2 but not 1");
    row("both kinds cover host",
        "hostssl all all all md5\nhostnossl all all all md5\nhost all all all md5\n", "1, 2");
    row("a name",
        "host all all .example.com md5\nhost all all db.example.com md5\n"
        "host all all example.org md5\n",
        "1, 3");
    row("samenet holds samehost", "host all all samenet md5\nhost all all samehost md5\n", "1");
    row("replication is no database", "host replication all all md5\n", "nothing");
    row("samerole", "host samerole all all md5\n", "nothing");
    row("member", "host all +staff all md5\n", "1");
    row("named once", "host all alice,alice all md5\nhost all alice all md5\n", "1");
    row("by a pattern", "host /^app$ /^al all md5\n", "nothing");
    row("by a pattern in part", "host /^app /^al all md5\n", "1");
    row("perhaps", "host all /(a)\\1 all reject\nhost all all all md5\n", "perhaps 2 but not 1");
    row("perhaps this one", "host all /(a)\\1 all md5\n", "perhaps 1");
}

void TestLoginRules::ways()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, expected);
    const HbaRules rules = hbaRules(text.toStdString(), 17);
    QVERIFY(!rules.isRejected());
    const LoginRules login(rules, true);
    const HbaClient alice{.user = "alice", .database = "appdb", .memberOf = {"staff"}};
    QCOMPARE(shown(rules, *login.waysOf(alice)), expected);
    QCOMPARE(login.waysOf(alice), login.waysOf(alice)); // kept
    // Without TLS nobody comes that way.
    if (!text.startsWith("hostssl"))
        return;
    QCOMPARE(shown(rules, *LoginRules(rules, false).waysOf(alice)),
             text.contains("reject") ? "reject 2" : "2");
}

// Whoever is let in is so by one of the lines that are named, and each of these lets somebody in.
void TestLoginRules::randomRulesAgreeWithEveryClient()
{
    bool given = false;
    quint32 seed = qEnvironmentVariable("PGVIGIL_TEST_SEED").toUInt(&given);
    if (!given)
        seed = QRandomGenerator::global()->generate();
    qInfo("PGVIGIL_TEST_SEED=%u", seed);
    RandomHba random(seed, 17);
    int named = 0;
    for (int set = 0; set < 400; ++set) {
        const std::string text = randomRules(random, 2 + random.number(14));
        const HbaRules rules = hbaRules(text, 17);
        QVERIFY2(!rules.isRejected(), text.c_str());
        const HbaClient who = person(random);
        const LoginWaysPtr ways = LoginRules(rules, true).waysOf(who);
        std::set<std::size_t> listed, met;
        for (const LoginWay &way : ways->ways)
            listed.insert(way.rule);
        for (const HbaClient &client : clientsOf(who, rules)) {
            const HbaOutcome outcome = matchHba(rules, client);
            if (outcome.result == HbaResult::Match)
                met.insert(*outcome.rule);
            if (outcome.result != HbaResult::Reject)
                continue;
            QVERIFY(ways->reject && *ways->reject <= *outcome.rule);
            // Said of each further line that would have let him in.
            for (const LoginWay &way : ways->ways) {
                if (way.rule > *outcome.rule && outcome.considered[way.rule] == HbaReason::Matches)
                    QVERIFY2(std::ranges::contains(way.rejectedBy, *outcome.rule), text.c_str());
            }
        }
        const QByteArray what = QByteArray::fromStdString(text) + shown(rules, *ways);
        QVERIFY2(listed == met, what.constData());
        named += int(listed.size());
    }
    QVERIFY(named > 400);
}

void TestLoginRules::rangesOfMasks()
{
    const auto count = [](const char *network, const char *mask) {
        const auto ranges =
            rangesOf({.address = *parseIpAddress(network), .mask = *parseIpAddress(mask)});
        return ranges ? int(ranges->size()) : -1;
    };
    QCOMPARE(count("10.0.0.0", "255.0.0.0"), 1);
    QCOMPARE(count("10.0.0.0", "0.0.0.0"), 1);
    QCOMPARE(count("10.0.0.0", "255.0.255.0"), 256);
    QCOMPARE(count("10.0.0.0", "0.0.0.255"), -1);
    QCOMPARE(count("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffd"), 2);
}

QTEST_GUILESS_MAIN(TestLoginRules)
#include "tst_loginrules.moc"
