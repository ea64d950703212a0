// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace actions {

/// The configuration files as the server sees them at one moment.
struct ConfigurationFacts
{
    QString loadedAt;      ///< pg_conf_load_time(), as the server writes it.
    bool readable = false; ///< This role may see the errors.
    QStringList errors;    ///< "pg_hba.conf:12: …"
};

QCoro::Task<ConfigurationFacts> configurationFacts(QPointer<pg::Connection> connection);

/// Looks until the files were read again, for five seconds at most, and says what is wrong in them.
QCoro::Task<ReloadReport> reloadReport(QPointer<pg::Connection> connection,
                                       ConfigurationFacts before);

} // namespace actions
