// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/interpolate.h"

#include <string>
#include <vector>

namespace pgaccess {

/// A variable of an environment, with its value filled in as far as it can be.
struct Variable
{
    std::string name;
    SecretText value; ///< May hold markers.
    int line = 0;
    std::string file; ///< Where it is not the file that was read.
    std::vector<Note> notes;

    bool operator==(const Variable &) const = default;
};

using Variables = std::vector<Variable>;

/// The last variable of that name, or null.
const Variable *findVariable(const Variables &variables, std::string_view name);

/// Looks up in several environments, the first one first.
VariableLookup lookupIn(std::vector<const Variables *> environments);

/// Whose environment it is.
struct Owner
{
    SourceKind kind = SourceKind::DotEnv;
    std::string label;   ///< The service or Secret; empty: the variables name themselves.
    std::string service; ///< Of a compose file.
    Surroundings surroundings = Surroundings::Machine;
};

/// The connections that an environment names: every variable that holds an address, and every
/// family of them such as DB_HOST, DB_USER, DB_PASSWORD. A family that agrees with an address of
/// the same family is one statement with it.
std::vector<Statement> statementsFrom(const Variables &variables, const Owner &owner);

} // namespace pgaccess
