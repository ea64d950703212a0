// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbaregex.h"

namespace pgaccess {

/// Reads the text of a regular expression into the steps of a machine.
class HbaRegexReader final
{
public:
    HbaRegexReader(std::string_view pattern, HbaRegex &out);

    /// What is wrong with it, in the words of the server; empty if nothing.
    std::string read();

private:
    using Step = HbaRegex::Step;
    using ByteSet = HbaRegex::ByteSet;

    void readAlternatives(int depth);
    void readBranch(int depth);
    bool readAtom(int depth);
    void readGroup(int depth);
    void readBracket();
    void readBracketItem(ByteSet &set);
    ByteSet readNamedSet();
    int bracketByte(ByteSet &set);
    void readEscape();
    bool readClassEscape(char c, ByteSet &set) const;
    int readByteEscape(char c);
    int readNumber(int base, int mostDigits);
    void readQuantifier(std::size_t from);
    bool readBounds(int &least, int &most);
    void repeat(std::size_t from, int least, int most);
    void append(const std::vector<Step> &piece, std::size_t from);

    bool atEnd() const { return m_at >= m_pattern.size(); }
    char peek() const { return atEnd() ? '\0' : m_pattern[m_at]; }
    bool takeIf(char c);
    void addStep(Step::Kind kind) { m_out.m_steps.push_back({.kind = kind}); }
    void addSet(const ByteSet &set);
    void fail(std::string_view error);

    std::string_view m_pattern;
    std::size_t m_at = 0;
    HbaRegex &m_out;
    std::string m_error;
};

} // namespace pgaccess
