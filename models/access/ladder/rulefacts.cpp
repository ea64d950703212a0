// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/rulefacts.h"

#include "access/diagnosis/diagnosis.h"
#include "access/diagnosis/fixes.h"
#include "base/plaintext.h"

#include <QHostAddress>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

QString text(std::string_view bytes)
{
    return base::decodeText(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

QString fieldText(const AuthField &field)
{
    QStringList words;
    for (const AuthToken &token : field)
        words.append(token.quoted ? quotedIdentifier(text(token.text)) : text(token.text));
    return words.join(u',');
}

// As the server sees this client: from what it said, or because both are the same machine.
std::optional<IpAddress> clientAddress(const Observation &observation)
{
    const QString said =
        observation.error ? diagnose(observation).facts.value(Fact::ClientAddress) : QString();
    if (!said.isEmpty())
        return parseIpAddress(said.toStdString());
    if (!QHostAddress(observation.address).isLoopback())
        return {};
    return parseIpAddress(observation.address.toStdString());
}

RuleResult resultOf(const HbaOutcome &outcome)
{
    if (!outcome.certain)
        return RuleResult::Unknown;
    switch (outcome.result) {
    case HbaResult::Match:
        return RuleResult::Match;
    case HbaResult::Reject:
        return RuleResult::Reject;
    case HbaResult::NoEntry:
        return RuleResult::NoEntry;
    case HbaResult::FileRejected:
        break;
    }
    return RuleResult::Unknown;
}

DecidingRule deciding(const HbaRules &rules, const HbaRule &rule)
{
    const bool known = rule.file >= 0 && size_t(rule.file) < rules.files.size();
    return {.file = known ? text(rules.files[size_t(rule.file)]) : QString(),
            .line = rule.line,
            .text = ruleText(rule)};
}

} // namespace

std::optional<HbaClient> clientOf(const Observation &observation)
{
    HbaClient client{.local = observation.socket};
    client.address = clientAddress(observation);
    if (!client.local && !client.address)
        return {};
    client.tls = observation.tlsInUse;
    client.user = observation.user.toStdString();
    client.database = observation.database.toStdString();
    if (observation.replication)
        client.replication = HbaClient::Replication::Physical;
    return client;
}

RuleFacts ruleFactsOf(const HbaRules &rules, const Observation &observation,
                      const Memberships &memberOf)
{
    const auto known = observation.error ? clientOf(observation) : std::nullopt;
    if (!known)
        return {};
    HbaClient client = *known;
    client.memberOf = memberOf;
    const HbaOutcome outcome = matchHba(rules, client);
    client.tls = !client.tls;
    const HbaOutcome other = matchHba(rules, client);
    RuleFacts facts{.result = resultOf(outcome), .otherEncryption = resultOf(other)};
    const HbaOutcome &shown = outcome.rule ? outcome : other;
    if (facts.result == RuleResult::Unknown || !shown.rule)
        return facts;
    const HbaRule &rule = rules.rules[*shown.rule];
    facts.rule = deciding(rules, rule);
    if (outcome.rule) {
        facts.method = text(methodName(rule.method));
        if (const std::string *map = rule.option("map"))
            facts.map = text(*map);
    }
    return facts;
}

QList<MapLine> mapLinesOf(const IdentRules &rules)
{
    QList<MapLine> out;
    for (const IdentRule &rule : rules.rules) {
        if (!rule.error.empty())
            continue;
        const QStringList words{u"line %1:"_s.arg(rule.line), text(rule.map),
                                fieldText({rule.systemUser}), fieldText({rule.databaseUser})};
        out.append({.map = text(rule.map), .text = words.join(u' ')});
    }
    return out;
}

QString ruleText(const HbaRule &rule)
{
    QStringList words{text(kindName(rule.kind)), fieldText(rule.databases), fieldText(rule.users)};
    if (!rule.isLocal())
        words.append(text(rule.address.text()));
    words.append(text(methodName(rule.method)));
    return words.join(u' ');
}

} // namespace pgaccess
