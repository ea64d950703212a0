// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace actions {

/// Runs the statements of a change over an open connection, proves their effect where that can be
/// doubted, and fills in the outcome. patience: what one statement may take.
QCoro::Task<ChangeOutcome> carryOut(QPointer<pg::Connection> connection, Change change,
                                    ChangeOutcome outcome, std::chrono::milliseconds patience);

} // namespace actions
