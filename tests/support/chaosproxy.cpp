// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/chaosproxy.h"

#include "support/waiting.h"

#include <atomic>

namespace tests {

using namespace std::chrono_literals;

struct ChaosProxy::Link
{
    Socket client;
    Socket server;
    std::atomic<int> running = 2;
    std::atomic<bool> reset = false;
    std::mutex clientWriting;
    std::jthread pumps[2];
};

ChaosProxy::ChaosProxy(int serverPort)
    : m_listener(Socket::listening())
    , m_serverPort(serverPort)
    , m_thread([this](std::stop_token stop) { serve(std::move(stop)); })
{
}

ChaosProxy::~ChaosProxy()
{
    m_thread.request_stop();
    m_thread.join();
    for (const auto &link : m_links) {
        for (std::jthread &pump : link->pumps)
            pump.request_stop();
        link->client.shutDown();
        link->server.shutDown();
    }
}

void ChaosProxy::setWeather(Direction direction, const Weather &weather)
{
    const std::scoped_lock lock(m_mutex);
    m_weather[int(direction)] = weather;
}

void ChaosProxy::setPaused(bool paused)
{
    setWeather(Direction::ToServer, {.paused = paused});
    setWeather(Direction::ToClient, {.paused = paused});
}

void ChaosProxy::resetAll()
{
    forEachOpen([](Link &link) {
        link.reset = true;
        link.server.shutDown();
    });
}

void ChaosProxy::setServerPort(int port)
{
    const std::scoped_lock lock(m_mutex);
    m_serverPort = port;
}

void ChaosProxy::setRefusing(bool refusing)
{
    const std::scoped_lock lock(m_mutex);
    m_refusing = refusing;
}

void ChaosProxy::inject(const QByteArray &bytes)
{
    forEachOpen([&](Link &link) {
        const std::scoped_lock lock(link.clientWriting);
        link.client.write(bytes);
    });
}

int ChaosProxy::accepted() const
{
    const std::scoped_lock lock(m_mutex);
    return m_accepted;
}

int ChaosProxy::open() const
{
    const std::scoped_lock lock(m_mutex);
    return int(std::ranges::count_if(m_links, [](const auto &link) { return link->running > 0; }));
}

Weather ChaosProxy::weather(Direction direction) const
{
    const std::scoped_lock lock(m_mutex);
    return m_weather[int(direction)];
}

void ChaosProxy::forEachOpen(const std::function<void(Link &)> &action)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &link : m_links) {
        if (link->running > 0)
            action(*link);
    }
}

void ChaosProxy::serve(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        Socket client = m_listener.accept();
        if (!client.isValid())
            continue;
        const std::scoped_lock lock(m_mutex);
        ++m_accepted;
        Socket server = m_refusing ? Socket() : Socket::connectedTo(m_serverPort);
        if (!server.isValid()) {
            client.reset();
            continue;
        }
        auto link = std::make_unique<Link>();
        link->client = std::move(client);
        link->server = std::move(server);
        for (const Direction direction : {Direction::ToServer, Direction::ToClient}) {
            link->pumps[int(direction)] =
                std::jthread([this, direction, raw = link.get()](std::stop_token ended) {
                    pump(*raw, direction, std::move(ended));
                });
        }
        m_links.push_back(std::move(link));
    }
}

void ChaosProxy::pump(Link &link, Direction direction, std::stop_token stop)
{
    const Socket &from = direction == Direction::ToServer ? link.client : link.server;
    const Socket &to = direction == Direction::ToServer ? link.server : link.client;
    qint64 count = 0;
    while (!stop.stop_requested() && !link.reset) {
        if (weather(direction).paused) {
            pause(10ms);
            continue;
        }
        if (!from.waitReadable())
            continue;
        const QByteArray bytes = from.read(16384);
        if (bytes.isEmpty() || !forward(link, direction, bytes, count))
            break;
        count += bytes.size();
    }
    to.shutDownWriting();
    // The last one out closes; a reset goes to the client only, the server sees an end.
    if (--link.running == 0) {
        const std::scoped_lock lock(m_mutex);
        if (link.reset)
            link.client.reset();
        else
            link.client.shutDown();
        link.server.shutDown();
    }
}

bool ChaosProxy::forward(Link &link, Direction direction, QByteArray bytes, qint64 before)
{
    const Weather now = weather(direction);
    if (now.flipAt && *now.flipAt >= before && *now.flipAt < before + bytes.size())
        bytes[*now.flipAt - before] = char(~bytes[*now.flipAt - before]);
    const std::optional<qint64> end = now.resetAfter ? now.resetAfter : now.endAfter;
    const bool last = end && before + bytes.size() >= *end;
    if (last)
        bytes.truncate(std::max<qint64>(0, *end - before));
    pause(now.delay);
    if (now.bytesPerSecond > 0)
        pause(1000ms * bytes.size() / now.bytesPerSecond);
    bool written = false;
    if (direction == Direction::ToClient) {
        const std::scoped_lock lock(link.clientWriting);
        written = link.client.write(bytes);
    } else {
        written = link.server.write(bytes);
    }
    if (last && now.resetAfter) {
        link.reset = true;
        (direction == Direction::ToServer ? link.client : link.server).shutDown();
    }
    return written && !last;
}

} // namespace tests
