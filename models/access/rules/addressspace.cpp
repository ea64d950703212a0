// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/addressspace.h"

#include "access/hba/hbaranges.h"

namespace pgaccess {

using namespace cover;

namespace {

using Bytes = AddressRanges::Bytes;
using Kind = HbaAddress::Kind;

constexpr int MaxGapBits = 10; // of a mask, each of which doubles the ranges

Bytes after(Bytes address)
{
    for (std::size_t i = address.size(); i > 0; --i) {
        if (++address[i - 1] != 0)
            break;
    }
    return address;
}

std::size_t bitOf(std::size_t place)
{
    return std::size_t(0x80) >> place % 8;
}

bool isSet(const Bytes &bytes, std::size_t place)
{
    return (bytes[place / 8] & bitOf(place)) != 0;
}

// The places of the zeros before the last one of a mask.
std::vector<std::size_t> gapsOf(const IpAddress &mask)
{
    std::vector<std::size_t> zeros, gaps;
    for (std::size_t place = 0; place < mask.size() * 8; ++place) {
        if (isSet(mask.bytes, place))
            gaps = zeros;
        else
            zeros.push_back(place);
    }
    return gaps;
}

bool containsHost(const std::string &wide, const std::string &narrow)
{
    const std::string a = lowered(wide), b = lowered(narrow);
    return a == b || (a.starts_with('.') && b.ends_with(a));
}

bool containsNamed(const HbaAddress &wide, const HbaAddress &narrow)
{
    if (wide.kind == Kind::SameNet)
        return narrow.kind == Kind::SameNet || narrow.kind == Kind::SameHost;
    if (wide.kind == Kind::HostName)
        return narrow.kind == Kind::HostName && containsHost(wide.host, narrow.host);
    return wide.kind == narrow.kind;
}

} // namespace

AddressRanges::Range AddressRanges::everything()
{
    Range all;
    all.last.fill(0xff);
    return all;
}

bool AddressRanges::isFull() const
{
    return m_taken.size() == 1 && m_taken.begin()->first == everything().first &&
           m_taken.begin()->second == everything().last;
}

bool AddressRanges::take(Range range)
{
    auto next = m_taken.upper_bound(range.first);
    if (next != m_taken.begin()) {
        const auto before = std::prev(next);
        if (before->second >= range.last)
            return false;
        if (before->second >= range.first || after(before->second) == range.first) {
            range.first = before->first;
            next = m_taken.erase(before);
        }
    }
    while (next != m_taken.end() &&
           (next->first <= range.last || next->first == after(range.last))) {
        range.last = std::max(range.last, next->second);
        next = m_taken.erase(next);
    }
    m_taken.emplace(range.first, range.last);
    return true;
}

std::optional<std::vector<AddressRanges::Range>> rangesOf(const IpNetwork &network)
{
    const std::vector<std::size_t> gaps = gapsOf(network.mask);
    if (gaps.size() > MaxGapBits)
        return {};
    std::vector<AddressRanges::Range> ranges;
    for (std::size_t number = 0; number < std::size_t(1) << gaps.size(); ++number) {
        AddressRanges::Range range;
        range.last.fill(0xff);
        for (std::size_t i = 0; i < network.mask.size(); ++i) {
            range.first[i] = network.address.bytes[i] & network.mask.bytes[i];
            range.last[i] = range.first[i] | std::uint8_t(~network.mask.bytes[i]);
        }
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            std::uint8_t &first = range.first[gaps[i] / 8];
            std::uint8_t &last = range.last[gaps[i] / 8];
            if ((number >> i & 1) != 0)
                first |= std::uint8_t(bitOf(gaps[i]));
            else
                last &= std::uint8_t(~bitOf(gaps[i]));
        }
        ranges.push_back(range);
    }
    return ranges;
}

AddressSpace::AddressSpace(bool tls)
    : m_possible(std::uint8_t(Plain | Gss | Socket | (tls ? Tls : 0)))
{
}

bool AddressSpace::take(const HbaRule &rule)
{
    const std::uint8_t ways = waysOf(rule.kind) & m_possible;
    if (rule.isLocal())
        return !std::exchange(m_socket, true);
    bool left = false;
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
        if ((ways >> i & 1) != 0)
            left = takeFrom(m_ways[i], rule.address) || left;
    }
    return left;
}

bool AddressSpace::takeFrom(Way &way, const HbaAddress &address) const
{
    if (address.kind == Kind::Network)
        return takeNetwork(way, address.network);
    if (address.kind != Kind::All)
        return takeNamed(way, address);
    const bool v4 = way.v4.take(AddressRanges::everything());
    return way.v6.take(AddressRanges::everything()) || v4;
}

bool AddressSpace::takeNetwork(Way &way, const IpNetwork &network) const
{
    AddressRanges &family = network.address.isV6 ? way.v6 : way.v4;
    const auto ranges = rangesOf(network);
    if (!ranges)
        return !family.isFull();
    bool left = false;
    for (const AddressRanges::Range &range : *ranges)
        left = family.take(range) || left;
    return left;
}

bool AddressSpace::takeNamed(Way &way, const HbaAddress &address) const
{
    const bool contained = std::ranges::any_of(
        way.named, [&](const HbaAddress &wide) { return containsNamed(wide, address); });
    if (contained || (way.v4.isFull() && way.v6.isFull()))
        return false;
    way.named.push_back(address);
    return true;
}

bool mayMeet(const HbaRule &a, const HbaRule &b)
{
    if ((waysOf(a.kind) & waysOf(b.kind)) == 0)
        return false;
    if (a.isLocal() || a.address.kind != Kind::Network || b.address.kind != Kind::Network)
        return true;
    const IpNetwork &one = a.address.network;
    const IpNetwork &other = b.address.network;
    if (one.address.isV6 != other.address.isV6)
        return false;
    for (std::size_t i = 0; i < one.mask.size(); ++i) {
        const int differs = one.address.bytes[i] ^ other.address.bytes[i];
        if ((differs & one.mask.bytes[i] & other.mask.bytes[i]) != 0)
            return false;
    }
    return true;
}

} // namespace pgaccess
