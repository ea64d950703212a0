// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/connectionspec.h"

#include <optional>

namespace pgaccess {

/// Why libpq would refuse these settings before it goes anywhere, in its own words, where an
/// attempt of ours would not meet that: it sets these options itself.
std::optional<base::Error> settingsProblem(const pg::ConnectionSpec &spec);

/// The settings with the "sslmode" that libpq takes where none is given, if that is not "prefer".
pg::ConnectionSpec withImpliedTls(pg::ConnectionSpec spec);

} // namespace pgaccess
