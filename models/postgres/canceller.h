// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/completion.h"
#include "postgres/libpqhandles.h"
#include "postgres/socketwatch.h"

#include <QTimer>

namespace pg {

/// One cancel request, over a connection of its own with the encryption of the one it is for
/// (https://www.postgresql.org/docs/17/libpq-cancel.html). Success means delivered, not obeyed.
class Canceller final : public QObject
{
    Q_OBJECT

public:
    using Outcome = base::Result<void>;

    Canceller();

    void start(PGconn *connection, std::chrono::milliseconds deadline);
    Completion<Outcome> &completion() { return m_completion; }
    void abort(base::ErrorKind kind, const QString &message);

private:
    void advance();
    void finish(Outcome outcome);

    SocketWatch m_watch;
    QTimer m_timer;
    CancelHandle m_cancel;
    Completion<Outcome> m_completion;
};

} // namespace pg
