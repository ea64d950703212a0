// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/authlog.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    for (const pgaccess::AuthLogEntry &entry : pgaccess::parseAuthLog(bytes)) {
        // Nothing is made up: every text is shorter than what was read.
        if (entry.message.size() > size || entry.detail.size() > size ||
            entry.ruleText.size() > entry.detail.size() || entry.time.size() > size)
            std::abort();
    }
    return 0;
}
