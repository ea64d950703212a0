// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"

#include <QStringList>

namespace pgaccess {

/// Whether the rules in the files are those in force.
enum class RuleAge {
    Unknown, ///< This role may not look at the files.
    Loaded,
    Changed, ///< A file was written after the server loaded its configuration.
};

/// Looks at the files of the server. The connection must outlive the task.
QCoro::Task<RuleAge> readRuleAge(pg::Connection *connection, QStringList files);

} // namespace pgaccess
