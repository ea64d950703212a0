// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profilejson.h"

namespace pgaccess {

/// What reading the profile file came to.
struct ProfilesRead
{
    ProfileList list;
    std::optional<base::Error> trouble; ///< Why the file itself could not be used.
    QString backup;                     ///< The backup used in its place; empty if none was.
};

/// The file of the connection profiles with its three backups (".1" is the youngest). Blocking;
/// lives on one thread. Written whole and at once with mode 0600; what cannot be read is never
/// overwritten, but moved aside, and never replaced by an empty list.
class ProfileFile final
{
public:
    explicit ProfileFile(QString path);

    const QString &path() const { return m_path; }

    /// Reads the file, or the youngest usable backup. A missing file without backups is an empty
    /// list.
    ProfilesRead read();

    /// Replaces the file. Fails if another program changed it since it was read or written here, if
    /// it is of a newer version, or if the list is empty and the file could not be read.
    base::Result<void> write(const ProfileList &list);

    static constexpr int Backups = 3;

private:
    QString backupPath(int number) const;
    base::Result<void> checkUnchanged() const;
    base::Result<void> rotate();

    QString m_path;
    QByteArray m_content; // of the file, as last read or written here
    bool m_present = false;
    bool m_unreadable = false;
    int m_version = ProfileSchemaVersion;
};

} // namespace pgaccess
