// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {

namespace {

sockaddr_in loopback(int port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int newSocket()
{
    return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

} // namespace

Socket::~Socket()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Socket Socket::listening(int backlog)
{
    Socket socket(newSocket());
    const sockaddr_in address = loopback(0);
    if (::bind(socket.m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        ::listen(socket.m_fd, backlog) != 0)
        return {};
    return socket;
}

Socket Socket::connectedTo(int port)
{
    Socket socket(newSocket());
    const sockaddr_in address = loopback(port);
    if (::connect(socket.m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return {};
    const int on = 1;
    ::setsockopt(socket.m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

int Socket::port() const
{
    sockaddr_in address = {};
    socklen_t size = sizeof address;
    ::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.sin_port);
}

Socket Socket::accept() const
{
    if (!waitReadable())
        return {};
    Socket client(::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC));
    const int on = 1;
    ::setsockopt(client.m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return client;
}

bool Socket::waitReadable() const
{
    pollfd waited{.fd = m_fd, .events = POLLIN, .revents = 0};
    return ::poll(&waited, 1, 50) > 0;
}

bool Socket::write(const QByteArray &bytes) const
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t n =
            ::send(m_fd, bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        done += n;
    }
    return true;
}

QByteArray Socket::read(qsizetype atMost) const
{
    QByteArray bytes(atMost, Qt::Uninitialized);
    const ssize_t n = ::recv(m_fd, bytes.data(), size_t(atMost), 0);
    bytes.resize(std::max<ssize_t>(n, 0));
    return bytes;
}

QByteArray Socket::readExactly(qsizetype count) const
{
    QByteArray bytes;
    while (bytes.size() < count) {
        const QByteArray more = read(count - bytes.size());
        if (more.isEmpty())
            return {};
        bytes += more;
    }
    return bytes;
}

void Socket::shutDown() const
{
    ::shutdown(m_fd, SHUT_RDWR);
}

void Socket::shutDownWriting() const
{
    ::shutdown(m_fd, SHUT_WR);
}

void Socket::reset()
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(m_fd, -1));
}

BlackHole::BlackHole()
    : m_listener(Socket::listening(0))
{
    for (Socket &filler : m_filler) {
        filler = Socket(newSocket());
        ::fcntl(filler.fd(), F_SETFL, O_NONBLOCK);
        const sockaddr_in address = loopback(port());
        ::connect(filler.fd(), reinterpret_cast<const sockaddr *>(&address), sizeof address);
    }
}

} // namespace tests
