// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/serversjson.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const pgaccess::PgAdminServers read =
        pgaccess::parsePgAdminServers(std::string_view(reinterpret_cast<const char *>(data), size));
    if (read.problem != pgaccess::ServersProblem::None && !read.servers.empty())
        std::abort();
    for (const pgaccess::PgAdminServer &server : read.servers) {
        if (server.port && (*server.port < 1 || *server.port > 65535))
            std::abort();
        if (server.host.find('\0') != std::string::npos)
            std::abort();
    }
    return 0;
}
