// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"
#include "access/ladder/attempt.h"

namespace pgaccess {

/// The diagnoses of attempts, one for each, with what the attempts of a candidate say together:
/// which of its addresses works or comes further, and that a server runs which answers at another
/// address of the same machine. Nothing is advised that was tried and failed as early. Pure.
QList<Diagnosis> comparedByAddress(QList<Diagnosis> diagnoses, const QList<Attempt> &attempts);

} // namespace pgaccess
