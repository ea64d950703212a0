// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgaccess {

/// An IPv4 address (in the first four bytes) or an IPv6 one.
struct IpAddress
{
    bool isV6 = false;
    std::array<std::uint8_t, 16> bytes{};

    std::size_t size() const { return isV6 ? 16 : 4; }
    std::string text() const;
    bool isLoopback() const;

    bool operator==(const IpAddress &) const = default;
};

/// What the server's name resolution takes for a numeric address: also "10.1" and "0x7f.1", and
/// IPv6 with a "%scope", which does not count.
std::optional<IpAddress> parseIpAddress(const std::string &text);

/// The mask of that many leading bits.
IpAddress prefixMask(bool v6, int bits);

/// Its number of leading bits; nothing if they are not contiguous.
std::optional<int> prefixLength(const IpAddress &mask);

/// True if both are the same where the mask has bits; addresses of two families never are.
bool isSameNetwork(const IpAddress &a, const IpAddress &b, const IpAddress &mask);

/// An address with the mask of its network.
struct IpNetwork
{
    IpAddress address;
    IpAddress mask;

    bool contains(const IpAddress &other) const { return isSameNetwork(address, other, mask); }
    bool operator==(const IpNetwork &) const = default;
};

/// "10.1.2.3/24", or an address alone.
std::optional<IpNetwork> parseIpNetwork(const std::string &text);

/// The bits of a mask as the server reads them behind the slash.
std::optional<int> parsePrefix(const std::string &text, bool v6);

} // namespace pgaccess
