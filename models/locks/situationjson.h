// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

#include <QJsonObject>

namespace locks {

/// The document `pgvigil.locks/1` that the command line promises, with every edge.
QJsonObject situationToJson(const Situation &situation);

} // namespace locks
