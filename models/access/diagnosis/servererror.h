// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"

namespace pgaccess {

/// What an error with an SQLSTATE means: said by PostgreSQL or by a pooler before the session.
Diagnosis diagnoseServerError(const Observation &observation);

} // namespace pgaccess
