// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/socket.h"

#include <QByteArray>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tests {

/// What happens to the bytes of one direction. Counts are of the bytes of one connection.
struct Weather
{
    bool paused = false;                ///< Nothing goes through; TCP goes on acknowledging.
    std::chrono::milliseconds delay{0}; ///< Before each piece.
    qint64 bytesPerSecond = 0;          ///< 0 is no limit.
    std::optional<qint64> resetAfter;   ///< TCP reset after so many bytes.
    std::optional<qint64> endAfter;     ///< Half-close after so many bytes.
    std::optional<qint64> flipAt;       ///< The byte at this place arrives with its bits inverted.
};

/// A TCP proxy in front of a server on 127.0.0.1 that spoils the connection on demand, without root
/// and the same each time. Threads of its own; call it from any thread.
class ChaosProxy final
{
public:
    enum class Direction { ToServer, ToClient };

    explicit ChaosProxy(int serverPort);
    ~ChaosProxy();
    Q_DISABLE_COPY_MOVE(ChaosProxy)

    int port() const { return m_listener.port(); }

    /// From now on, for open and for later connections.
    void setWeather(Direction direction, const Weather &weather);
    void setPaused(bool paused);

    /// Resets every open connection; later ones get through.
    void resetAll();

    /// New connections go to another server.
    void setServerPort(int port);

    /// New connections are accepted and reset at once.
    void setRefusing(bool refusing);

    /// Sends bytes to every client as if the server had.
    void inject(const QByteArray &bytes);

    /// How many connections there were, and how many are open.
    int accepted() const;
    int open() const;

private:
    struct Link;

    void serve(std::stop_token stop);
    void pump(Link &link, Direction direction, std::stop_token stop);
    bool forward(Link &link, Direction direction, QByteArray bytes, qint64 before);
    Weather weather(Direction direction) const;
    void forEachOpen(const std::function<void(Link &)> &action);

    Socket m_listener;
    mutable std::mutex m_mutex;
    int m_serverPort;
    bool m_refusing = false;
    int m_accepted = 0;
    Weather m_weather[2];
    std::vector<std::unique_ptr<Link>> m_links;
    std::jthread m_thread;
};

} // namespace tests
