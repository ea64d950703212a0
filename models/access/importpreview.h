// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/importsource.h"
#include "access/profilevalidation.h"
#include "access/serversjson.h"
#include "access/servicefile.h"

#include <variant>

namespace pgaccess {

/// Something about a file that its reader should know.
struct ImportNote
{
    struct CutOff ///< The file is larger than the limits allow; only its beginning was read.
    {
    };
    using What = std::variant<base::Error, PassFileState, PassLineProblem, ServiceProblem,
                              ServersProblem, CutOff>;

    QString path;
    int line = 0; ///< 0 for the file as a whole.
    What what;
};

enum class ImportState {
    New,
    Same,    ///< A profile with the same connection settings exists.
    Differs, ///< One exists for the same host, port, database and user, with other settings.
    Invalid, ///< See problems; cannot be imported.
};

/// A line of a pass file that has the password for an entry.
struct PassOffer
{
    QString path;
    int line = 0;

    bool operator==(const PassOffer &) const = default;
};

/// One connection that could be imported.
struct ImportEntry
{
    Profile
        profile; ///< Without an id. Asks for its password: nothing lying about is used by itself.
    QString path;
    int line = 0;
    ImportState state = ImportState::New;
    QUuid existing;          ///< The profile of Same and Differs.
    QStringList differences; ///< The options that Differs is about.
    QList<ProfileProblem> problems;
    std::vector<IgnoredKey> ignored;
    base::Secret password; ///< In the file itself; taken over only if a person wants that.
    int passwordLine = 0;
    std::optional<PassOffer> passFile; ///< Taken only if a person chooses it.
};

struct ImportPreview
{
    QList<ImportEntry> entries;
    QList<ImportNote> notes;
};

/// What the files hold, compared with the profiles that exist. Changes nothing and reads nothing. A
/// line of a pass file is a connection of its own only if it names host and user and no other entry
/// or profile is the one that it is for.
ImportPreview previewImport(const QList<ImportSource> &sources, const QList<Profile> &existing);

/// Where an imported profile is to get its password.
enum class ImportPassword { Ask, FromPassFile, ToKeyring };

/// The profile to save for an entry: with a new id and the chosen source of its password. For
/// ToKeyring the caller stores the entry's password under that id.
Profile importedProfile(const ImportEntry &entry, ImportPassword choice);

} // namespace pgaccess
