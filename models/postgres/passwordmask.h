// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace pg {

/// Overwrites the passwords in a connection string, also in one that cannot be read: each byte
/// becomes an asterisk. Rather too many than too few.
void maskPasswords(char *text);

} // namespace pg
