// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/statement.h"

#include <QList>
#include <QString>

#include <optional>

namespace pgaccess {

/// How far a search through folders goes.
struct WalkLimits
{
    int depth = 6;        ///< Folders below the one that is searched.
    int entries = 20'000; ///< Files and folders that are looked at.
    int files = 200;      ///< Files that are read.
};

/// A file that is, or may be, a source.
struct FoundFile
{
    QString path;                   ///< Absolute, links followed.
    QString name;                   ///< What places call it.
    std::optional<SourceKind> kind; ///< Nothing: for its content to say.
    bool named = false;             ///< By a person; not found in a folder.

    bool operator==(const FoundFile &) const = default;
};

struct FoundFiles
{
    QList<FoundFile> files;
    bool complete = true; ///< False if a limit ended the search.
};

/// Finds sources in files and folders. Follows no link to a folder, and none that leads out of the
/// folder that is searched. Reads no file.
FoundFiles findSources(const QStringList &paths, const WalkLimits &limits = {});

/// True if a path, all links followed, is below a folder.
bool isWithin(const QString &path, const QString &folder);

} // namespace pgaccess
