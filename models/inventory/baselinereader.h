// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/baseline.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace inventory {

/// Which tables to count, over a connection to their database.
struct BaselineRequest
{
    DatabaseContents contents;
    std::vector<Oid> tables; ///< None: all ordinary and partitioned ones.
    bool exact = true;       ///< Count; what is not counted in time keeps its estimate.
    std::chrono::milliseconds patience{60'000}; ///< For all tables together.
};

/// Fails only if the connection breaks; a table that could not be counted keeps its estimate and
/// says why. Counts with the rights of our role and runs nobody's code: where policies would hide
/// rows from us the table is not counted.
QCoro::Task<base::Result<Baseline>> readBaseline(QPointer<pg::Connection> connection,
                                                 BaselineRequest request);

} // namespace inventory
