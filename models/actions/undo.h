// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <optional>

namespace actions {

/// A role or database that a statement creates.
struct Creation
{
    bool database = false; ///< Otherwise a role.
    QString name;

    bool operator==(const Creation &) const = default;
};

/// Nothing for statements that create anything else, or nothing.
std::optional<Creation> creationOf(QStringView statement);

/// "DROP DATABASE "shop"": takes the creation back.
QString undoStatement(const Creation &creation);

/// True if nothing is left of the statement, run in this database, once what was created is
/// dropped. Cautious: in doubt something is left.
bool vanishesWith(QStringView statement, const QString &database, const Creation &creation);

} // namespace actions
