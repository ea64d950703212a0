// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// Tries the connections that the request names at every address, and prints for each at which step
/// it stopped, why, and what to do. Gives the exit code.
QCoro::Task<int> checkConnections(Request request, base::Secret password);

} // namespace app
