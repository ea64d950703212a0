// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbacover.h"

#include "access/hba/hbaranges.h"
#include "access/hba/hbaregex.h"

#include <algorithm>
#include <unordered_map>

namespace pgaccess {

using namespace cover;

namespace {

constexpr std::size_t MaxPairs = 256; // of a database and a user word, in one rule

} // namespace

struct HbaCover::Index
{
    int version = 18;
    // By text, with a mark in front: "=" a name, "+" members, "." a host.
    mutable std::unordered_map<std::string, std::uint32_t> numbers;
    std::unordered_map<std::uint64_t, Pair, PairHash> pairs;
    std::unordered_map<Range, int, RangeHash> ranges;

    std::uint32_t number(char mark, std::string_view text) const
    {
        std::string key(1, mark);
        key += text;
        return numbers.emplace(std::move(key), FirstName + std::uint32_t(numbers.size()))
            .first->second;
    }

    // Nothing for a name that no rule had before.
    std::optional<std::uint32_t> known(char mark, std::string_view text) const
    {
        std::string key(1, mark);
        key += text;
        const auto found = numbers.find(key);
        return found == numbers.end() ? std::nullopt : std::optional(found->second);
    }

    std::uint32_t databaseWord(const AuthToken &token) const
    {
        if (token.isKeyword("all"))
            return All;
        if (token.isKeyword("sameuser"))
            return SameUser;
        if (token.isKeyword("samerole") || token.isKeyword("samegroup"))
            return SameRole;
        return token.isKeyword("replication") ? std::uint32_t(Replication)
                                              : number('=', token.text);
    }

    std::uint32_t userWord(const AuthToken &token) const
    {
        if (token.isKeyword("all"))
            return All;
        const bool members = !token.quoted && token.text.starts_with('+');
        return members ? number('+', token.text) : number('=', token.text);
    }

    /// The words for a database that leave nothing to this one.
    std::vector<std::uint32_t> widerDatabases(const AuthToken &token, const AuthToken &user) const
    {
        const std::uint32_t word = databaseWord(token);
        if (word == All || word == Replication)
            return {word};
        std::vector<std::uint32_t> words{word, All};
        const bool isName = userWord(user) >= FirstName && !isHbaRegex(user, version) &&
                            (user.quoted || !user.text.starts_with('+'));
        if (!isName)
            return words;
        if (word == SameUser)
            words.push_back(number('=', user.text)); // the only such database
        else if (word >= FirstName && token.text == user.text)
            words.push_back(SameUser);
        return words;
    }

    std::uint64_t keyOf(const AuthToken &database, const AuthToken &user) const
    {
        return (std::uint64_t(databaseWord(database)) << 32) | userWord(user);
    }

    const Pair *find(std::uint32_t database, std::uint32_t user) const
    {
        const auto found = pairs.find((std::uint64_t(database) << 32) | user);
        return found == pairs.end() ? nullptr : &found->second;
    }

    /// Takes away what the ranges of one pair of words cover.
    void cover(const Pair &pair, const HbaRule &rule, const AddressQuery &query, Rest &rest,
               std::vector<int> &by) const
    {
        for (const KnownShape &shape : pair.shapes) {
            query.eachKey(shape, [&](Range key) {
                key.pair = pair.number;
                const auto found = ranges.find(key);
                if (found != ranges.end() &&
                    rest.take(shape.ways, shape.shape != Shape::V6, shape.shape != Shape::V4))
                    by.push_back(found->second);
            });
        }
        if (rule.isLocal() || rule.address.kind != HbaAddress::Kind::Network)
            return;
        for (const OddMask &odd : pair.oddMasks) {
            if (coversOdd(odd, rule.address.network) && rest.take(odd.ways, true, true))
                by.push_back(odd.rule);
        }
    }

    void coverPair(const AuthToken &database, const AuthToken &user, const HbaRule &rule,
                   const AddressQuery &query, Rest &rest, std::vector<int> &by) const
    {
        const std::uint32_t word = userWord(user);
        for (const std::uint32_t wide : widerDatabases(database, user)) {
            for (const std::uint32_t wideUser : {word, std::uint32_t(All)}) {
                if (const Pair *pair = find(wide, wideUser))
                    cover(*pair, rule, query, rest, by);
                if (word == All)
                    break;
            }
        }
    }

    /// The names of earlier rules that a host name or a suffix of it would have.
    std::vector<std::uint32_t> hostsOf(const HbaRule &rule) const
    {
        std::vector<std::uint32_t> hosts;
        if (rule.isLocal() || rule.address.kind != HbaAddress::Kind::HostName)
            return hosts;
        const std::string host = lowered(rule.address.host);
        for (std::size_t at = 0; at < host.size() && hosts.size() < MaxShapes; ++at) {
            if (at > 0 && host[at] != '.')
                continue;
            if (const auto number = known('.', host.substr(at)))
                hosts.push_back(*number);
        }
        return hosts;
    }

    void addTo(Pair &pair, const HbaRule &rule, int index)
    {
        const KnownShape shape = shapeOf(rule);
        if (shape.bits == OddBits) {
            if (pair.oddMasks.size() < MaxOddMasks)
                pair.oddMasks.push_back({shape.ways, rule.address.network, index});
            return;
        }
        if (!std::ranges::contains(pair.shapes, shape)) {
            if (pair.shapes.size() >= MaxShapes)
                return;
            pair.shapes.push_back(shape);
        }
        Range range{
            .pair = pair.number, .ways = shape.ways, .shape = shape.shape, .bits = shape.bits};
        if (shape.shape == Shape::V4 || shape.shape == Shape::V6)
            range.network = masked(rule.address.network.address, shape.bits);
        else if (shape.shape == Shape::Host)
            range.network = numbered(number('.', lowered(rule.address.host)));
        ranges.emplace(range, index);
    }
};

HbaCover::HbaCover(int version)
    : m_index(std::make_unique<Index>())
{
    m_index->version = version;
}

HbaCover::~HbaCover() = default;

std::vector<int> HbaCover::coveredBy(const HbaRule &rule) const
{
    if (rule.databases.size() * rule.users.size() > MaxPairs)
        return {};
    const std::vector<std::uint32_t> hosts = m_index->hostsOf(rule);
    const AddressQuery query(rule, hosts);
    std::vector<int> by;
    for (const AuthToken &database : rule.databases) {
        for (const AuthToken &user : rule.users) {
            Rest rest(waysOf(rule.kind), rule.address, rule.isLocal());
            m_index->coverPair(database, user, rule, query, rest, by);
            if (!rest.isEmpty())
                return {};
        }
    }
    std::ranges::sort(by);
    by.erase(std::ranges::unique(by).begin(), by.end());
    return by;
}

void HbaCover::add(const HbaRule &rule, int index)
{
    std::size_t count = 0;
    for (const AuthToken &database : rule.databases) {
        for (const AuthToken &user : rule.users) {
            if (++count > MaxPairs)
                return;
            const auto [found, fresh] = m_index->pairs.try_emplace(m_index->keyOf(database, user));
            if (fresh)
                found->second.number = std::uint32_t(m_index->pairs.size());
            m_index->addTo(found->second, rule, index);
        }
    }
}

} // namespace pgaccess
