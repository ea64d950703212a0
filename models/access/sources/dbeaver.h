// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"

namespace pgaccess {

/// Reads DBeaver's data-sources.json: the places of its PostgreSQL connections. Their passwords are
/// in another file, encoded with a key that everybody knows; that file is not read.
SourceFile readDBeaver(std::string_view bytes);

} // namespace pgaccess
