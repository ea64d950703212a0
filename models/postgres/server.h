// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/serverstatus.h"
#include "postgres/connection.h"
#include "postgres/serverstatemachine.h"

#include <QElapsedTimer>
#include <QTimer>

namespace pg {

/// One server with its two connections: one to watch with and one, opened at once and kept, to act
/// with, so that it is there when the server is full. Where only one can be had both are the same.
/// Connects again by itself, with growing pauses. Lives on the I/O thread.
class Server final : public QObject
{
    Q_OBJECT

public:
    explicit Server(ConnectParameters parameters, QObject *parent = nullptr);
    ~Server() override;

    void start();
    void stop();

    /// Tries now, whatever the state: after a change of the password, or on "Retry now".
    void retry();

    /// Drops both connections and connects again, for a reason of our own such as a suspended
    /// laptop.
    void reconnect(const base::Error &reason);

    Connection &watch() { return m_watch; }

    /// The connection for actions: the second one if there is one, else the first.
    Connection &control() { return isSingle() ? m_watch : m_control; }
    bool isSingle() const { return !m_controlReady || !m_control.isOpen(); }

    /// Opens the second connection if it is not open. freeSlots: how many sessions the server would
    /// still let in; the last one is never taken.
    void ensureControl(int freeSlots);

    void noteAnswer() { handle(ServerEvent::Answered, {}); }
    void noteOverdue(const base::Error &reason) { handle(ServerEvent::Overdue, reason); }

    const base::ServerStatus &status() const { return m_status; }
    const ConnectParameters &parameters() const { return m_parameters; }

signals:
    void opened();
    void statusChanged(const base::ServerStatus &status);

private:
    QCoro::Task<void> connectNow();
    QCoro::Task<void> openControl();
    void handle(ServerEvent event, const base::Error &reason);
    void watchLost(const base::Error &reason);
    void controlLost();
    void scheduleRetry();

    ConnectParameters m_parameters;
    Connection m_watch;
    Connection m_control;
    base::ServerStatus m_status;
    QTimer m_retry;
    QElapsedTimer m_openFor;
    int m_attempt = 0;
    bool m_openingControl = false;
    bool m_controlReady = false; ///< Opened and verified: before that nothing is done over it.
    QDeadlineTimer m_controlNotBefore;
};

} // namespace pg
