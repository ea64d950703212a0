// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/serverrules.h"

namespace pgaccess {

/// What came of having the server read its configuration again.
struct ReloadProof
{
    QString before; ///< pg_conf_load_time() of our session, as the server writes it.
    QString after;

    /// True if the session has taken a newer configuration. The rules that new clients meet are
    /// then the new ones too, unless the file has errors.
    bool isProved() const { return !after.isEmpty() && after != before; }

    bool operator==(const ReloadProof &) const = default;
};

/// Runs pg_reload_conf() and waits, a second or two at most, until it has taken effect. Fails with
/// the server's words where the role may not.
QCoro::Task<base::Result<ReloadProof>> reloadConfiguration(pg::Connection *connection);

} // namespace pgaccess
