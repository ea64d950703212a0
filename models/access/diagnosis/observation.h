// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/cause.h"
#include "base/error.h"
#include "postgres/tlsprobe.h"

#include <optional>

namespace pgaccess {

/// The steps to a session, in their order.
enum class Stage { Resolve, Reach, Tls, Authenticate, OpenDatabase, Ready };

/// What one attempt to connect met, without any secret: all that a diagnosis begins with.
struct Observation
{
    QString user;
    QString database;
    QString host;    ///< As given.
    QString address; ///< The IP address, or the socket's folder.
    int port = 5432;
    bool socket = false;
    QString sslMode; ///< As given; empty for the default.

    std::optional<base::Error> error; ///< Nothing: connected.
    Stage stage = Stage::Ready;       ///< Where it stopped.
    QString function;                 ///< Of the server's source that refused.
    QString context;                  ///< Where in user code it refused.
    int systemError = 0;              ///< errno, where the address was not reached.
    QByteArray firstBytes;            ///< What the other side said first, outside TLS.
    std::optional<bool> tlsOffered;
    bool tlsInUse = false;
    std::optional<pg::TlsReport> tls; ///< What our own look at TLS showed.
    bool passwordGiven = false;
    bool passwordAsked = false;
    bool replication = false;
    bool clientCertificate = false; ///< One was named in the settings.
    bool sessionAttributes = false; ///< The settings want a session of some kind.
    bool directTls = false;         ///< The settings begin with TLS, without asking for it.
    bool pooled = false;            ///< A pooler answered in the server's place.
    std::optional<Cause> known;     ///< Where the step that failed says it by itself.

    bool operator==(const Observation &) const = default;
};

/// True if the other side spoke PostgreSQL's protocol, as far as its first bytes tell.
bool looksLikePostgres(const QByteArray &firstBytes);

/// What the first bytes betray: "HTTP", "MySQL", "Redis", "SSH" …; empty if nothing known.
QString otherProtocol(const QByteArray &firstBytes);

} // namespace pgaccess
