// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

#include <functional>
#include <memory>

namespace actions {

/// Where a change runs.
struct Workplace
{
    /// Opens a connection to another database of the same server, ready for statements.
    using Open = std::function<QCoro::Task<base::Result<QPointer<pg::Connection>>>(QString)>;

    QPointer<pg::Connection> connection; ///< To the database in which it begins.
    Open open;
    std::chrono::milliseconds patience{}; ///< For one statement.
};

/// The end of a change before it is done, as somebody wishes. Shared with who carries it out.
struct StopWish
{
    bool stopped = false;
    bool undoing = false;               ///< Too late: what is sent now takes back.
    QPointer<pg::Connection> busy = {}; ///< What to cancel.
};

/// Runs the statements of a change, takes back what was created if that is wished, proves the
/// effect where that can be doubted, and fills in the outcome.
QCoro::Task<ChangeOutcome> carryOut(Workplace place, Change change, ChangeOutcome outcome,
                                    std::shared_ptr<StopWish> wish);

} // namespace actions
