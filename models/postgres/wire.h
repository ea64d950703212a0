// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/batch.h"
#include "postgres/socketwatch.h"

#include <QTimer>

#include <deque>
#include <memory>

namespace pg {

/// An established connection in the event loop: sends batches one after the other, reads what
/// comes, and notices when it breaks, also while nothing is asked. The inside of Connection.
class Wire final : public QObject
{
    Q_OBJECT

public:
    explicit Wire(QObject *parent);
    ~Wire() override;

    void take(ConnectionHandle connection);
    bool isOpen() const { return m_connection != nullptr; }
    bool isBusy() const { return m_current != nullptr; }
    PGconn *handle() const { return m_connection.get(); }

    /// Queues a batch; its completion ends in any case.
    void enqueue(const std::shared_ptr<Batch> &batch);

    /// Closes without a signal; all batches end with this error.
    void close(const base::Error &reason);

    /// libpq's notice receiver; context is the Wire. Before take() too.
    static void receiveNotice(void *context, const PGresult *notice);

signals:
    void broken(const base::Error &reason);

private:
    void startNext();
    void serviceSocket();
    bool flush();
    void drainNotifies();
    void readBatch();
    void finishBatch();
    void breakWith(const base::Error &reason);
    base::Error closedByServer();
    bool isFlooded() const;

    ConnectionHandle m_connection;
    SocketWatch m_watch;
    QTimer m_deadline;
    std::shared_ptr<Batch> m_current;
    std::deque<std::shared_ptr<Batch>> m_queue;
    QSet<QByteArray> m_prepared;
    std::optional<base::Error> m_lastFatal;
    qint64 m_bytesBefore = 0;
    int m_unasked = 0; ///< Notices and notifications since the last batch.
};

} // namespace pg
