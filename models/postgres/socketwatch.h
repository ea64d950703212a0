// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace pg {

/// Watches a socket that libpq owns. libpq may close and reopen it under the same number between
/// two polls, so a watch is made anew each time and never compares numbers.
class SocketWatch final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Watches this socket from now on; -1 stops watching.
    void watch(int socket, bool read, bool write);
    void stop() { watch(-1, false, false); }
    void setWrite(bool enabled);

signals:
    void ready();

private:
    // Deleted later: the notifier may be the one whose signal is being delivered.
    struct Later
    {
        void operator()(QSocketNotifier *notifier) const
        {
            notifier->setEnabled(false);
            notifier->deleteLater();
        }
    };
    using Notifier = std::unique_ptr<QSocketNotifier, Later>;
    Notifier make(int socket, QSocketNotifier::Type type);

    int m_socket = -1;
    Notifier m_read;
    Notifier m_write;
};

} // namespace pg
