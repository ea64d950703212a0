// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// "cancel" and "terminate": acts on one session by its identity and prints what became of it. Ends
/// with Fine only if the session, or for a cancel its statement, is gone.
QCoro::Task<int> actOnSession(Request request, base::Secret password);

/// "rollback-prepared": the same for a prepared transaction.
QCoro::Task<int> rollBackPrepared(Request request, base::Secret password);

} // namespace app
