// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/secrettext.h"

#include <string.h>

#include <algorithm>

namespace pgaccess {

namespace {

void wipe(std::vector<char> &bytes)
{
    if (!bytes.empty())
        explicit_bzero(bytes.data(), bytes.size());
}

} // namespace

SecretText::SecretText(std::string_view text)
    : m_bytes(text.begin(), text.end())
{
}

SecretText &SecretText::operator=(SecretText other) noexcept
{
    m_bytes.swap(other.m_bytes); // the old bytes are wiped with the argument
    return *this;
}

SecretText::~SecretText()
{
    wipe(m_bytes);
}

SecretBuilder::~SecretBuilder()
{
    wipe(m_bytes);
}

void SecretBuilder::append(std::string_view text)
{
    if (m_bytes.size() + text.size() > m_bytes.capacity()) {
        std::vector<char> larger;
        larger.reserve(std::max<std::size_t>(64, 2 * (m_bytes.size() + text.size())));
        larger.assign(m_bytes.begin(), m_bytes.end());
        wipe(m_bytes);
        m_bytes.swap(larger);
    }
    m_bytes.insert(m_bytes.end(), text.begin(), text.end());
}

void SecretBuilder::trimEnd()
{
    while (!m_bytes.empty() && (m_bytes.back() == ' ' || m_bytes.back() == '\t')) {
        m_bytes.back() = '\0';
        m_bytes.pop_back();
    }
}

} // namespace pgaccess
