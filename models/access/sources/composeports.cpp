// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/composeports.h"

#include "access/sources/sourcetext.h"

namespace pgaccess {

namespace {

constexpr int MaxRange = 64; // longer ranges hold no database

struct Range
{
    int first = 0;
    int last = 0;
};

std::optional<Range> portRange(std::string_view text)
{
    const std::size_t dash = text.find('-');
    const auto first = portNumber(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : portNumber(text.substr(dash + 1));
    if (!first || !last || *last < *first || *last - *first >= MaxRange)
        return {};
    return Range{*first, *last};
}

/// Pairs the ports of both sides; one that is reached by any of a range counts as chosen later.
std::vector<PublishedPort> paired(std::string_view hostIp, std::optional<Range> host, Range inside)
{
    std::vector<PublishedPort> out;
    const bool same = host && host->last - host->first == inside.last - inside.first;
    for (int port = inside.first; port <= inside.last; ++port)
        out.push_back({std::string(hostIp), same ? host->first + port - inside.first : 0, port});
    return out;
}

} // namespace

std::vector<PublishedPort> shortPort(std::string_view text)
{
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos && text.substr(slash + 1) != "tcp")
        return {};
    text = text.substr(0, slash);
    const std::size_t last = text.rfind(':');
    const auto inside = portRange(text.substr(last == std::string_view::npos ? 0 : last + 1));
    if (!inside)
        return {};
    if (last == std::string_view::npos)
        return paired({}, {}, *inside);
    text = text.substr(0, last);
    const std::size_t colon = text.rfind(':');
    const std::string_view port = text.substr(colon == std::string_view::npos ? 0 : colon + 1);
    std::string_view ip = colon == std::string_view::npos ? "" : text.substr(0, colon);
    if (ip.starts_with('[') && ip.ends_with(']'))
        ip = ip.substr(1, ip.size() - 2);
    const auto host = portRange(port);
    if (!host && !port.empty())
        return {};
    return paired(ip, host, *inside);
}

std::vector<PublishedPort> longPort(const LongPort &port)
{
    const auto inside = portRange(port.target);
    if (!inside || (!port.protocol.empty() && port.protocol != "tcp"))
        return {};
    return paired(port.hostIp, portRange(port.published), *inside);
}

} // namespace pgaccess
