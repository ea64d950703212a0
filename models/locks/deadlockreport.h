// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locks {

/// How a server writes its log, by log_destination.
enum class LogFormat { Plain, Csv, Json };

/// One process of a deadlock, as the server's report names it. Texts are the log's bytes.
struct LoggedWait
{
    int pid = 0;
    std::string mode;   ///< As pg_locks has it: "ShareLock".
    std::string object; ///< "transaction 742"; in the server's language.
    int blocker = 0;    ///< The next process of the circle.
    std::string statement;

    bool operator==(const LoggedWait &) const = default;
};

/// A deadlock that the server resolved and reported.
struct LoggedDeadlock
{
    std::string time; ///< As the log has it, zone included; empty if its lines have none.
    int victim = 0;   ///< The process whose statement failed; it noticed and reports first.
    std::vector<LoggedWait> waits; ///< Each waits for the next, and the last for the first.

    bool operator==(const LoggedDeadlock &) const = default;
};

/// The deadlocks that a part of a log tells of, oldest first. It may begin and end anywhere. In the
/// formats with columns a report is known by its SQLSTATE; in plain text, whose prefix and
/// language are the server's own, by its form: lines with a lock mode, of processes each of which
/// waits for that of the next line, in a circle. Reads at most 1 MiB.
std::vector<LoggedDeadlock> parseDeadlocks(std::string_view log, LogFormat format);

} // namespace locks
