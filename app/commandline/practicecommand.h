// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "commandline/request.h"

namespace app {

/// "practice start", "stop" and "list". Each needs a QCoreApplication and returns the exit code.
int startPractice(const Request &request);
int stopPractice(const Request &request);
int listPractice(const Request &request);

} // namespace app
