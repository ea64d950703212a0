// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QStringList>

namespace app {

/// Starts a program in a session of its own that outlives us, with nothing of our terminal, and
/// waits for the first line that it prints. An error if it ends without one.
base::Result<QByteArray> firstLineOfDetached(const QString &program, const QStringList &arguments);

} // namespace app
