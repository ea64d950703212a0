// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/completion.h"

#include <QDeadlineTimer>
#include <QHostInfo>
#include <QObject>
#include <QTimer>

namespace pg {

/// Resolves one host name on Qt's resolver threads, ended by a deadline: libpq would block the
/// thread (10 s with a name server that is silent).
class AddressLookup final : public QObject
{
    Q_OBJECT

public:
    using Outcome = base::Result<QStringList>;

    AddressLookup();

    /// Starts; wait for completion() afterwards. An IP address is its own answer.
    void start(const QString &host, QDeadlineTimer deadline);
    Completion<Outcome> &completion() { return m_completion; }
    void abort();

private:
    void take(const QHostInfo &info);
    void timeOut();

    QString m_host;
    int m_lookup = -1;
    QTimer m_timer;
    Completion<Outcome> m_completion;
};

} // namespace pg
