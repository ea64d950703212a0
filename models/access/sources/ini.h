// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

#include <string>
#include <vector>

namespace pgaccess {

/// One option of an INI file as Python's configparser reads it.
struct IniOption
{
    int line = 0;
    std::string section;
    std::string key; ///< Lower case.
    SecretText value;
};

/// Reads sections, "key = value" and "key: value", indented lines that go on, comments.
std::vector<IniOption> parseIni(std::string_view bytes);

/// Reads alembic.ini: every "sqlalchemy.url", "%(name)s" filled in.
SourceFile readAlembic(std::string_view bytes, const Variables &around = {});

} // namespace pgaccess
