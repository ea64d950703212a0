// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"
#include "access/hba/identfile.h"
#include "base/error.h"
#include "postgres/connection.h"

#include <map>
#include <set>

namespace pgaccess {

/// The rules in the files of a server: what it would load now, which need not be what is in force.
struct ServerRules
{
    HbaRules hba;
    IdentRules ident; ///< With a problem where they may not be read.
    /// False where only the server's view of the rules could be read: it does not show quotes, so
    /// that `"all"` looks like all.
    bool exact = true;
    bool tls = false; ///< ssl is on.
    std::set<std::string> superusers;
    // What was read of the server's files, so that a text can be tried in their place. Without the
    // secrets of the rules.
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> folders;
    bool masked = false; ///< There were secrets in the texts.

    bool operator==(const ServerRules &) const = default;
};

/// Reads them: the text of the files where this role may, so that nothing is lost, and the view
/// pg_hba_file_rules for the server's own opinion of each line. Fails with the server's 42501
/// and a hint what to grant if the role may do neither. The connection must outlive the task.
QCoro::Task<base::Result<ServerRules>> readServerRules(pg::Connection *connection);

} // namespace pgaccess
