// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbacover.h"

#include "access/hba/hbaranges.h"
#include "access/hba/hbaregex.h"

#include <algorithm>
#include <memory_resource>
#include <unordered_map>

namespace pgaccess {

using namespace cover;

namespace {

constexpr std::size_t MaxPairs = 256; // of a database and a user word, in one rule

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view>()(text);
    }
};

using Numbers = std::pmr::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

struct PairWord
{
    std::uint32_t word = All;
    bool isName = false; // and no keyword, role's members or expression
};

} // namespace

struct HbaCover::Index
{
    int version = 18;
    // All of it goes at once.
    std::pmr::monotonic_buffer_resource memory;
    mutable Numbers names{&memory};
    mutable Numbers members{&memory}; // behind a "+"
    mutable Numbers hosts{&memory};
    std::pmr::unordered_map<std::uint64_t, Pair, PairHash> pairs{&memory};
    std::pmr::unordered_map<Range, int, RangeHash> ranges{&memory};

    // One of a row that all three share.
    std::uint32_t number(Numbers &in, std::string_view text) const
    {
        const auto found = in.find(text);
        if (found != in.end())
            return found->second;
        const std::size_t next = FirstName + names.size() + members.size() + hosts.size();
        in.emplace(text, std::uint32_t(next));
        return std::uint32_t(next);
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
                                              : number(names, token.text);
    }

    std::uint32_t userWord(const AuthToken &token) const
    {
        if (token.isKeyword("all"))
            return All;
        const bool isMembers = !token.quoted && token.text.starts_with('+');
        return isMembers ? number(members, token.text) : number(names, token.text);
    }

    std::vector<PairWord> wordsOf(const AuthField &field, bool areUsers) const
    {
        std::vector<PairWord> words;
        words.reserve(field.size());
        for (const AuthToken &token : field) {
            const std::uint32_t word = areUsers ? userWord(token) : databaseWord(token);
            const bool isMembers = areUsers && !token.quoted && token.text.starts_with('+');
            const bool isName = word >= FirstName && !isMembers && !isHbaRegex(token, version);
            words.push_back({word, isName});
        }
        return words;
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
        const auto take = [&](const Range &range, int index) {
            if (rest.take(range.ways, range.shape != Shape::V6, range.shape != Shape::V4))
                by.push_back(index);
        };
        if (pair.firstRule >= 0) {
            const Range &first = pair.first;
            query.eachKey({first.ways, first.shape, first.bits}, [&](const Range &key) {
                if (key.network == first.network)
                    take(first, pair.firstRule);
            });
        }
        for (std::size_t i = 0; i < pair.shapes.size() && !rest.isEmpty(); ++i) {
            query.eachKey(pair.shapes[i], [&](Range key) {
                key.pair = pair.number;
                const auto found = ranges.find(key);
                if (found != ranges.end())
                    take(key, found->second);
            });
        }
        if (rule.isLocal() || rule.address.kind != HbaAddress::Kind::Network)
            return;
        for (const OddMask &odd : pair.oddMasks) {
            if (coversOdd(odd, rule.address.network) && rest.take(odd.ways, true, true))
                by.push_back(odd.rule);
        }
    }

    void coverPair(PairWord database, PairWord user, const HbaRule &rule, const AddressQuery &query,
                   Rest &rest, std::vector<int> &by) const
    {
        const auto look = [&](std::uint32_t wide, std::uint32_t wideUser) {
            if (const Pair *pair = rest.isEmpty() ? nullptr : find(wide, wideUser))
                cover(*pair, rule, query, rest, by);
        };
        const auto lookAt = [&](std::uint32_t wide) {
            look(wide, user.word);
            if (user.word != All)
                look(wide, All);
        };
        lookAt(database.word);
        if (database.word != All && database.word != Replication)
            lookAt(All);
        if (!user.isName)
            return;
        if (database.word == SameUser)
            lookAt(user.word); // the only such database
        else if (database.word == user.word)
            lookAt(SameUser);
    }

    /// The names of earlier rules that a host name or a suffix of it would have.
    std::vector<std::uint32_t> hostsOf(const HbaRule &rule) const
    {
        std::vector<std::uint32_t> found;
        if (rule.isLocal() || rule.address.kind != HbaAddress::Kind::HostName)
            return found;
        const std::string host = lowered(rule.address.host);
        for (std::size_t at = 0; at < host.size() && found.size() < MaxShapes; ++at) {
            if (at > 0 && host[at] != '.')
                continue;
            const auto known = hosts.find(std::string_view(host).substr(at));
            if (known != hosts.end()) // or no rule before has it
                found.push_back(known->second);
        }
        return found;
    }

    void addTo(Pair &pair, const HbaRule &rule, int index)
    {
        const KnownShape shape = shapeOf(rule);
        if (shape.bits == OddBits) {
            if (pair.oddMasks.size() < MaxOddMasks)
                pair.oddMasks.push_back({shape.ways, rule.address.network, index});
            return;
        }
        Range range{
            .pair = pair.number, .ways = shape.ways, .shape = shape.shape, .bits = shape.bits};
        if (shape.shape == Shape::V4 || shape.shape == Shape::V6)
            range.network = masked(rule.address.network.address, shape.bits);
        else if (shape.shape == Shape::Host)
            range.network = numbered(number(hosts, lowered(rule.address.host)));
        if (pair.firstRule < 0) {
            pair.first = range;
            pair.firstRule = index;
            return;
        }
        if (!std::ranges::contains(pair.shapes, shape)) {
            if (pair.shapes.size() >= MaxShapes)
                return;
            pair.shapes.push_back(shape);
        }
        ranges.emplace(range, index);
    }
};

HbaCover::HbaCover(int version, std::size_t rules)
    : m_index(std::make_unique<Index>())
{
    m_index->version = version;
    m_index->names.reserve(2 * rules);
    m_index->pairs.reserve(rules);
}

HbaCover::~HbaCover() = default;

std::vector<int> HbaCover::coveredBy(const HbaRule &rule) const
{
    if (rule.databases.size() * rule.users.size() > MaxPairs)
        return {};
    const std::vector<std::uint32_t> hosts = m_index->hostsOf(rule);
    const AddressQuery query(rule, hosts);
    std::vector<int> by;
    const std::vector<PairWord> users = m_index->wordsOf(rule.users, true);
    for (const PairWord database : m_index->wordsOf(rule.databases, false)) {
        for (const PairWord user : users) {
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
    const std::vector<PairWord> users = m_index->wordsOf(rule.users, true);
    for (const PairWord database : m_index->wordsOf(rule.databases, false)) {
        for (const PairWord user : users) {
            if (++count > MaxPairs)
                return;
            const std::uint64_t key = (std::uint64_t(database.word) << 32) | user.word;
            const auto [found, fresh] = m_index->pairs.try_emplace(key);
            if (fresh)
                found->second.number = std::uint32_t(m_index->pairs.size());
            m_index->addTo(found->second, rule, index);
        }
    }
}

} // namespace pgaccess
