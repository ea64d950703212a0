// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// `pgvigil locks`: who waits for whom, as a table of roots and waiters, as a tree, as one JSON
/// document, or as a picture. Ends with 1 if somebody waits.
QCoro::Task<int> printLocks(Request request, base::Secret password);

} // namespace app
