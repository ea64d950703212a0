// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/statement.h"

#include <string_view>

namespace pgaccess {

/// Reads the address of a PostgreSQL in any of the ways in which programs write one: libpq's and
/// SQLAlchemy's URIs ("postgresql+psycopg2://…"), JDBC, R2DBC, Prisma's, Django's. False if the
/// text is none; the statement then is as it was. A password without the escapes that it needs is
/// read as it was meant and noted.
bool readUrl(std::string_view text, Statement &statement);

/// Reads settings in a row: libpq's "host=… user=…", .NET's "Host=…;Username=…", PDO's
/// "pgsql:host=…;…". False if the text is none of them.
bool readKeywordText(std::string_view text, Statement &statement);

/// Either of them.
bool readConnectionText(std::string_view text, Statement &statement);

} // namespace pgaccess
