// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/candidates.h"

#include <optional>

namespace pgaccess {

/// A place to knock at, as a file names it.
struct Address
{
    std::string host; ///< Empty = not stated.
    std::string port; ///< Empty = the usual one.

    bool operator==(const Address &) const = default;

    /// "localhost" for every loopback address, the usual port filled in; for comparing only.
    Address canonical() const;
};

/// How a statement's address is reached.
struct Way
{
    Address stated;
    Reach reach = Reach::Unknown;
    bool inside = false;              ///< Of a container network or cluster.
    std::optional<Address> published; ///< The same server from this machine.
    std::string service;
};

/// The way to what a statement names, by the services of the compose files around it.
Way wayTo(const Statement &statement, const std::vector<ComposeService> &services);

/// "a/b" of "a/b/c".
std::string_view folderOf(std::string_view file);

} // namespace pgaccess
