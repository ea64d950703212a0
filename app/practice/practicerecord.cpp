// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/practicerecord.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr std::array StateTexts = {"starting"_L1, "playing"_L1, "staged"_L1};

} // namespace

QLatin1StringView practiceStateText(PracticeState state)
{
    return StateTexts[size_t(state)];
}

QJsonObject toJson(const PracticeRecord &record)
{
    return {{u"name"_s, record.name},
            {u"scenario"_s, record.scenario},
            {u"folder"_s, record.folder},
            {u"state"_s, practiceStateText(record.state)},
            {u"port"_s, record.port},
            {u"version"_s, record.version},
            {u"connection"_s, record.connection},
            {u"tcp_connection"_s, record.tcpConnection},
            {u"started_at"_s, base::toIso(record.startedAt)},
            {u"supervisor"_s, record.supervisor}};
}

base::Result<PracticeRecord> practiceRecordFromJson(const QJsonObject &object)
{
    const auto text = [&](const QString &key) { return object.value(key).toString(); };
    const auto state = std::ranges::find(StateTexts, text(u"state"_s));
    const auto startedAt = base::fromIso(text(u"started_at"_s));
    if (state == StateTexts.end() || !startedAt || text(u"name"_s).isEmpty()) {
        return base::localError(QCoreApplication::translate(
            "app::PracticeRecord", "The description of a practice server could not be read."));
    }
    return PracticeRecord{.name = text(u"name"_s),
                          .scenario = text(u"scenario"_s),
                          .folder = text(u"folder"_s),
                          .state = PracticeState(state - StateTexts.begin()),
                          .port = object.value(u"port"_s).toInt(),
                          .version = text(u"version"_s),
                          .connection = text(u"connection"_s),
                          .tcpConnection = text(u"tcp_connection"_s),
                          .startedAt = *startedAt,
                          .supervisor = object.value(u"supervisor"_s).toInteger()};
}

} // namespace app
