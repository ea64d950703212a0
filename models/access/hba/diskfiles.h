// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/authtokenizer.h"

namespace pgaccess {

/// The rule files of this machine. Reads plain files only, and not more of them than the limits
/// allow.
AuthFileAccess diskFiles();

} // namespace pgaccess
