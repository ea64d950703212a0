// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/hostileserver.h"

namespace tests {

/// One client of a hostile server; run() is the body of its thread.
class HostileSession final
{
public:
    HostileSession(HostileServer &server, const Socket &socket, std::stop_token stop);
    void run();

private:
    bool startUp();
    bool authenticate();
    bool greet();
    void answerQueries();
    void hurt();
    void hurtByFloods();
    void hurtByCopies();
    void hurtByFrames();
    void flood(const QByteArray &bytes, qint64 atMost = 1LL << 40);
    void drip(const QByteArray &bytes);
    char readMessage(QByteArray *payload = nullptr);
    void endlessScram();
    void waitForEnd();

    HostileServer &m_server;
    const Socket &m_socket;
    std::stop_token m_stop;
};

} // namespace tests
