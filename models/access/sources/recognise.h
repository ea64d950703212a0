// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/statement.h"

#include <optional>
#include <string_view>

namespace pgaccess {

/// The kind of source that a file is by its path, whose last part counts, and for Django the folder
/// above. Nothing for most files.
std::optional<SourceKind> kindByName(std::string_view path);

/// The kind by what a file holds, for one that a person names. Nothing if it looks like none.
std::optional<SourceKind> kindByContent(std::string_view bytes);

/// True for YAML files, which may hold manifests under any name.
bool mayBeManifest(std::string_view path);

/// True if a YAML text holds a Secret of Kubernetes.
bool holdsSecretManifest(std::string_view bytes);

/// True for ".env.example" and its like, whose values are not meant.
bool isExampleFile(std::string_view path);

/// True for folders in which no settings of this project are: dependencies, version control,
/// builds.
bool isSkippedFolder(std::string_view name);

} // namespace pgaccess
