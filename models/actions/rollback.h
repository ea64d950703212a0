// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/outcome.h"
#include "actions/reach.h"

#include <QCoroTask>
#include <QPointer>

namespace actions {

/// Rolls back the prepared transaction of the outcome's target, if exactly that one is still there,
/// and says in the outcome what became of it. That can only be done in its own database: where the
/// control connection is in another one, a connection is opened for it and closed afterwards. The
/// owner has to live on the thread of the control connection; its end ends this.
///
/// Between the look and the statement lies one way to the server and back: ROLLBACK PREPARED knows
/// nothing but the gid, and PostgreSQL runs it in no transaction and in no function, so that the
/// two cannot be one. Only who ends the transaction in that time and prepares another one with its
/// gid would be hit.
QCoro::Task<Outcome> rollBackPrepared(Reach reach, Outcome outcome, QPointer<QObject> owner);

} // namespace actions
