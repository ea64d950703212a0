// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/compose.h"

namespace pgaccess {

/// The ports of "[IP:]HOST:CONTAINER[/tcp]", ranges included; none for UDP or what is no port.
std::vector<PublishedPort> shortPort(std::string_view text);

/// The long form, by its keys.
struct LongPort
{
    std::string target;
    std::string published;
    std::string hostIp;
    std::string protocol;
};

std::vector<PublishedPort> longPort(const LongPort &port);

} // namespace pgaccess
