// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/hostileserver.h"

#include "support/hostilesession.h"

namespace tests {

QList<std::pair<const char *, Hostility>> allHostilities()
{
    using enum Hostility;
    return {{"silent", Silent},
            {"HTTP", Http},
            {"garbage", Garbage},
            {"Redis", Redis},
            {"SSH", Ssh},
            {"MySQL", MySql},
            {"never ready", NeverReady},
            {"drip", Drip},
            {"start-up flood", StartupFlood},
            {"cleartext", Cleartext},
            {"markup error", MarkupError},
            {"error without state", StatelessError},
            {"huge error", HugeError},
            {"ancient", Ancient},
            {"devel", Devel},
            {"mute", Mute},
            {"notice flood", NoticeFlood},
            {"notify flood", NotifyFlood},
            {"parameter flood", ParameterFlood},
            {"row flood", RowFlood},
            {"huge row", HugeRow},
            {"copy in", CopyIn},
            {"copy out", CopyOut},
            {"copy both", CopyBoth},
            {"1600 columns", ManyColumns},
            {"wrong columns", WrongColumns},
            {"truncated frame", TruncatedFrame},
            {"negative length", NegativeLength},
            {"huge length", HugeLength},
            {"unknown message", UnknownMessage},
            {"out of turn", OutOfTurn},
            {"random bytes", RandomBytes},
            {"endless SCRAM", EndlessScram}};
}

HostileServer::HostileServer(Hostility hostility)
    : m_hostility(hostility)
    , m_listener(Socket::listening())
    , m_thread([this](std::stop_token stop) { serve(std::move(stop)); })
{
}

HostileServer::~HostileServer()
{
    m_thread.request_stop();
    m_thread.join();
}

QByteArray HostileServer::messageTypes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_types;
}

QByteArray HostileServer::received() const
{
    const std::scoped_lock lock(m_mutex);
    return m_received;
}

void HostileServer::note(const QByteArray &bytes, char type)
{
    const std::scoped_lock lock(m_mutex);
    m_received += bytes;
    if (type != 0)
        m_types += type;
}

void HostileServer::serve(std::stop_token stop)
{
    struct Client
    {
        Socket socket;
        std::jthread thread;
    };
    std::list<Client> clients;
    while (!stop.stop_requested()) {
        Socket socket = m_listener.accept();
        if (!socket.isValid())
            continue;
        Client &client = clients.emplace_back(std::move(socket), std::jthread());
        client.thread = std::jthread([this, &client](std::stop_token ended) {
            HostileSession(*this, client.socket, std::move(ended)).run();
            client.socket.shutDown();
        });
    }
    for (Client &client : clients) {
        client.thread.request_stop();
        client.socket.shutDown();
    }
}

} // namespace tests
