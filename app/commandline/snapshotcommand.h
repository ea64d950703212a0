// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// "snapshot": prints what every session does, and ends with the exit code.
QCoro::Task<int> printSnapshot(Request request, base::Secret password);

} // namespace app
