// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/observation.h"

namespace pgaccess {

/// What a program that uses libpq printed when it could not connect, taken apart: one observation
/// for each address that it tried. SQLSTATEs are taken where the text has them; otherwise the
/// English words of the errors say what class they are of.
QList<Observation> readClientMessage(const QString &text);

} // namespace pgaccess
