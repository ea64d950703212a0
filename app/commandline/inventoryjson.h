// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "commandline/inventorysource.h"

#include <QJsonObject>

namespace app {

/// The document "pgvigil.roles/1".
QJsonObject rolesToJson(const InventoryRead &read, const std::vector<inventory::Finding> &findings);

/// The document "pgvigil.databases/1".
QJsonObject databasesToJson(const InventoryRead &read, const ContentsRead &contents,
                            const std::vector<inventory::Finding> &findings);

/// "scram", "md5", "none" or "hidden".
QLatin1StringView passwordWord(inventory::PasswordKind kind);

} // namespace app
