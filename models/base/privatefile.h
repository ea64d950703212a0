// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QByteArray>

namespace base {

/// Replaces a file at once and whole: a new file of mode 0600 beside it, flushed, then renamed over
/// it. Follows no symbolic link; makes missing folders with mode 0700.
Result<void> writePrivateFile(const QString &path, const QByteArray &content);

/// Appends to a file of mode 0600 and flushes it to the disk before it returns.
Result<void> appendPrivateFile(const QString &path, const QByteArray &line);

/// Reads a regular file of at most maxBytes; a device, a pipe or a folder is an error, and never
/// hangs.
Result<QByteArray> readRegularFile(const QString &path, qint64 maxBytes);

} // namespace base
