// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/servers.h"

namespace tests {

/// Copies a freshly made cluster into a folder that does not exist yet. initdb runs once for each
/// version and temporary folder; further calls, also of other test programs, copy its work.
base::Result<void> copyTemplate(const ServerPrograms &programs, const QString &folder);

} // namespace tests
