// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <optional>

namespace pgaccess {

/// A word in a connection string that is no setting of libpq's.
struct UnknownKeyword
{
    QString word;
    QString nearest; ///< What may be meant; empty if nothing comes near.

    bool operator==(const UnknownKeyword &) const = default;
};

/// The first such word of a keyword string or a URI; nothing if all of them are settings. The
/// values, which may be secrets, are passed over.
std::optional<UnknownKeyword> unknownKeyword(const QString &connection);

} // namespace pgaccess
