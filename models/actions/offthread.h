// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QCoroTask>

#include <functional>

namespace actions {

/// Does what may wait for the disk on a thread of the pool, and goes on in the thread that asked.
QCoro::Task<base::Result<void>> offThread(std::function<base::Result<void>()> job);

} // namespace actions
