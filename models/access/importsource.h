// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/passfilereader.h"

namespace pgaccess {

enum class ImportKind { PassFile, ServiceFile, PgAdmin };

/// A file to import from, with its bytes as they were when it was read: what is imported later is
/// what was shown, whatever happens to the file in between.
struct ImportSource
{
    ImportKind kind = ImportKind::PgAdmin;
    QString path;
    base::Secret bytes;
    PassFileState passFileState = PassFileState::Usable; ///< Of a pass file.
    std::optional<base::Error> trouble;                  ///< Why the file could not be read.

    std::string_view view() const { return {bytes.data(), size_t(bytes.view().size())}; }
};

/// Where a home folder keeps such files, as far as they exist.
QStringList standardImportFiles(const QString &home);

/// What a file is, by its name and content: JSON is pgAdmin's, sections are services.
ImportKind guessImportKind(const QString &path, QByteArrayView bytes);

/// Reads a file for a preview. Never hangs and never reads more than the limit.
ImportSource readImportSource(const QString &path);

} // namespace pgaccess
