// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"

#include <algorithm>
#include <cstring>

// How HbaCover and AddressSpace keep what addresses the rules so far take: not for others.
namespace pgaccess::cover {

constexpr std::size_t MaxShapes = 128; // of addresses, for one pair
constexpr std::size_t MaxOddMasks = 32;
constexpr int OddBits = 255; // a mask with gaps

// How a client connects. TLS and GSSAPI exclude each other.
enum Way : std::uint8_t { Plain = 1, Tls = 2, Gss = 4, Socket = 8 };

inline std::uint8_t waysOf(HbaKind kind)
{
    constexpr std::array<std::uint8_t, 6> ways = {Socket, Plain | Tls | Gss, Tls, Plain | Gss,
                                                  Gss,    Plain | Tls};
    return ways[std::size_t(kind)];
}

// Numbers of words. Those below FirstName are keywords.
enum Word : std::uint32_t { All, SameUser, SameRole, Replication, FirstName };

enum class Shape : std::uint8_t { All, V4, V6, Host, SameHost, SameNet };

/// A set of addresses that can be looked up.
struct Range
{
    std::uint32_t pair = 0;
    std::uint8_t ways = 0;
    Shape shape = Shape::All;
    std::uint8_t bits = 0;
    std::array<std::uint8_t, 16> network{};

    bool operator==(const Range &) const = default;
};

struct RangeHash
{
    std::size_t operator()(const Range &range) const
    {
        std::uint64_t halves[2];
        std::memcpy(halves, range.network.data(), sizeof halves);
        std::uint64_t hash = (std::uint64_t(range.pair) << 24) ^ (std::uint64_t(range.ways) << 16) ^
                             (std::uint64_t(range.shape) << 8) ^ range.bits;
        for (const std::uint64_t half : halves)
            hash = (hash ^ half) * 0x9e3779b97f4a7c15ULL ^ (hash >> 29);
        return hash ^ (hash >> 32);
    }
};

struct PairHash
{
    std::size_t operator()(std::uint64_t pair) const
    {
        pair *= 0x9e3779b97f4a7c15ULL;
        return pair ^ (pair >> 32);
    }
};

struct KnownShape
{
    std::uint8_t ways = 0;
    Shape shape = Shape::All;
    std::uint8_t bits = 0;

    bool operator==(const KnownShape &) const = default;
};

struct OddMask
{
    std::uint8_t ways = 0;
    IpNetwork network;
    int rule = 0;
};

struct Pair
{
    std::uint32_t number = 0;
    int firstRule = -1; // none
    Range first;
    std::vector<KnownShape> shapes; // of the further ones, which are kept elsewhere
    std::vector<OddMask> oddMasks;
};

inline std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    return out;
}

/// What of a rule's clients is still to be covered: the ways by IPv4 in the lower half, by IPv6 in
/// the upper one.
class Rest final
{
public:
    Rest(std::uint8_t ways, const HbaAddress &address, bool local)
    {
        const bool onlyOne = local || address.kind == HbaAddress::Kind::Network;
        const bool v6 = !local && onlyOne && address.network.address.isV6;
        m_open = std::uint8_t((v6 ? 0 : ways) | (v6 || !onlyOne ? ways << 4 : 0));
    }

    bool isEmpty() const { return m_open == 0; }

    // True if that took something away.
    bool take(std::uint8_t ways, bool v4, bool v6)
    {
        const std::uint8_t before = m_open;
        m_open &= std::uint8_t(~((v4 ? ways : 0) | (v6 ? ways << 4 : 0)));
        return m_open != before;
    }

private:
    std::uint8_t m_open = 0;
};

inline std::array<std::uint8_t, 16> masked(const IpAddress &address, int bits)
{
    const IpAddress mask = prefixMask(address.isV6, bits);
    auto bytes = address.bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] &= mask.bytes[i];
    return bytes;
}

inline std::array<std::uint8_t, 16> numbered(std::uint32_t number)
{
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
}

/// Holds one address against the ranges of one pair.
class AddressQuery final
{
public:
    AddressQuery(const HbaRule &rule, const std::vector<std::uint32_t> &hosts)
        : m_rule(rule)
        , m_hosts(hosts)
        , m_bits(rule.address.kind == HbaAddress::Kind::Network
                     ? prefixLength(rule.address.network.mask)
                     : std::nullopt)
    {
    }

    /// Calls look() with each key under which a range of this shape would cover the address.
    template <typename Look>
    void eachKey(const KnownShape &known, const Look &look) const
    {
        Range key{.ways = known.ways, .shape = known.shape, .bits = known.bits};
        const HbaAddress::Kind kind = m_rule.address.kind;
        if (known.shape == Shape::All) {
            look(key);
        } else if (m_rule.isLocal()) {
            return;
        } else if (known.shape == Shape::V4 || known.shape == Shape::V6) {
            if (setNetwork(key))
                look(key);
        } else if (known.shape == Shape::Host) {
            for (const std::uint32_t host : m_hosts) {
                key.network = numbered(host);
                look(key);
            }
        } else if (kind == HbaAddress::Kind::SameHost || // it is in the networks as well
                   (kind == HbaAddress::Kind::SameNet && known.shape == Shape::SameNet)) {
            look(key);
        }
    }

private:
    bool setNetwork(Range &key) const
    {
        if (key.bits == 0) // the whole family
            return true;
        const IpAddress &address = m_rule.address.network.address;
        const bool sameFamily = m_rule.address.kind == HbaAddress::Kind::Network &&
                                address.isV6 == (key.shape == Shape::V6);
        if (!sameFamily || !m_bits || *m_bits < key.bits)
            return false;
        key.network = masked(address, key.bits);
        return true;
    }

    const HbaRule &m_rule;
    const std::vector<std::uint32_t> &m_hosts;
    std::optional<int> m_bits;
};

inline bool coversOdd(const OddMask &wide, const IpNetwork &narrow)
{
    if (wide.network.address.isV6 != narrow.address.isV6)
        return false;
    for (std::size_t i = 0; i < wide.network.mask.size(); ++i) {
        if ((wide.network.mask.bytes[i] & ~narrow.mask.bytes[i]) != 0)
            return false;
    }
    return wide.network.contains(narrow.address);
}

inline KnownShape shapeOf(const HbaRule &rule)
{
    const std::uint8_t ways = waysOf(rule.kind);
    if (rule.isLocal())
        return {ways, Shape::All, 0};
    switch (rule.address.kind) {
    case HbaAddress::Kind::All:
        return {ways, Shape::All, 0};
    case HbaAddress::Kind::SameHost:
        return {ways, Shape::SameHost, 0};
    case HbaAddress::Kind::SameNet:
        return {ways, Shape::SameNet, 0};
    case HbaAddress::Kind::HostName:
        return {ways, Shape::Host, 0};
    case HbaAddress::Kind::Network:
        break;
    }
    const IpNetwork &network = rule.address.network;
    return {ways, network.address.isV6 ? Shape::V6 : Shape::V4,
            std::uint8_t(prefixLength(network.mask).value_or(OddBits))};
}

} // namespace pgaccess::cover
