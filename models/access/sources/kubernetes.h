// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"

#include <optional>

namespace pgaccess {

/// Reads the Secret manifests of a YAML text, of several documents or a List: "data" (base64) and
/// "stringData". What they name is meant for pods of the cluster.
SourceFile readKubernetes(std::string_view bytes);

/// The bytes that base64 stands for; nothing if it is none.
std::optional<SecretText> decodeBase64(std::string_view text);

} // namespace pgaccess
