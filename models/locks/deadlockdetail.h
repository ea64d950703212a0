// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/deadlockreport.h"

#include <optional>
#include <span>

namespace locks {

/// Reads the lines of a report's detail: "Process 7 waits for ShareLock on transaction 742; blocked
/// by process 8." and the like, one for each process, then "Process 7: UPDATE …", which may go on
/// in lines of its own. Before the first line other text may stand, such as a prefix. Nothing if
/// these are not such lines.
std::optional<LoggedDeadlock> readDeadlockDetail(std::span<const std::string_view> lines);

/// Whether a line may be the first of a detail: it names a lock mode.
bool namesLockMode(std::string_view line);

/// The date and time at the beginning of a line or after other text; empty if there is none.
std::string_view timeIn(std::string_view text);

} // namespace locks
