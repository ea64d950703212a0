// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <utility>

namespace tests {

/// A blocking TCP socket on the loopback, for the threads of the hostile test doubles.
class Socket final
{
public:
    Socket() = default;
    explicit Socket(int fd)
        : m_fd(fd)
    {
    }
    Socket(Socket &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Socket &operator=(Socket &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Socket();

    /// Listens on a free port of 127.0.0.1.
    static Socket listening(int backlog = 100);
    static Socket connectedTo(int port);

    bool isValid() const { return m_fd >= 0; }
    int fd() const { return m_fd; }
    int port() const;

    /// Waits up to 50 ms for a client; invalid if none came.
    Socket accept() const;

    /// Waits up to 50 ms for bytes.
    bool waitReadable() const;

    /// False if the other side is gone.
    bool write(const QByteArray &bytes) const;

    /// At most so many bytes, at least one; nothing at the end of the stream.
    QByteArray read(qsizetype atMost) const;

    /// Exactly so many bytes, or nothing at the end of the stream.
    QByteArray readExactly(qsizetype count) const;

    /// Ends both directions, from any thread: blocked calls return.
    void shutDown() const;
    void shutDownWriting() const;

    /// Closes by a TCP reset.
    void reset();

private:
    int m_fd = -1;
};

/// A port at which connecting hangs, as behind a firewall that drops packets: a listener whose
/// queue is full, so that the kernel ignores further SYNs.
class BlackHole final
{
public:
    BlackHole();
    int port() const { return m_listener.port(); }

private:
    Socket m_listener;
    Socket m_filler[3];
};

} // namespace tests
