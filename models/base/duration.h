// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace base {

using Duration = std::chrono::microseconds;

/// As tables show it: "04:12", "1:11:05" from an hour on, "1 d 02 h" from a day on. A negative one,
/// which a clock that was set back can cause, shows as "00:00".
QString formatDuration(Duration duration);

/// Reads a length of time as people type it: "90", "90s", "5m", "1h", "2d", "500ms". Nothing for
/// anything else.
std::optional<Duration> parseDuration(QStringView text);

} // namespace base
