// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <vector>

namespace base {

/// A password in memory: wiped when it goes, never printed, never in a QVariant that a view could
/// reach.
class Secret final
{
public:
    Secret() = default;
    explicit Secret(QByteArrayView bytes);
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    bool isEmpty() const { return m_bytes.empty(); }

    /// The bytes, NUL-terminated; valid as long as this object is.
    const char *data() const { return m_bytes.empty() ? "" : m_bytes.data(); }
    QByteArrayView view() const;

private:
    void wipe();

    std::vector<char> m_bytes; // with the terminating NUL, or empty
};

} // namespace base
