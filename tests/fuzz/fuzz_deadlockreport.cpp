// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockreport.h"

#include <cstdint>
#include <cstdlib>

// The first byte chooses the format.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto format = locks::LogFormat(data[0] % 3);
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    for (const locks::LoggedDeadlock &report : locks::parseDeadlocks(bytes, format)) {
        const auto &waits = report.waits;
        if (waits.size() < 2 || report.victim <= 0)
            std::abort();
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].blocker != waits[(i + 1) % waits.size()].pid || waits[i].mode.empty())
                std::abort();
            if (waits[i].statement.size() > size || waits[i].object.size() > size)
                std::abort();
        }
    }
    return 0;
}
