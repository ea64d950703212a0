// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connectionspec.h"

#include <optional>

namespace pgaccess {

/// A form in which programs and people write down a connection.
enum class WayIn {
    Uri,
    Keywords,
    Psql,
    DockerCompose,
    DotEnv,
    PassFile,
    Jdbc,
    Django,
    SqlAlchemy,
    Rails,
    Node,
    Go,
    DotNet,
    GuiFields,
};

constexpr int WayInCount = int(WayIn::GuiFields) + 1;

/// The password as it is written into a way in. Wherever it is masked, the text is no secret.
struct WayInPassword
{
    QString text; ///< As it is; empty where masked.
    bool masked = false;
};

/// What leads to a session.
struct WayInFacts
{
    pg::ConnectionSpec spec;
    std::optional<WayInPassword> password; ///< Nothing: none is needed.
    QString composeService;                ///< The service of a compose file that the server is.
};

/// The connection in this form, every part quoted as the form demands it. Empty where the form
/// cannot say it, such as a socket in JDBC. Pure.
QString wayInText(WayIn way, const WayInFacts &facts);

/// The specification that leads to the address where an attempt got through: the address in place
/// of a name that also leads elsewhere, or the folder of the socket. The name stays where TLS
/// compares it with the certificate.
pg::ConnectionSpec specAt(const pg::ConnectionSpec &spec, const pg::Target &target);

} // namespace pgaccess
