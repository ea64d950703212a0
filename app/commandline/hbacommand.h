// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// "hba check" and "hba match": reads the rules of a file or a server, prints what is found about
/// them or what they decide, and ends with the exit code.
QCoro::Task<int> lookAtHba(Request request, base::Secret password);

} // namespace app
