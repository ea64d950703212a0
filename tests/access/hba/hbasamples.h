// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"

#include <map>

namespace tests {

/// Files that exist only here, all in the folder /etc.
inline pgaccess::AuthFileAccess memoryFiles(std::map<std::string, std::string> files)
{
    using Access = pgaccess::AuthFileAccess;
    const pgaccess::AuthFileProblem missing{.missing = true, .text = "No such file or directory"};
    Access access;
    access.read = [files, missing](const std::string &path) -> Access::Text {
        const auto found = files.find(path);
        if (found == files.end())
            return std::unexpected(missing);
        return found->second;
    };
    access.list = [files, missing](const std::string &folder) -> Access::Names {
        std::vector<std::string> names;
        for (const auto &[path, text] : files) {
            const std::size_t slash = path.rfind('/');
            if (path.substr(0, slash) == folder)
                names.push_back(path.substr(slash + 1));
        }
        if (names.empty())
            return std::unexpected(missing);
        return names;
    };
    return access;
}

inline pgaccess::HbaRules hbaRules(std::string_view text, int version = 18)
{
    return pgaccess::parseHbaText("pg_hba.conf", text, memoryFiles({}), version);
}

/// A client by TCP from this address, or by the socket where there is none.
inline pgaccess::HbaClient hbaClient(const std::string &address, const std::string &user = "alice",
                                     const std::string &database = "appdb")
{
    pgaccess::HbaClient client{.local = address.empty(), .user = user, .database = database};
    client.address = pgaccess::parseIpAddress(address);
    return client;
}

} // namespace tests
