// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profile.h"
#include "base/error.h"

namespace pgaccess {

/// What a profile file holds.
struct ProfileList
{
    QList<Profile> profiles;
    QJsonObject unknown; ///< Fields of a newer version beside the profiles, kept as they are.
    QStringList leftOut; ///< Secret options that somebody wrote into the file: "orders: password".
    int version = 1;     ///< Of the schema; above ProfileSchemaVersion it must not be written.

    bool operator==(const ProfileList &) const = default;
};

constexpr int ProfileSchemaVersion = 1;

/// The readable JSON text of a profile file.
QByteArray toJson(const ProfileList &list);

/// Reads it back. Fields and words that this version does not know survive a round trip; a text
/// that is not such a file is an error.
base::Result<ProfileList> fromJson(const QByteArray &text);

} // namespace pgaccess
