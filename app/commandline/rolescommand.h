// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// `pgvigil roles`: what the roles may, whose members they are, what they own, and what is wrong
/// with them, as a table or as one JSON document. Ends with 1 if a finding is a warning or worse.
QCoro::Task<int> printRoles(Request request, base::Secret password);

} // namespace app
