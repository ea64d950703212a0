// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/servicefile.h"
#include "base/secret.h"
#include "postgres/connectionspec.h"

namespace pgaccess {

/// A service file as it was at one moment.
struct ServiceFile
{
    QString path;
    base::Secret bytes;
    Services services;
    std::optional<base::Error> trouble; ///< Why it could not be read; a missing file is none.
};

/// A specification with the settings of its service filled in.
struct ResolvedService
{
    pg::ConnectionSpec spec; ///< Without "service".
    base::Secret password;   ///< From the service file, where it holds one.
    QString path;            ///< The file that has the service; empty without one.
    int line = 0;            ///< Of its section.
    int passwordLine = 0;
    int ldapLines = 0; ///< Lines that libpq would look up on the network; left out here.
};

/// "~/.pg_service.conf" and the machine's own file, in libpq's order.
QStringList standardServiceFiles();

ServiceFile readServiceFile(const QString &path);

/// Fills in what the specification's "service" option stands for, from the first file that has it.
/// Settings of the specification itself win. Fails in libpq's words if no file has the service or
/// its section is wrong. libpq's own look-up is never used: it would follow LDAP addresses.
base::Result<ResolvedService> resolveService(const pg::ConnectionSpec &spec,
                                             const QList<ServiceFile> &files);

} // namespace pgaccess
