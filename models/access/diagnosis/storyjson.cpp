// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/storyjson.h"

#include "base/timestamp.h"

#include <QJsonArray>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

// Times of other zones cannot be told in UTC.
QJsonValue utcOrNull(const QString &logged)
{
    const QString zone = logged.section(u' ', 2);
    const auto time = base::fromIso(logged.section(u' ', 0, 1) + u'Z');
    const bool utc = zone == "UTC"_L1 || zone == "GMT"_L1;
    return utc && time ? QJsonValue(base::toIso(*time)) : QJsonValue();
}

QJsonObject failuresToJson(const LoginFailures &failures)
{
    QJsonValue phase;
    if (failures.phase)
        phase = failures.phase == LoginPhase::Startup ? u"startup"_s : u"runtime"_s;
    const auto rule = failures.rule.value_or(DecidingRule());
    return {{u"user"_s, textOrNull(failures.user)},
            {u"database"_s, textOrNull(failures.database)},
            {u"address"_s, textOrNull(failures.address)},
            {u"cause"_s, causeName(failures.cause)},
            {u"hba_line"_s, rule.line > 0 ? QJsonValue(rule.line) : QJsonValue()},
            {u"hba_file"_s, textOrNull(rule.file)},
            {u"count"_s, failures.count},
            {u"first"_s, utcOrNull(failures.first)},
            {u"last"_s, utcOrNull(failures.last)},
            {u"first_logged"_s, textOrNull(failures.first)},
            {u"last_logged"_s, textOrNull(failures.last)},
            {u"phase"_s, phase},
            {u"peak_per_minute"_s, failures.peakPerMinute},
            {u"alert"_s, failures.alert()}};
}

} // namespace

QJsonObject storyToJson(const LogStory &story,
                        const std::function<bool(const LoginFailures &)> &wasTried)
{
    QJsonArray groups, ready;
    for (const LoginFailures &failures : story.groups) {
        QJsonObject group = failuresToJson(failures);
        group[u"tried"_s] = wasTried(failures);
        groups.append(group);
    }
    for (const QString &time : story.readyAt) {
        const QJsonValue utc = utcOrNull(time);
        ready.append(utc.isNull() ? QJsonValue(time) : utc);
    }
    return {{u"file"_s, story.file},
            {u"ready_at"_s, ready},
            {u"auth_failures"_s, QJsonObject{{u"total"_s, story.total()}, {u"groups"_s, groups}}}};
}

} // namespace pgaccess
