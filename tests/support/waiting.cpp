// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/waiting.h"

#include <thread>

namespace tests {

void pause(std::chrono::milliseconds time)
{
    std::this_thread::sleep_for(time);
}

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds atMost)
{
    const auto end = std::chrono::steady_clock::now() + atMost;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        pause(std::chrono::milliseconds(10));
    }
    return true;
}

} // namespace tests
