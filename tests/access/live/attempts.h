// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/evidence.h"
#include "access/ladder/ladder.h"
#include "support/testserver.h"

namespace tests {

/// Who tries to get in, and how. By default somebody who may.
struct Visitor
{
    QString user = QStringLiteral("app");
    QString database = QStringLiteral("shop");
    QString password = QStringLiteral("right");
    QMap<QString, QString> options{}; ///< libpq's own, in addition or instead.
    bool socket = false;
    bool cleartext = false; ///< The password may go in clear text.
};

pgaccess::LadderCandidate candidateFor(const TestServer &server, const Visitor &visitor);

/// All attempts of these candidates; the deadline is generous, nothing should reach it.
QList<pgaccess::Attempt> climb(const QList<pgaccess::LadderCandidate> &candidates);

/// The one attempt of a candidate with one address.
pgaccess::Attempt tryOnce(const pgaccess::LadderCandidate &candidate);
pgaccess::Attempt tryOnce(const TestServer &server, const Visitor &visitor);

/// All that is known of a failure, for a test's message.
QByteArray words(const pgaccess::Diagnosis &diagnosis, const pgaccess::Attempt &attempt);

/// What the server's log file says of an attempt.
pgaccess::Evidence logOf(const TestServer &server, const pgaccess::Attempt &attempt);

/// A connection over the socket, for evidence.
class AdminConnection final
{
public:
    base::Result<void> open(const TestServer &server,
                            const QString &user = QStringLiteral("postgres"));

    /// The log is read anew each time.
    pgaccess::Evidence evidenceOf(const pgaccess::Attempt &attempt);

private:
    pg::Connection m_connection;
};

} // namespace tests
