// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QJsonObject>

namespace app {

/// The document "pgvigil.error/1"; what is not known is null.
QJsonObject errorToJson(const base::Error &error);

/// What errorToJson() made, or an error that says that it was none.
base::Error errorFromJson(const QJsonObject &object);

} // namespace app
