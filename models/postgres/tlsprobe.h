// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/completion.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QObject>
#include <QSslError>
#include <QSslSocket>
#include <QStringList>
#include <QTimer>

namespace pg {

/// A certificate as a server showed it.
struct Certificate
{
    QString subject;
    QString issuer;
    QStringList names; ///< Host names and addresses that it is for.
    QDateTime notBefore;
    QDateTime notAfter;
    bool selfSigned = false;

    bool operator==(const Certificate &) const = default;
};

enum class TlsTrouble { Expired, NotYetValid, UnknownCa, HostName, Other };

/// What a server showed of its TLS.
struct TlsReport
{
    bool reached = false;        ///< It took the connection.
    std::optional<bool> offered; ///< Its answer to the request for TLS; nothing if it was none.
    bool secured = false;        ///< The handshake came to its end.
    QString protocol;            ///< Such as "TLSv1.3".
    QList<Certificate> chain;    ///< The server's own first.
    QList<TlsTrouble> troubles;  ///< With the certificate, by the rules of "verify-full".
    QByteArray firstBytes;       ///< What it said instead of an answer.

    bool operator==(const TlsReport &) const = default;
};

/// Whom to ask, and what to hold its certificate against.
struct TlsQuestion
{
    QString address; ///< An IP address.
    int port = 5432;
    QString host;     ///< The name that the certificate should have.
    QString rootFile; ///< "system" for the roots of the system; empty: libpq's default file.
};

/// Asks a server for TLS and reads its certificates: libpq does not say whether a certificate has
/// expired or is unknown. Says nothing else to the server, and starts no session.
class TlsProbe final : public QObject
{
    Q_OBJECT

public:
    TlsProbe();

    /// Starts; wait for completion() afterwards.
    void start(const TlsQuestion &question, QDeadlineTimer deadline);
    Completion<TlsReport> &completion() { return m_completion; }
    void abort() { complete(); }

private:
    void ask();
    void read();
    void takeErrors(const QList<QSslError> &errors);
    void takeChain();
    void finish();
    void complete();

    QSslSocket m_socket;
    QTimer m_timer;
    bool m_ending = false;
    TlsQuestion m_question;
    TlsReport m_report;
    Completion<TlsReport> m_completion;
};

} // namespace pg
