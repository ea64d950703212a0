// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"

namespace pgaccess {

/// True for text in which libpq says why it could not connect.
bool holdsErrorText(std::string_view bytes);

/// Who wanted in, and where, from what libpq said about it. There is no password in such a text.
/// Several addresses of one host are one statement.
SourceFile readErrorText(std::string_view bytes);

} // namespace pgaccess
