// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/hbajson.h"

#include "access/hbatext.h"
#include "base/plaintext.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace app {

namespace {

QString plain(std::string_view text)
{
    return base::decodeText(QByteArrayView(text.data(), qsizetype(text.size())));
}

QJsonValue textOrNull(const std::string &text)
{
    return text.empty() ? QJsonValue() : QJsonValue(plain(text));
}

QJsonArray wordsOf(const AuthField &field)
{
    QJsonArray words;
    for (const AuthToken &token : field)
        words.append(plain(token.text));
    return words;
}

QJsonArray optionsOf(const HbaRule &rule)
{
    QJsonArray options;
    for (const HbaOption &option : rule.options)
        options.append(plain(option.name + '=' + option.value));
    return options;
}

QJsonValue fileOf(const std::vector<std::string> &files, int file)
{
    return size_t(file) < files.size() ? QJsonValue(plain(files[size_t(file)])) : QJsonValue();
}

QJsonObject ruleToJson(const HbaRule &rule, const HbaRules &rules)
{
    QJsonObject object{{u"line"_s, rule.line},
                       {u"file"_s, fileOf(rules.files, rule.file)},
                       {u"error"_s, textOrNull(rule.error)},
                       {u"notice"_s, textOrNull(rule.notice)}};
    const bool right = rule.error.empty();
    const auto ifRight = [right](const QJsonValue &value) { return right ? value : QJsonValue(); };
    object[u"type"_s] = ifRight(plain(kindName(rule.kind)));
    object[u"databases"_s] = ifRight(wordsOf(rule.databases));
    object[u"users"_s] = ifRight(wordsOf(rule.users));
    object[u"address"_s] = rule.isLocal() ? QJsonValue() : ifRight(plain(rule.address.text()));
    object[u"method"_s] = ifRight(plain(methodName(rule.method)));
    object[u"options"_s] = ifRight(optionsOf(rule));
    return object;
}

QJsonObject findingToJson(const HbaFinding &finding, const HbaReport &report)
{
    const std::vector<std::string> &files =
        finding.inIdent ? report.ident.files : report.rules.files;
    QJsonArray covered;
    for (const int index : finding.coveredBy)
        covered.append(report.rules.rules[size_t(index)].line);
    return {{u"id"_s, plain(findingName(finding.id))},
            {u"severity"_s, plain(severityName(finding.severity))},
            {u"line"_s, finding.line ? QJsonValue(finding.line) : QJsonValue()},
            {u"file"_s, fileOf(files, finding.file)},
            {u"covered_by"_s, covered},
            {u"suggestion"_s, textOrNull(finding.suggestion)},
            {u"message"_s, ui::HbaText::message(finding, report.rules)},
            {u"fix"_s, ui::HbaText::fix(finding)}};
}

QJsonArray errorsOf(const HbaRules &rules)
{
    QJsonArray errors;
    if (!rules.problem.empty()) {
        errors.append(QJsonObject{{u"line"_s, QJsonValue()},
                                  {u"file"_s, fileOf(rules.files, 0)},
                                  {u"message"_s, plain(rules.problem)}});
    }
    for (const HbaRule &rule : rules.rules) {
        if (!rule.error.empty())
            errors.append(QJsonObject{{u"line"_s, rule.line},
                                      {u"file"_s, fileOf(rules.files, rule.file)},
                                      {u"message"_s, plain(rule.error)}});
    }
    return errors;
}

QLatin1StringView resultName(HbaResult result)
{
    constexpr std::array names = {"match"_L1, "reject"_L1, "no_entry"_L1, "file_rejected"_L1};
    return names[size_t(result)];
}

} // namespace

QJsonObject hbaToJson(const HbaReport &report)
{
    QJsonArray rules, findings, superusers;
    for (const std::string &name : report.superusers)
        superusers.append(plain(name));
    for (const HbaRule &rule : report.rules.rules)
        rules.append(ruleToJson(rule, report.rules));
    for (const HbaFinding &finding : report.findings)
        findings.append(findingToJson(finding, report));
    return {{u"schema"_s, u"pgvigil.hba/1"_s},
            {u"server_version"_s, report.rules.version},
            {u"superusers"_s, superusers},
            {u"assumed"_s, QJsonArray::fromStringList(report.assumed)},
            {u"rejected"_s, report.rules.isRejected()},
            {u"exact"_s, report.exact},
            {u"complete"_s, report.rules.complete},
            {u"rules"_s, rules},
            {u"findings"_s, findings}};
}

QJsonObject hbaMatchToJson(const HbaReport &report, const HbaClient &client,
                           const HbaOutcome &outcome)
{
    const HbaRules &rules = report.rules;
    QJsonArray considered;
    for (size_t i = 0; i < outcome.considered.size(); ++i) {
        const HbaReason reason = outcome.considered[i];
        const QJsonValue matches =
            isUnknown(reason) ? QJsonValue() : QJsonValue(reason == HbaReason::Matches);
        considered.append(
            QJsonObject{{u"line"_s, rules.rules[i].line},
                        {u"file"_s, fileOf(rules.files, rules.rules[i].file)},
                        {u"matches"_s, matches},
                        {u"decides"_s, outcome.rule == i},
                        {u"why"_s, ui::HbaText::reason(reason, rules.rules[i], client)}});
    }
    const HbaRule *rule = outcome.rule ? &rules.rules[*outcome.rule] : nullptr;
    return {{u"schema"_s, u"pgvigil.hba-match/1"_s},
            {u"server_version"_s, rules.version},
            {u"assumed"_s, QJsonArray::fromStringList(report.assumed)},
            {u"result"_s, resultName(outcome.result)},
            {u"certain"_s, outcome.certain},
            {u"line"_s, rule ? QJsonValue(rule->line) : QJsonValue()},
            {u"file"_s, rule ? fileOf(rules.files, rule->file) : QJsonValue()},
            {u"method"_s, rule ? QJsonValue(plain(methodName(rule->method))) : QJsonValue()},
            {u"options"_s, rule ? QJsonValue(optionsOf(*rule)) : QJsonValue()},
            {u"errors"_s, errorsOf(rules)},
            {u"considered"_s, considered}};
}

} // namespace app
