// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/testserver.h"

namespace tests {

/// The two servers of the field case of a shared server, which log every statement and let in by
/// password only (but the superuser postgres over the socket), and the files that lead to them.
class SharedServers final
{
public:
    static constexpr auto AdminPassword = "example-admin-pass";
    static constexpr auto KeycloakPassword = "p:with\\specials";
    static constexpr auto AppPassword = "an-app-pass"; ///< Of nextcloud and guacamole.

    explicit SharedServers(int version);

    /// With the inventory of the case, and what its findings are about.
    base::Result<void> start();

    /// A file of the case, written to this path for its owner alone; only addresses differ: they
    /// are those of these servers.
    bool writeFile(const QString &caseFile, const QString &path) const;

    /// How an application connects that shows this name.
    pg::ConnectionSpec application(const QString &role, const QString &database,
                                   const QString &name) const;

    TestServer main;
    TestServer keycloak;
};

} // namespace tests
