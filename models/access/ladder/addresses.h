// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connectionspec.h"

namespace pgaccess {

/// The folders in which a server of this port listens on a unix socket, as the system knows them;
/// libpq's default folder if there is none.
QStringList socketFolders(int port);

/// The places that need no look-up: an address, a socket, and for "localhost" both loopback
/// addresses and the sockets, whatever the system's resolver says. Nothing for other names.
std::optional<QList<pg::Target>> knownPlaces(const pg::Target &target);

} // namespace pgaccess
