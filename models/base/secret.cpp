// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/secret.h"

#include <string.h>

#include <utility>

namespace base {

Secret::Secret(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    m_bytes.reserve(size_t(bytes.size()) + 1);
    m_bytes.assign(bytes.begin(), bytes.end());
    m_bytes.push_back('\0');
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_bytes = other.m_bytes;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

QByteArrayView Secret::view() const
{
    return m_bytes.empty() ? QByteArrayView() : QByteArrayView(m_bytes.data(), m_bytes.size() - 1);
}

void Secret::wipe()
{
    if (!m_bytes.empty())
        explicit_bzero(m_bytes.data(), m_bytes.size());
    m_bytes.clear();
}

} // namespace base
