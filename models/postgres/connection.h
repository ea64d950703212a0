// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/connectionspec.h"
#include "postgres/query.h"
#include "postgres/rows.h"

#include <QCoroTask>
#include <QDeadlineTimer>
#include <QObject>

#include <chrono>
#include <memory>

namespace pg {

class AddressLookup;
class Canceller;
class Handshake;
class Wire;
struct AttemptOptions;

/// How to connect.
struct ConnectParameters
{
    ConnectionSpec spec;
    base::Secret password;
    /// Send the password in clear text if the server asks for that, even where TLS does not prove
    /// who it is.
    bool allowCleartext = false;
    std::chrono::milliseconds deadline{10'000}; ///< For names and all addresses together.
};

/// What is known of an open connection.
struct ConnectionFacts
{
    int serverVersion = 0; ///< As 170004.
    int backendPid = 0;    ///< As the server says it; behind a pooler it may change.
    bool pooled = false;   ///< A pooler answers in the server's place.
    bool verified = false; ///< The start-up settings are in force and the role is our own.
    QString verifyProblem; ///< Why not.
    QString address;       ///< The IP address or socket folder that answered.
    QString host;
    int port = 0;
    QString tlsVersion; ///< Such as "TLSv1.3"; empty without TLS.
    QString user;       ///< The role that logged in.
    QString database;
    bool superuser = false;

    bool operator==(const ConnectionFacts &) const = default;
};

/// One connection to PostgreSQL, driven by the event loop of the thread that it lives on, without
/// ever blocking it. Every task ends with a value: at the latest when its deadline passes, or with
/// Cancelled when the connection is closed. One batch at a time; a second one waits for the first.
class Connection final : public QObject
{
    Q_OBJECT

public:
    using Results = std::vector<base::Result<Rows>>;

    explicit Connection(QObject *parent = nullptr);
    ~Connection() override;

    /// Connects to the first address that answers; a refusal by the server ends the search. The
    /// password is tried once. Fails with the server's own words and SQLSTATE. Without an "sslmode"
    /// (or with "prefer") TLS is used where the server speaks it.
    QCoro::Task<base::Result<ConnectionFacts>> open(ConnectParameters parameters);

    /// Sends the statements in one pipeline, each a transaction of its own, and gives one result
    /// for each. Behind a pooler they share one transaction that begins with our settings, so that
    /// nothing is left in a session that others use, and a failing one fails those after it.
    QCoro::Task<Results> run(QList<Query> batch, Limits limits = {});

    /// One statement.
    QCoro::Task<base::Result<Rows>> run(Query query, Limits limits = {});

    /// Asks the server to cancel what this connection runs. Success means delivered, not obeyed.
    QCoro::Task<base::Result<void>> cancel(std::chrono::milliseconds deadline);

    /// A text as a literal, for the few statements that take no parameters.
    base::Result<QByteArray> quoteLiteral(const QByteArray &text) const;

    /// What the server keeps of a role's new password (SCRAM-SHA-256, whatever password_encryption
    /// says), so that the password itself never leaves this process. Takes milliseconds; a server
    /// that demands absurdly many iterations is refused.
    base::Result<QByteArray> encryptPassword(const QString &role,
                                             const base::Secret &password) const;

    /// Closes; every waiting task ends with Cancelled.
    void close();

    bool isOpen() const;
    bool isBusy() const;
    const ConnectionFacts &facts() const { return m_facts; }

signals:
    /// An open connection broke, with the reason that the server gave for it where it gave one.
    void lost(const base::Error &reason);

private:
    using Opened = base::Result<void>;
    QCoro::Task<Opened> openTarget(ConnectParameters parameters, Target target,
                                   QDeadlineTimer deadline);
    QCoro::Task<Opened> openAddress(ConnectParameters parameters, Target target,
                                    QDeadlineTimer deadline);
    QCoro::Task<Opened> attempt(ConnectParameters parameters, Target target, AttemptOptions options,
                                QDeadlineTimer deadline);
    QCoro::Task<base::Result<ConnectionFacts>> verify();
    void takeFacts(const Target &target);
    void takeVerification(const Rows &row);

    std::unique_ptr<Wire> m_wire;
    ConnectionFacts m_facts;
    // Steps under way, so that close() can end them.
    AddressLookup *m_lookup = nullptr;
    Handshake *m_handshake = nullptr;
    Canceller *m_canceller = nullptr;
    quint64 m_generation = 0; ///< Counts close(): an open() from before it gives up.
    bool m_settingsRefused = false;
    bool m_tlsRefused = false;
};

} // namespace pg
