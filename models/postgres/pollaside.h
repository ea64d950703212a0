// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/libpqhandles.h"

#include <QObject>

#include <memory>

namespace pg {

/// PQconnectPoll() on a thread of its own. A server may demand 2^31 rounds of password hashing,
/// which libpq computes in one call of some twenty minutes
/// (https://www.rfc-editor.org/rfc/rfc7677); the I/O thread must not. One call for each object.
class PollAside final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Gives up the call if it still runs: the thread goes on by itself at the lowest priority.
    ~PollAside() override;

    /// False, and the connection gone, if too many calls that were given up still run.
    bool start(ConnectionHandle connection);

    /// The connection back, after polled().
    ConnectionHandle take();

signals:
    void polled(int status);

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace pg
