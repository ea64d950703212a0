// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

#include <chrono>
#include <optional>

namespace pg {

/// A parameter in text form; nothing is NULL. The statement casts it: `$1::int4`.
using Parameter = std::optional<QByteArray>;

/// One statement with its parameters, always sent by the extended protocol.
struct Query
{
    QByteArray sql;
    QList<Parameter> parameters;
    bool binary = false;  ///< Ask for binary results.
    bool prepare = false; ///< Keep it prepared on this connection; ignored behind a pooler.
};

/// What one answer may cost us. Beyond it the connection is closed.
struct Limits
{
    std::chrono::milliseconds deadline{5000}; ///< For the whole batch.
    int rows = 500'000;
    qint64 bytes = 32 * 1024 * 1024;
    bool together =
        false; ///< One transaction for the batch: a failing statement fails those after it.
};

} // namespace pg
