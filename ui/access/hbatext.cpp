// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hbatext.h"

#include "base/plaintext.h"

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace ui {

namespace {

QString joined(const AuthField &field)
{
    QStringList words;
    for (const AuthToken &token : field) {
        const QString text = HbaText::name(token.text);
        words.append(token.quoted ? u'"' + text + u'"' : text);
    }
    return words.join(u',');
}

} // namespace

QString HbaText::name(const std::string &text)
{
    return base::visibleText(base::decodeText(QByteArrayView(text.data(), qsizetype(text.size()))));
}

QString HbaText::words(const AuthField &field)
{
    return joined(field);
}

QString HbaText::address(const HbaRule &rule)
{
    return rule.isLocal() ? QString() : name(rule.address.text());
}

QString HbaText::options(const HbaRule &rule)
{
    QStringList all;
    for (const HbaOption &option : rule.options)
        all.append(name(option.name + '=' + option.value));
    return all.join(u' ');
}

QString HbaText::place(const std::vector<std::string> &files, int file, int line)
{
    if (file == 0 || size_t(file) >= files.size())
        return tr("line %1").arg(line);
    return tr("line %1 of %2").arg(QString::number(line), name(files[size_t(file)]));
}

QString HbaText::trust(const HbaFinding &finding)
{
    const auto where = [&finding] {
        switch (finding.reach) {
        case HbaReach::Socket:
            return tr("over the socket, from every account of the server’s machine");
        case HbaReach::Loopback:
            return tr("from the server’s machine");
        case HbaReach::Network:
            return tr("from the network");
        case HbaReach::World:
            break;
        }
        return tr("from everywhere");
    };
    if (finding.superuser) {
        return tr("Anybody can be the superuser %1 without a password: %2.")
            .arg(name(finding.text), where());
    }
    return tr("Anybody can be each of its users without a password: %1.").arg(where());
}

QString HbaText::unreachable(const HbaFinding &finding, const HbaRules &rules)
{
    constexpr size_t Most = 4;
    if (finding.coveredBy.empty())
        return tr("The server says: %1.").arg(name(finding.text));
    QStringList lines;
    for (const int index : finding.coveredBy) {
        const HbaRule &rule = rules.rules[size_t(index)];
        if (size_t(lines.size()) < Most)
            lines.append(place(rules.files, rule.file, rule.line));
    }
    if (finding.coveredBy.size() > Most)
        lines.append(tr("others"));
    return tr("Never reached: every client that it matches is decided before, by %1.")
        .arg(lines.join(u", "_s));
}

QString HbaText::missing(const HbaFinding &finding, bool v6)
{
    if (finding.anyAddress)
        return v6 ? tr("Lets all IPv4 addresses in, and no line does the same for IPv6: a client "
                       "that comes by IPv6 is refused.")
                  : tr("Lets all IPv6 addresses in, and no line does the same for IPv4: a client "
                       "that comes by IPv4 is refused.");
    return v6 ? tr("There are lines for 127.0.0.1 and none for ::1: “localhost” is refused "
                   "where it means IPv6.")
              : tr("There are lines for ::1 and none for 127.0.0.1: “localhost” is refused "
                   "where it means IPv4.");
}

QString HbaText::identGain(const HbaFinding &finding)
{
    switch (finding.gain) {
    case IdentGain::SameName:
        return tr("Any system user becomes the role of the same name.");
    case IdentGain::AnyRole:
        return tr("Any system user becomes any role, superusers included.");
    case IdentGain::OneRole:
        break;
    }
    return tr("Any system user becomes %1.").arg(name(finding.text));
}

QString HbaText::message(const HbaFinding &finding, const HbaRules &rules)
{
    switch (finding.id) {
    case HbaFindingId::Syntax:
        return tr("The server does not load the file: %1.").arg(name(finding.text));
    case HbaFindingId::Unreachable:
        return unreachable(finding, rules);
    case HbaFindingId::Trust:
        return trust(finding);
    case HbaFindingId::PasswordClearText:
        return finding.encrypted ? tr("The server gets the password itself, not a proof of it.")
                                 : tr("The password travels in clear text.");
    case HbaFindingId::Md5:
        return tr("MD5 passwords are weak, and PostgreSQL will drop them.");
    case HbaFindingId::Ipv6Missing:
        return missing(finding, true);
    case HbaFindingId::Ipv4Missing:
        return missing(finding, false);
    case HbaFindingId::SuperuserOpen:
        return tr("The superuser %1 can log in over the network.").arg(name(finding.text));
    case HbaFindingId::WorldOpen:
        return tr("Open to every address.");
    case HbaFindingId::IdentAnyUser:
        break;
    }
    return identGain(finding);
}

QString HbaText::fix(const HbaFinding &finding)
{
    switch (finding.id) {
    case HbaFindingId::Syntax:
        return tr("Correct it, then reload. Until then the rules before stay in force, and the "
                  "server does not start again.");
    case HbaFindingId::Unreachable:
        if (finding.coveredBy.empty())
            return tr("Turn ssl on in postgresql.conf, or remove the line.");
        return tr("Remove the line, or move it above the lines that decide.");
    case HbaFindingId::Trust:
        return finding.reach == HbaReach::Socket ? tr("Use peer or scram-sha-256.")
                                                 : tr("Use scram-sha-256.");
    case HbaFindingId::PasswordClearText:
        return finding.encrypted ? tr("Use scram-sha-256 where the passwords are PostgreSQL’s.")
                                 : tr("Use scram-sha-256, or hostssl if it cannot be.");
    case HbaFindingId::Md5:
        return tr("Use scram-sha-256, after the roles with MD5 passwords have set them anew.");
    case HbaFindingId::Ipv6Missing:
    case HbaFindingId::Ipv4Missing:
        return tr("Add: %1").arg(name(finding.suggestion));
    case HbaFindingId::SuperuserOpen:
        return tr("Put a line for this role with reject above it, or name the roles that may.");
    case HbaFindingId::WorldOpen:
        return tr("Name the networks that the clients come from, and use hostssl.");
    case HbaFindingId::IdentAnyUser:
        break;
    }
    return tr("Name the system users that may, each with its role.");
}

QString HbaText::addressReason(HbaReason reason, const HbaRule &rule, const HbaClient &client)
{
    const QString from = client.address ? name(client.address->text()) : tr("an unknown address");
    const QString wanted = address(rule);
    switch (reason) {
    case HbaReason::OtherFamily:
        return client.address && client.address->isV6
                   ? tr("is for IPv4 (%1), and the client comes by IPv6").arg(wanted)
                   : tr("is for IPv6 (%1), and the client comes by IPv4").arg(wanted);
    case HbaReason::OtherHostName:
        return tr("is for the host %1, which is not the name of %2").arg(wanted, from);
    case HbaReason::NotServerAddress:
        return tr("%1 does not hold %2").arg(wanted, from);
    case HbaReason::HostNameUnknown:
        return tr("may match: only the server’s name resolution can tell whether %1 is %2")
            .arg(from, wanted);
    case HbaReason::ServerAddressesUnknown:
        return tr("may match: it is not known which addresses the server has (%1)").arg(wanted);
    default:
        return tr("%1 is not in %2").arg(from, wanted);
    }
}

QString HbaText::nameReason(HbaReason reason, const HbaRule &rule, const HbaClient &client)
{
    const QString user = name(client.user), database = name(client.database);
    switch (reason) {
    case HbaReason::OtherDatabase:
        return tr("is for the database %1, not %2").arg(words(rule.databases), database);
    case HbaReason::PhysicalReplication:
        return tr("is for databases; only the word replication lets physical replication in");
    case HbaReason::ReplicationOnly:
        return tr("is for physical replication only");
    case HbaReason::NotSameUser:
        return tr("sameuser: the database %1 is not called like the user").arg(database);
    case HbaReason::NotSameRole:
        return tr("samerole: %1 is not a member of a role %2").arg(user, database);
    case HbaReason::NotMember:
        return tr("%1 is not a member of %2").arg(user, words(rule.users));
    case HbaReason::RegexUnknown:
        return tr("may match: this regular expression is beyond what is evaluated here");
    default:
        return tr("is for the user %1, not %2").arg(words(rule.users), user);
    }
}

QString HbaText::reason(HbaReason reason, const HbaRule &rule, const HbaClient &client)
{
    switch (reason) {
    case HbaReason::Matches:
        return tr("matches");
    case HbaReason::Broken:
        return tr("has an error: %1").arg(name(rule.error));
    case HbaReason::SocketOnly:
        return tr("is for the socket, and the client comes by the network");
    case HbaReason::NetworkOnly:
        return tr("is for the network, and the client comes by the socket");
    case HbaReason::TlsNeeded:
        return tr("hostssl: the client does not use TLS");
    case HbaReason::TlsUnwanted:
        return tr("hostnossl: the client uses TLS");
    case HbaReason::GssNeeded:
        return tr("hostgssenc: the client does not encrypt by GSSAPI");
    case HbaReason::GssUnwanted:
        return tr("hostnogssenc: the client encrypts by GSSAPI");
    case HbaReason::OtherFamily:
    case HbaReason::OtherAddress:
    case HbaReason::OtherHostName:
    case HbaReason::NotServerAddress:
    case HbaReason::HostNameUnknown:
    case HbaReason::ServerAddressesUnknown:
        return addressReason(reason, rule, client);
    default:
        return nameReason(reason, rule, client);
    }
}

QString HbaText::clientText(const HbaClient &client)
{
    const QString user = name(client.user), database = name(client.database);
    const QString from =
        client.local || !client.address ? tr("the socket") : name(client.address->text());
    if (client.replication == HbaClient::Replication::Physical)
        return tr("%1 from %2 for replication").arg(user, from);
    return tr("%1 from %2 to the database %3").arg(user, from, database);
}

QString HbaText::outcome(const HbaOutcome &outcome, const HbaRules &rules, const HbaClient &client)
{
    const QString who = clientText(client);
    if (outcome.result == HbaResult::FileRejected)
        return tr("The server would not load this file, so it decides nothing for %1.").arg(who);
    if (!outcome.rule)
        return tr("No line matches %1: the server refuses.").arg(who);
    const HbaRule &rule = rules.rules[*outcome.rule];
    const QString at = place(rules.files, rule.file, rule.line);
    if (outcome.result == HbaResult::Reject)
        return tr("Rejected, %2: %1.").arg(who, at);
    const std::string method(methodName(rule.method));
    return tr("Decided by %2 with %3: %1.").arg(who, at, name(method));
}

} // namespace ui
