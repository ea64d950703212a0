// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// `pgvigil databases`: owners, sizes, sessions, ages, extensions and migrations, and what is
/// wrong, as a table or as one JSON document. Connects to each database that our role may connect
/// to. Ends with 1 if a finding is a warning or worse.
QCoro::Task<int> printDatabases(Request request, base::Secret password);

} // namespace app
