// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbaregexreader.h"

#include <algorithm>

namespace pgaccess {

namespace {

constexpr int MaxRepeat = 255;
constexpr int MaxRegexDepth = 64;
constexpr std::size_t MaxSteps = 20'000;
constexpr std::size_t MaxPattern = 64 * 1024;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

HbaRegexReader::HbaRegexReader(std::string_view pattern, HbaRegex &out)
    : m_pattern(pattern)
    , m_out(out)
{
}

std::string HbaRegexReader::read()
{
    if (m_pattern.size() > MaxPattern || m_pattern.starts_with("***")) { // or another flavour
        m_out.m_unknown = true;
        return {};
    }
    readAlternatives(0);
    if (m_error.empty() && !m_out.m_unknown && !atEnd())
        fail("parentheses () not balanced");
    addStep(Step::Kind::Match);
    return m_out.m_unknown ? std::string() : m_error;
}

void HbaRegexReader::fail(std::string_view error)
{
    if (m_error.empty())
        m_error = error;
    m_at = m_pattern.size();
}

bool HbaRegexReader::takeIf(char c)
{
    const bool there = !atEnd() && peek() == c;
    m_at += there;
    return there;
}

void HbaRegexReader::addSet(const ByteSet &set)
{
    m_out.m_sets.push_back(set);
    m_out.m_steps.push_back({.kind = Step::Kind::Byte, .set = int(m_out.m_sets.size()) - 1});
    if (m_out.m_steps.size() > MaxSteps)
        m_out.m_unknown = true;
}

// Split to this branch or the next ones; each branch jumps behind the last.
void HbaRegexReader::readAlternatives(int depth)
{
    auto &steps = m_out.m_steps;
    std::vector<std::size_t> jumps;
    while (true) {
        const std::size_t from = steps.size();
        readBranch(depth);
        if (!takeIf('|'))
            break;
        append({{.kind = Step::Kind::Split, .next = 1}}, from);
        jumps.push_back(steps.size());
        addStep(Step::Kind::Jump);
        steps[from].next = int(from) + 1;
        steps[from].other = int(steps.size());
    }
    for (const std::size_t jump : jumps)
        steps[jump].next = int(steps.size());
}

// Puts steps in front of those that begin there, which move on.
void HbaRegexReader::append(const std::vector<Step> &piece, std::size_t from)
{
    auto &steps = m_out.m_steps;
    const int moved = int(piece.size());
    for (std::size_t i = from; i < steps.size(); ++i) {
        steps[i].next += moved;
        steps[i].other += moved;
    }
    steps.insert(steps.begin() + std::ptrdiff_t(from), piece.begin(), piece.end());
}

void HbaRegexReader::readBranch(int depth)
{
    while (!atEnd() && peek() != '|' && peek() != ')' && !m_out.m_unknown) {
        const std::size_t from = m_out.m_steps.size();
        if (readAtom(depth))
            readQuantifier(from);
        else if (std::string_view("*+?").contains(peek()) && !atEnd())
            fail("quantifier operand invalid"); // nothing repeats a place
    }
}

// True for what can be repeated.
bool HbaRegexReader::readAtom(int depth)
{
    const char c = m_pattern[m_at++];
    switch (c) {
    case '^':
        addStep(Step::Kind::Start);
        return false;
    case '$':
        addStep(Step::Kind::End);
        return false;
    case '(':
        readGroup(depth);
        return true;
    case '[':
        readBracket();
        return true;
    case '.':
        addSet(~ByteSet());
        return true;
    case '\\':
        readEscape();
        return m_out.m_steps.empty() || m_out.m_steps.back().kind == Step::Kind::Byte;
    case '*':
    case '+':
    case '?':
        fail("quantifier operand invalid");
        return false;
    case '{':
        if (isDigit(peek())) {
            fail("quantifier operand invalid");
            return false;
        }
        [[fallthrough]];
    default:
        addSet(ByteSet().set(std::uint8_t(c)));
        return true;
    }
}

void HbaRegexReader::readGroup(int depth)
{
    if (depth >= MaxRegexDepth || (peek() == '?' && m_pattern.substr(m_at, 2) != "?:")) {
        m_out.m_unknown = true;
        return;
    }
    if (takeIf('?'))
        takeIf(':');
    readAlternatives(depth + 1);
    if (!takeIf(')'))
        fail("parentheses () not balanced");
}

void HbaRegexReader::readQuantifier(std::size_t from)
{
    int least = 1, most = 1; // most: -1 for any number
    if (takeIf('*'))
        least = 0, most = -1;
    else if (takeIf('+'))
        most = -1;
    else if (takeIf('?'))
        least = 0;
    else if (peek() == '{' && m_at + 1 < m_pattern.size() && isDigit(m_pattern[m_at + 1])) {
        if (!readBounds(least, most))
            return;
    } else {
        return;
    }
    takeIf('?'); // the shortest match is a match as well
    if (!atEnd() &&
        (std::string_view("*+?").contains(peek()) ||
         (peek() == '{' && m_at + 1 < m_pattern.size() && isDigit(m_pattern[m_at + 1])))) {
        fail("quantifier operand invalid");
        return;
    }
    repeat(from, least, most);
}

bool HbaRegexReader::readBounds(int &least, int &most)
{
    ++m_at;
    const auto number = [this] {
        int value = 0;
        while (isDigit(peek()) && value <= MaxRepeat)
            value = value * 10 + (m_pattern[m_at++] - '0');
        return value;
    };
    least = most = number();
    if (takeIf(','))
        most = isDigit(peek()) ? number() : -1;
    if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && most < least)) {
        fail("invalid repetition count(s)");
        return false;
    }
    if (!takeIf('}')) {
        fail(atEnd() ? "braces {} not balanced" : "invalid repetition count(s)");
        return false;
    }
    return true;
}

void HbaRegexReader::repeat(std::size_t from, int least, int most)
{
    auto &steps = m_out.m_steps;
    const std::vector<Step> piece(steps.begin() + std::ptrdiff_t(from), steps.end());
    const std::size_t copies = std::size_t(std::max(least, most)) + 1;
    if (steps.size() + (piece.size() + 2) * copies > MaxSteps) {
        m_out.m_unknown = true;
        return;
    }
    steps.resize(from);
    const auto addCopy = [&] {
        const int moved = int(steps.size()) - int(from);
        for (Step step : piece) {
            step.next += moved;
            step.other += moved;
            steps.push_back(step);
        }
    };
    for (int i = 0; i < least; ++i)
        addCopy();
    std::vector<std::size_t> leave;
    for (int i = least; i < most; ++i) {
        leave.push_back(steps.size());
        addStep(Step::Kind::Split);
        addCopy();
    }
    if (most < 0) {
        leave.push_back(steps.size());
        addStep(Step::Kind::Split);
        addCopy();
        addStep(Step::Kind::Jump);
        steps.back().next = int(leave.back());
    }
    for (const std::size_t split : leave) {
        steps[split].next = int(split) + 1;
        steps[split].other = int(steps.size());
    }
}

} // namespace pgaccess
