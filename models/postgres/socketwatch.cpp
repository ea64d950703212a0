// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/socketwatch.h"

namespace pg {

void SocketWatch::watch(int socket, bool read, bool write)
{
    m_read.reset();
    m_write.reset();
    m_socket = socket;
    if (socket < 0)
        return;
    if (read)
        m_read = make(socket, QSocketNotifier::Read);
    if (write)
        m_write = make(socket, QSocketNotifier::Write);
}

void SocketWatch::setWrite(bool enabled)
{
    if (!enabled)
        m_write.reset();
    else if (!m_write && m_socket >= 0)
        m_write = make(m_socket, QSocketNotifier::Write);
}

SocketWatch::Notifier SocketWatch::make(int socket, QSocketNotifier::Type type)
{
    Notifier notifier(new QSocketNotifier(socket, type));
    connect(notifier.get(), &QSocketNotifier::activated, this, &SocketWatch::ready);
    return notifier;
}

} // namespace pg
