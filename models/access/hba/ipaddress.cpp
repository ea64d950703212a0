// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/ipaddress.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>

namespace pgaccess {

std::string IpAddress::text() const
{
    char buffer[INET6_ADDRSTRLEN] = "";
    inet_ntop(isV6 ? AF_INET6 : AF_INET, bytes.data(), buffer, sizeof buffer);
    return buffer;
}

bool IpAddress::isLoopback() const
{
    if (!isV6)
        return bytes[0] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](auto byte) { return byte == 0; }) &&
           bytes[15] == 1;
}

std::optional<IpAddress> parseIpAddress(const std::string &text)
{
    IpAddress address;
    in_addr four{};
    // inet_aton() stops at white space and does not mind what follows.
    if (text.find_first_of(" \t\n\v\f\r") == std::string::npos &&
        inet_aton(text.c_str(), &four) != 0) {
        std::memcpy(address.bytes.data(), &four, 4);
        return address;
    }
    address.isV6 = true;
    const std::size_t scope = text.find('%');
    if (scope != std::string::npos && scope + 1 == text.size())
        return {};
    if (inet_pton(AF_INET6, text.substr(0, scope).c_str(), address.bytes.data()) != 1)
        return {};
    return address;
}

IpAddress prefixMask(bool v6, int bits)
{
    IpAddress mask{.isV6 = v6};
    for (std::size_t i = 0; i < mask.size(); ++i, bits -= 8)
        mask.bytes[i] = std::uint8_t(bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << (8 - bits));
    return mask;
}

std::optional<int> prefixLength(const IpAddress &mask)
{
    const auto end = mask.bytes.begin() + std::ptrdiff_t(mask.size());
    const auto last = std::find_if(mask.bytes.begin(), end, [](auto byte) { return byte != 0xff; });
    int bits = int(last - mask.bytes.begin()) * 8;
    if (last == end)
        return bits;
    const int more = std::countl_one(*last);
    const bool contiguous = std::uint8_t(*last << more) == 0 &&
                            std::all_of(last + 1, end, [](auto byte) { return byte == 0; });
    return contiguous ? std::optional(bits + more) : std::nullopt;
}

bool isSameNetwork(const IpAddress &a, const IpAddress &b, const IpAddress &mask)
{
    if (a.isV6 != b.isV6 || a.isV6 != mask.isV6)
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (((a.bytes[i] ^ b.bytes[i]) & mask.bytes[i]) != 0)
            return false;
    }
    return true;
}

std::optional<int> parsePrefix(const std::string &text, bool v6)
{
    char *end = nullptr;
    const long bits = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || bits < 0 || bits > (v6 ? 128 : 32))
        return {};
    return int(bits);
}

std::optional<IpNetwork> parseIpNetwork(const std::string &text)
{
    const std::size_t slash = text.find('/');
    const auto address = parseIpAddress(text.substr(0, slash));
    if (!address)
        return {};
    const int whole = address->isV6 ? 128 : 32;
    const auto bits = slash == std::string::npos
                          ? std::optional(whole)
                          : parsePrefix(text.substr(slash + 1), address->isV6);
    if (!bits)
        return {};
    return IpNetwork{.address = *address, .mask = prefixMask(address->isV6, *bits)};
}

} // namespace pgaccess
