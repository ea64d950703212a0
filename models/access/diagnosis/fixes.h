// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"

namespace pgaccess {

/// What can be done about the cause, the best first.
QList<Fix> fixesFor(const Diagnosis &diagnosis, const Observation &observation);

/// "change_setting", "start_server" …
QLatin1StringView fixKindName(FixKind kind);

/// A name in an SQL statement, always quoted.
QString quotedIdentifier(const QString &name);

/// A name in pg_hba.conf, quoted where it would mean something else.
QString quotedHbaName(const QString &name);

/// The line that lets exactly this client in.
QString hbaLineFor(const Diagnosis &diagnosis, const Observation &observation);

} // namespace pgaccess
