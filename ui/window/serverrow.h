// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/serverstatus.h"

#include <QString>

#include <optional>

namespace ui {

enum class Severity;

/// One server as the window shows it; made by whoever knows profiles and connections.
struct ServerRow
{
    QString id;
    QString name;
    QString group;  ///< Empty for none.
    QString colour; ///< The word of a mark, such as "teal"; empty for none.
    bool production = false;
    base::ServerStatus status;
    int trouble = 0; ///< How many things there are to look at; 0 for none.

    bool operator==(const ServerRow &) const = default;
};

/// One word for a state, for the row: "live" and closed servers need none.
QString stateWord(base::ServerState state);

/// What a page says about a server that gives no data, or old data.
struct ServerMessage
{
    Severity severity{};
    QString title;
    QString serverWords; ///< Foreign.
    QString advice;
    bool canRetry = false;
    bool canEdit = false;

    bool operator==(const ServerMessage &) const = default;
};

/// The message for the state of the server; nothing when all is well. `now` is this machine's
/// clock, for the time until the next attempt.
std::optional<ServerMessage> serverMessage(const ServerRow &row, bool hasData, base::Timestamp now);

} // namespace ui
