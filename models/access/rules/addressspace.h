// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"

#include <map>

namespace pgaccess {

/// Addresses of one family as ranges that neither overlap nor touch.
class AddressRanges final
{
public:
    using Bytes = std::array<std::uint8_t, 16>; ///< IPv4 in the first four.
    struct Range
    {
        Bytes first{};
        Bytes last{};
    };
    static Range everything();

    /// False if all of it is taken already.
    bool take(Range range);
    bool isFull() const;

private:
    std::map<Bytes, Bytes> m_taken; ///< The last address by the first.
};

/// The ranges of a network: one, or many if its mask has gaps. Nothing if there would be too many.
std::optional<std::vector<AddressRanges::Range>> rangesOf(const IpNetwork &network);

/// From where and how clients come whom the rules so far take, one after the other. Exact for
/// addresses, however rules lie in one another; of names of hosts, samehost and samenet it is known
/// only what contains them.
class AddressSpace final
{
public:
    /// Without TLS nobody comes that way.
    explicit AddressSpace(bool tls);

    /// Takes the clients of a rule. False if there is none that no rule before it took.
    bool take(const HbaRule &rule);

private:
    struct Way
    {
        AddressRanges v4;
        AddressRanges v6;
        std::vector<HbaAddress> named;
    };
    bool takeNetwork(Way &way, const IpNetwork &network) const;
    bool takeNamed(Way &way, const HbaAddress &address) const;
    bool takeFrom(Way &way, const HbaAddress &address) const;

    std::array<Way, 3> m_ways; ///< Unencrypted, TLS, GSSAPI.
    std::uint8_t m_possible;
    bool m_socket = false;
};

/// False if no client can be meant by both.
bool mayMeet(const HbaRule &a, const HbaRule &b);

} // namespace pgaccess
