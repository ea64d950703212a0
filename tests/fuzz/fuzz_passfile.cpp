// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passfile.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const pgaccess::PassLines read = pgaccess::parsePassLines(bytes);
    for (const pgaccess::PassLine &line : read.lines) {
        // A name that a line spells out finds that line, or one above it.
        const std::string host = line.host.value_or("h"), port = line.port.value_or("1");
        const std::string database = line.database.value_or("d"), user = line.user.value_or("u");
        if (database.empty() || user.empty())
            continue;
        const auto place = pgaccess::findPassLine(bytes, {host, port, database, user});
        if (!place || place->line > line.line || place->offset + place->length > size)
            std::abort();
        std::string password(bytes.substr(place->offset, place->length));
        if (pgaccess::unescapePassword(password.data(), password.size()) > place->length)
            std::abort();
        if (line.line > 64) // enough of them; each look-up reads the whole file
            break;
    }
    return 0;
}
