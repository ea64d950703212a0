// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

/// Text that may be a password, in the parsers, which know no Qt: wiped when it goes and nowhere
/// printed. Becomes a base::Secret where the parsers end.
class SecretText final
{
public:
    SecretText() = default;
    explicit SecretText(std::string_view text);
    SecretText(const SecretText &) = default;
    SecretText(SecretText &&other) noexcept = default;
    SecretText &operator=(SecretText other) noexcept;
    ~SecretText();

    bool empty() const { return m_bytes.empty(); }
    std::string_view view() const { return {m_bytes.data(), m_bytes.size()}; }
    bool operator==(const SecretText &) const = default;

private:
    std::vector<char> m_bytes; // a std::string would keep short texts within itself
};

/// A growing text that is wiped: also what it leaves behind where it grows.
class SecretBuilder final
{
public:
    SecretBuilder() = default;
    SecretBuilder(const SecretBuilder &) = delete;
    SecretBuilder &operator=(const SecretBuilder &) = delete;
    ~SecretBuilder();

    void append(char c) { append(std::string_view(&c, 1)); }
    void append(std::string_view text);
    std::size_t size() const { return m_bytes.size(); }
    std::string_view view() const { return {m_bytes.data(), m_bytes.size()}; }
    SecretText text() const { return SecretText(view()); }
    void trimEnd(); ///< Takes blanks off the end.

private:
    std::vector<char> m_bytes;
};

} // namespace pgaccess
