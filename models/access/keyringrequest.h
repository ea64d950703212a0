// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace QKeychain {
class Job;
}

namespace pgaccess {

/// One job of the keyring with a deadline. QtKeychain's jobs have none, report "no error" until
/// they have finished, and cannot be cancelled: one that is late is left to end by itself.
class KeyringRequest final : public QObject
{
    Q_OBJECT

public:
    /// Takes the job over: it deletes itself when it ends, whether this object still lives or not.
    KeyringRequest(QKeychain::Job *job, std::chrono::milliseconds timeout, QObject *parent);

    void start();

signals:
    // Exactly one of the first two comes, and the third may follow expired().
    void answered(QKeychain::Job *job);
    void expired();
    void cameLate();

private:
    void takeFinished(QKeychain::Job *job);
    void expire();

    QKeychain::Job *m_job; // gone once it has finished
    QTimer m_deadline;
    bool m_expired = false;
};

} // namespace pgaccess
