// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "base/timestamp.h"

#include <QJsonObject>
#include <QString>

namespace app {

enum class PracticeState {
    Starting, ///< The cluster is being made.
    Playing,  ///< It takes connections and the scenario unfolds.
    Staged,   ///< The scenario has reached the state that it promises.
};

/// A running practice server, as its folder describes it.
struct PracticeRecord
{
    QString name; ///< "incident", "incident-2" …
    QString scenario;
    QString folder;
    PracticeState state = PracticeState::Starting;
    int port = 0;
    QString version;       ///< Of the server: "17.4"
    QString connection;    ///< Through the socket in the folder; needs no password.
    QString tcpConnection; ///< Over TCP with the pass file in the folder.
    base::Timestamp startedAt;
    qint64 supervisor = 0; ///< Its pid, from the kernel; not part of the file.

    bool operator==(const PracticeRecord &) const = default;
};

QLatin1StringView practiceStateText(PracticeState state);
QJsonObject toJson(const PracticeRecord &record);
base::Result<PracticeRecord> practiceRecordFromJson(const QJsonObject &object);

} // namespace app
