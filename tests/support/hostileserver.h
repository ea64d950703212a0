// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/socket.h"

#include <QByteArray>
#include <QList>

#include <atomic>
#include <list>
#include <mutex>
#include <thread>

namespace tests {

/// How a hostile server treats its clients.
enum class Hostility {
    // Instead of a session
    Silent,         ///< Accepts and says nothing.
    Http,           ///< Answers as a web server.
    Garbage,        ///< Random bytes.
    Redis,          ///< Answers as Redis does to what it does not know.
    Ssh,            ///< Greets as an SSH server.
    MySql,          ///< Greets as MySQL.
    NeverReady,     ///< Authenticates, then nothing.
    Drip,           ///< One byte each 200 ms.
    StartupFlood,   ///< Notices without end before the session begins.
    Cleartext,      ///< Asks for the password in clear text, and keeps it.
    EndlessScram,   ///< Wants 2^31-1 rounds of hashing.
    MarkupError,    ///< Refuses with a text of HTML, terminal escapes and bidi marks.
    StatelessError, ///< Refuses without an SQLSTATE.
    HugeError,      ///< Refuses with a text of 25 kB.
    Ancient,        ///< Is version 9.1.2.
    // In answer to the first query
    Devel, ///< Is version 99.9devel, and answers every query with no rows.
    Mute,  ///< Nothing.
    NoticeFlood,
    NotifyFlood,
    ParameterFlood,
    RowFlood,
    HugeRow, ///< One row said to have 1 GiB, and sent as fast as it can.
    CopyIn,
    CopyOut,
    CopyBoth,
    ManyColumns,    ///< 1600 columns of NULL.
    WrongColumns,   ///< A row with another number of columns than announced.
    TruncatedFrame, ///< Half a row, then the end of the stream.
    NegativeLength, ///< A message whose length is less than its own four bytes.
    HugeLength,     ///< A message that claims 2 GiB.
    UnknownMessage, ///< A message type that does not exist.
    OutOfTurn,      ///< Twice the end of the query.
    RandomBytes,
};

/// Every hostility, with a name for data rows.
QList<std::pair<const char *, Hostility>> allHostilities();

/// A server of PostgreSQL's protocol that means no good, on 127.0.0.1, with a thread for each
/// client. TLS is refused. Safe to ask from any thread.
class HostileServer final
{
public:
    explicit HostileServer(Hostility hostility);
    ~HostileServer();
    Q_DISABLE_COPY_MOVE(HostileServer)

    int port() const { return m_listener.port(); }

    /// Clients that asked for a session so far (requests to cancel not counted).
    int sessions() const { return m_sessions; }

    /// The types of all messages that clients sent after their start-up: 'p', 'P', 'B', 'Q' …
    QByteArray messageTypes() const;

    /// Everything that any client ever sent, for finding what should not be there.
    QByteArray received() const;

private:
    friend class HostileSession;

    void serve(std::stop_token stop);
    void note(const QByteArray &bytes, char type = 0);

    Hostility m_hostility;
    Socket m_listener;
    mutable std::mutex m_mutex;
    QByteArray m_types;
    QByteArray m_received;
    std::atomic<int> m_sessions = 0;
    std::jthread m_thread;
};

} // namespace tests
