// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbafindings.h"

#include "access/hba/hbasamples.h"
#include "access/hba/randomhba.h"

#include <QTest>

#include <rapidcheck.h>

using namespace pgaccess;
using namespace tests;

namespace {

std::set<int> unreachableLines(const HbaRules &rules)
{
    std::set<int> lines;
    for (const HbaFinding &finding : checkHba(rules)) {
        if (finding.id == HbaFindingId::Unreachable)
            lines.insert(finding.line);
    }
    return lines;
}

// A rule's address, or one a bit beside it, so that clients come from where rules look.
void moveNear(HbaClient &client, const HbaRules &rules, RandomHba &random)
{
    const HbaRule &rule = random.pick(rules.rules);
    if (rule.isLocal() || rule.address.kind != HbaAddress::Kind::Network)
        return;
    client.local = false;
    client.address = rule.address.network.address;
    client.address->bytes[size_t(random.number(int(client.address->size())))] ^=
        std::uint8_t(random.number(4) ? 0 : 1 << random.number(8));
}

} // namespace

class TestHbaProperties final : public QObject
{
    Q_OBJECT

private slots:
    void noClientReachesAnUnreachableLine();
    void findsEveryRepeatedLine();
    void aRuleReadsAsItWasWritten();
    void readsAnything();
    void oneErrorRejectsAll();
};

void TestHbaProperties::noClientReachesAnUnreachableLine()
{
    const bool held = rc::check([](unsigned seed) {
        const int version = *rc::gen::inRange(13, 19);
        RandomHba random(seed, version);
        const HbaRules rules = hbaRules(random.file(25, 0), version);
        RC_ASSERT(!rules.isRejected());
        const std::set<int> unreachable = unreachableLines(rules);
        for (int i = 0; i < 60; ++i) {
            HbaClient client = random.client();
            if (i % 2)
                moveNear(client, rules, random);
            client.gss = !client.local && !client.tls && i % 5 == 0;
            const HbaOutcome outcome = matchHba(rules, client);
            const auto first = std::ranges::find(outcome.considered, HbaReason::Matches);
            RC_ASSERT(outcome.rule.has_value() == (first != outcome.considered.end()));
            if (outcome.rule) {
                RC_ASSERT(int(*outcome.rule) == first - outcome.considered.begin());
                RC_ASSERT(!unreachable.contains(rules.rules[*outcome.rule].line));
            }
        }
    });
    QVERIFY(held);
}

void TestHbaProperties::findsEveryRepeatedLine()
{
    const bool held = rc::check([](unsigned seed) {
        RandomHba random(seed, 18);
        const std::string rule = random.rule();
        const HbaRules rules = hbaRules(rule + '\n' + random.rule() + '\n' + rule);
        RC_ASSERT(unreachableLines(rules).contains(3));
    });
    QVERIFY(held);
}

void TestHbaProperties::aRuleReadsAsItWasWritten()
{
    const bool held = rc::check([](unsigned seed) {
        RandomHba random(seed, 18);
        const HbaRules rules = hbaRules(random.rule());
        const HbaRules again = hbaRules(hbaRuleText(rules.rules.front()));
        RC_ASSERT(again.rules.front() == rules.rules.front());
    });
    QVERIFY(held);
}

void TestHbaProperties::readsAnything()
{
    const bool held = rc::check([](const std::string &bytes) {
        const int version = *rc::gen::inRange(13, 19);
        const HbaRules rules = hbaRules(bytes, version);
        const IdentRules ident = parseIdentText("i", bytes, memoryFiles({}), version);
        checkHba(rules, &ident);
        RC_ASSERT(matchHba(rules, hbaClient("10.1.2.3")).considered.size() == rules.rules.size());
    });
    QVERIFY(held);
}

void TestHbaProperties::oneErrorRejectsAll()
{
    const bool held = rc::check([](unsigned seed) {
        const int version = *rc::gen::inRange(13, 19);
        RandomHba random(seed, version);
        const std::string before = random.file(2, 0), broken = random.brokenRule();
        const HbaRules rules = hbaRules(before + broken + '\n' + random.file(2, 0), version);
        RC_ASSERT(rules.isRejected());
        const HbaOutcome outcome = matchHba(rules, random.client());
        RC_ASSERT(outcome.result == HbaResult::FileRejected);
        RC_ASSERT(!outcome.rule);
    });
    QVERIFY(held);
}

QTEST_GUILESS_MAIN(TestHbaProperties)
#include "tst_hbaproperties.moc"
