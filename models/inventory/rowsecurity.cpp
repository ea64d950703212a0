// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/rowsecurity.h"

#include <QRegularExpression>

#include <algorithm>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxNameLength = 200;
constexpr qsizetype MaxValueLength = 8192;
constexpr qsizetype MaxAsked = 50;

// What holds for one role in one database comes before what holds for more.
int weight(const StoredSetting &setting)
{
    return (setting.role != 0 ? 2 : 0) + (setting.database != 0 ? 1 : 0);
}

} // namespace

SettingProblem settingProblem(const SessionSetting &setting)
{
    // https://www.postgresql.org/docs/current/runtime-config-custom.html
    static const QRegularExpression custom(
        u"\\A[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)+\\z"_s);
    if (!setting.name.contains(u'.'))
        return SettingProblem::NotCustom;
    if (setting.name.size() > MaxNameLength || !custom.match(setting.name).hasMatch())
        return SettingProblem::BadName;
    if (setting.value.toUtf8().size() > MaxValueLength || setting.value.contains(QChar(0)))
        return SettingProblem::TooLong;
    return SettingProblem::None;
}

QStringList askedSettings(const QString &text)
{
    static const QRegularExpression call(u"current_setting\\s*\\(\\s*E?'([^']*)'"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    QStringList names;
    auto matches = call.globalMatch(text);
    while (matches.hasNext() && names.size() < MaxAsked) {
        const QString name = matches.next().captured(1);
        const bool custom = settingProblem({.name = name}) == SettingProblem::None;
        if (custom && !names.contains(name, Qt::CaseInsensitive))
            names.append(name);
    }
    return names;
}

std::vector<SessionSetting> settingsAtLogin(std::vector<StoredSetting> stored, Oid role,
                                            Oid database)
{
    std::erase_if(stored, [role, database](const StoredSetting &setting) {
        return (setting.role != 0 && setting.role != role) ||
               (setting.database != 0 && setting.database != database);
    });
    std::ranges::stable_sort(stored, std::greater(), weight);
    std::vector<SessionSetting> settings;
    for (const StoredSetting &setting : stored) {
        const bool known = std::ranges::any_of(settings, [&setting](const SessionSetting &one) {
            return one.name.compare(setting.name, Qt::CaseInsensitive) == 0;
        });
        if (!known)
            settings.push_back({.name = setting.name, .value = setting.value});
    }
    std::ranges::sort(settings, {}, &SessionSetting::name);
    return settings;
}

} // namespace inventory
