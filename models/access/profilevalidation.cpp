// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilevalidation.h"

#include <QHash>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

const QHash<QString, QStringList> &wordTable()
{
    static const QStringList noYes{u"0"_s, u"1"_s};
    static const QStringList protocols{u"TLSv1"_s, u"TLSv1.1"_s, u"TLSv1.2"_s, u"TLSv1.3"_s};
    static const QHash<QString, QStringList> table{
        {u"sslmode"_s,
         {u"disable"_s, u"allow"_s, u"prefer"_s, u"require"_s, u"verify-ca"_s, u"verify-full"_s}},
        {u"sslnegotiation"_s, {u"postgres"_s, u"direct"_s}},
        {u"sslcertmode"_s, {u"disable"_s, u"allow"_s, u"require"_s}},
        {u"channel_binding"_s, {u"disable"_s, u"prefer"_s, u"require"_s}},
        {u"gssencmode"_s, {u"disable"_s, u"prefer"_s, u"require"_s}},
        {u"target_session_attrs"_s,
         {u"any"_s, u"read-write"_s, u"read-only"_s, u"primary"_s, u"standby"_s,
          u"prefer-standby"_s}},
        {u"load_balance_hosts"_s, {u"disable"_s, u"random"_s}},
        {u"ssl_min_protocol_version"_s, protocols},
        {u"ssl_max_protocol_version"_s, protocols},
        {u"sslsni"_s, noYes},
        {u"sslcompression"_s, noYes},
        {u"keepalives"_s, noYes},
        {u"gssdelegation"_s, noYes},
    };
    return table;
}

bool isNumberOption(const QString &option)
{
    static const QStringList names{u"connect_timeout"_s, u"keepalives_idle"_s,
                                   u"keepalives_interval"_s, u"keepalives_count"_s,
                                   u"tcp_user_timeout"_s};
    return names.contains(option);
}

bool hasControlCharacter(const QString &value)
{
    return std::ranges::any_of(value,
                               [](QChar c) { return c.unicode() < 0x20 || c == QChar(0x7f); });
}

std::optional<ProfileIssue> issueOf(const QString &option, const QString &value)
{
    static const QStringList known = pg::ConnectionSpec::knownOptions();
    if (isSecretOption(option))
        return ProfileIssue::SecretOption;
    if (!known.contains(option))
        return ProfileIssue::UnknownOption;
    if (hasControlCharacter(value))
        return ProfileIssue::ControlCharacter;
    const QStringList words = optionWords(option);
    if (!words.isEmpty() && !words.contains(value))
        return ProfileIssue::BadWord;
    bool ok = true;
    if (isNumberOption(option))
        value.toInt(&ok);
    return ok ? std::nullopt : std::optional(ProfileIssue::BadNumber);
}

bool isPortList(const QString &ports)
{
    return std::ranges::all_of(ports.split(u','), [](const QString &each) {
        bool ok = false;
        const int port = each.trimmed().toInt(&ok);
        return each.trimmed().isEmpty() || (ok && port >= 1 && port <= 65535);
    });
}

} // namespace

QStringList furtherOptions()
{
    QStringList out = pg::ConnectionSpec::knownOptions();
    out.removeIf([](const QString &option) {
        static const QStringList own{u"host"_s, u"port"_s,    u"dbname"_s,
                                     u"user"_s, u"sslmode"_s, u"passfile"_s};
        return own.contains(option);
    });
    out.sort();
    return out;
}

QStringList optionWords(const QString &option)
{
    return wordTable().value(option);
}

std::optional<ProfileProblem> validateOption(const QString &option, const QString &value)
{
    if (option == "port"_L1 && !isPortList(value))
        return ProfileProblem{.option = option, .issue = ProfileIssue::BadPort};
    const auto issue = issueOf(option, value);
    if (!issue)
        return {};
    return ProfileProblem{option, *issue, optionWords(option)};
}

QList<ProfileProblem> validate(const Profile &profile)
{
    QList<ProfileProblem> out;
    for (const auto &[option, value] : profile.spec.options.asKeyValueRange()) {
        if (const auto problem = validateOption(option, value))
            out.append(*problem);
    }
    const bool hasPort = isPortList(profile.spec.value(u"port"_s));
    if (hasPort && !pg::targets(profile.spec))
        out.append({.option = u"host"_s, .issue = ProfileIssue::HostCount});
    if (profile.passwordPolicy == PasswordPolicy::PassFile && profile.passFile.isEmpty())
        out.append({.option = u"passfile"_s, .issue = ProfileIssue::PassFileMissing});
    return out;
}

} // namespace pgaccess
