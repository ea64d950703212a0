// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

namespace pgaccess {

/// Reads the DATABASES of Django settings. Nothing is run: literals, defaults and the variables
/// that are given count.
SourceFile readDjango(std::string_view bytes, const Variables &around = {});

} // namespace pgaccess
