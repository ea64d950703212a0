// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbaregex.h"

#include "access/hba/hbaregexreader.h"

namespace pgaccess {

namespace {

constexpr std::size_t MaxName = 1024; // names have 63 bytes at most

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Runs a machine over a name, with all of its states at once.
class Runner final
{
public:
    using Step = HbaRegex::Step;

    Runner(const std::vector<Step> &steps, const std::vector<HbaRegex::ByteSet> &sets,
           std::string_view name)
        : m_steps(steps)
        , m_sets(sets)
        , m_name(name)
        , m_seen(steps.size(), 0)
    {
    }

    bool run()
    {
        std::vector<int> states, following;
        for (std::size_t at = 0; at <= m_name.size(); ++at) {
            ++m_round;
            following.swap(states);
            states.clear();
            for (const int state : following)
                add(states, state, at);
            add(states, 0, at); // a match may begin here
            if (m_matched)
                return true;
            following.clear();
            for (const int state : states) {
                if (at < m_name.size() && takes(state, m_name[at]))
                    following.push_back(state + 1);
            }
            states.swap(following);
        }
        return false;
    }

private:
    bool takes(int state, char c) const
    {
        return m_sets[std::size_t(m_steps[std::size_t(state)].set)][std::uint8_t(c)];
    }

    // Follows what takes no byte; without recursion, because patterns are foreign.
    void add(std::vector<int> &states, int first, std::size_t at)
    {
        std::vector<int> open{first};
        while (!open.empty()) {
            const int state = open.back();
            open.pop_back();
            if (m_seen[std::size_t(state)] == m_round)
                continue;
            m_seen[std::size_t(state)] = m_round;
            const Step &step = m_steps[std::size_t(state)];
            if (step.kind == Step::Kind::Byte)
                states.push_back(state);
            else if (step.kind == Step::Kind::Match)
                m_matched = true;
            else if (step.kind == Step::Kind::Split)
                open.insert(open.end(), {step.next, step.other});
            else if (step.kind == Step::Kind::Jump)
                open.push_back(step.next);
            else if (holds(step.kind, at))
                open.push_back(state + 1);
        }
    }

    bool holds(Step::Kind kind, std::size_t at) const
    {
        const bool before = at > 0 && isWord(m_name[at - 1]);
        const bool after = at < m_name.size() && isWord(m_name[at]);
        switch (kind) {
        case Step::Kind::Start:
            return at == 0;
        case Step::Kind::End:
            return at == m_name.size();
        case Step::Kind::WordStart:
            return !before && after;
        case Step::Kind::WordEnd:
            return before && !after;
        case Step::Kind::WordEdge:
            return before != after;
        default:
            return before == after;
        }
    }

    const std::vector<Step> &m_steps;
    const std::vector<HbaRegex::ByteSet> &m_sets;
    std::string_view m_name;
    std::vector<unsigned> m_seen;
    unsigned m_round = 0;
    bool m_matched = false;
};

} // namespace

bool isHbaRegex(const AuthToken &token, int version)
{
    return version >= 16 && token.text.starts_with('/');
}

std::expected<HbaRegex, std::string> HbaRegex::compile(std::string_view pattern)
{
    HbaRegex regex;
    const std::string error = HbaRegexReader(pattern, regex).read();
    if (!error.empty())
        return std::unexpected("invalid regular expression \"" + std::string(pattern) +
                               "\": " + error);
    return regex;
}

std::optional<bool> HbaRegex::matches(std::string_view name) const
{
    if (m_unknown || name.size() > MaxName)
        return {};
    return Runner(m_steps, m_sets, name).run();
}

} // namespace pgaccess
