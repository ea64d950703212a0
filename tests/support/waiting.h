// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <functional>

namespace tests {

/// Sleeps without an event loop.
void pause(std::chrono::milliseconds time);

/// Asks again and again, without an event loop, until the condition holds or the time is over;
/// tells whether it holds. In a thread with an event loop use QTRY_VERIFY instead.
bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds atMost);

} // namespace tests
