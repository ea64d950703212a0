// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"

namespace pgaccess {

/// What an error means that no server sent: of the network, of TLS, of this machine's files, of
/// something that is no PostgreSQL.
Diagnosis diagnoseClientError(const Observation &observation);

} // namespace pgaccess
