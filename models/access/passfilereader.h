// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/passfile.h"
#include "base/secret.h"
#include "postgres/connectionspec.h"

namespace pgaccess {

/// Whether a pass file is honoured, and why not. libpq has the same rules, except that it does not
/// ask who owns the file.
enum class PassFileState {
    Usable,
    Missing,
    NotRegular, ///< A folder, a pipe, a device.
    NotOurs,    ///< Owned by somebody else.
    TooOpen,    ///< Others may read or write it: libpq ignores it with a warning.
    TooLarge,
    Unreadable,
};

/// A pass file as it was at one moment.
struct PassFile
{
    QString path;
    PassFileState state = PassFileState::Missing;
    int mode = 0;       ///< Its permission bits, where it exists.
    QString reason;     ///< The system's words for Unreadable.
    base::Secret bytes; ///< Only of a usable file.
    PassLines lines;
};

/// The password that a pass file has for a connection.
struct PassMatch
{
    int line = 0;
    base::Secret password;
};

/// What the rules ask of an open file.
struct PassFileFacts
{
    bool regular = true;
    bool ours = true;
    int mode = 0600;
    qint64 size = 0;
};

/// The rules themselves.
PassFileState judgePassFile(const PassFileFacts &facts);

/// "~/.pgpass" of this person.
QString standardPassFile();

/// Reads a pass file if the rules allow. Never hangs on a pipe; a link counts as what it leads to.
PassFile readPassFile(const QString &path);

/// The first matching line, as libpq chooses. With several hosts only if all of them get the same
/// password, so that none is shown another one's.
std::optional<PassMatch> lookupPassword(const PassFile &file, const pg::ConnectionSpec &spec);

} // namespace pgaccess
