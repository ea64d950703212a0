// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// Tries the connection at each of its addresses, as `check` does, and saves the Access panel with
/// what came of it; or its page of rules, read over that connection. Gives the exit code.
QCoro::Task<int> saveAccessPicture(Request request, base::Secret password);

} // namespace app
