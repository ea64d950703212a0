// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "base/secret.h"

#include <QHash>
#include <QObject>
#include <QUuid>

#include <chrono>
#include <functional>

namespace QKeychain {
class Job;
}

namespace pgaccess {

/// What is known of the system's keyring. Nothing is known before it was first needed.
enum class KeyringState {
    Unknown,
    Available,
    NotAnswering, ///< It is there, but an answer is overdue: locked with a prompt open, or stuck.
    Unavailable,  ///< There is none, or it said no.
};

/// Where a password was found or put.
enum class SecretPlace {
    Nowhere,
    Session, ///< In memory, until the program ends.
    Keyring,
};

/// How a request ended.
struct SecretAnswer
{
    base::Secret secret; ///< Only of read().
    SecretPlace place = SecretPlace::Nowhere;
    std::optional<base::Error>
        trouble; ///< Why the keyring was of no use; not set by "no such entry".
};

/// The passwords of the connection profiles: in the system's keyring, and where that is missing or
/// does not answer, in memory for this run only. Never in a file of ours. Asks the keyring only on
/// request, and gives up on it after a few seconds; an answer that comes later does no harm. Each
/// request ends with exactly one call of its handler, from the event loop, unless its context
/// object is gone by then.
class SecretStore final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(const SecretAnswer &)>;

    /// Entries of the keyring are filed under the service's name.
    explicit SecretStore(const QString &service, QObject *parent = nullptr,
                         std::chrono::milliseconds timeout = std::chrono::seconds(5));
    ~SecretStore() override;

    KeyringState state() const { return m_state; }

    /// The keyring's own words for its state; empty where it has none.
    QString problem() const { return m_problem; }

    /// Finds out whether there is a keyring; stateChanged() tells.
    void probe();

    void read(const QUuid &id, QObject *context, const Handler &handler);

    /// Stores a password in the keyring, or for this run where that fails; the answer says which.
    /// An empty one is refused and replaces nothing.
    void keep(const QUuid &id, const base::Secret &secret, QObject *context,
              const Handler &handler);

    /// Keeps a password until the program ends, without asking the keyring.
    void keepForSession(const QUuid &id, const base::Secret &secret);

    /// Removes a password everywhere. An entry that is not there is not a failure.
    void forget(const QUuid &id, QObject *context, const Handler &handler);

signals:
    void stateChanged(pgaccess::KeyringState state);

private:
    using JobHandler = std::function<void(QKeychain::Job *, const std::optional<base::Error> &)>;

    void start(QKeychain::Job *job, const JobHandler &handler);
    void takeLate();
    void setState(KeyringState state, const QString &problem);
    void answer(QObject *context, const Handler &handler, const SecretAnswer &answer);

    QString m_service;
    std::chrono::milliseconds m_timeout;
    QHash<QUuid, base::Secret> m_session;
    KeyringState m_state = KeyringState::Unknown;
    QString m_problem;
    int m_overdue = 0; // requests that were given up and have not come back
};

} // namespace pgaccess
