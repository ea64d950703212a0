// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/statement.h"

#include <functional>
#include <string_view>
#include <vector>

namespace pgaccess {

/// How a kind of file writes variables into values.
struct DollarRules
{
    bool bareNames = true;   ///< "$NAME" as well as "${NAME}".
    bool keepUnset = false;  ///< "$NAME" of no variable stays as it is written.
    bool doubled = false;    ///< "$$" is a "$".
    bool escaped = false;    ///< "\$" is a "$".
    bool commands = false;   ///< "$(…)" would run a program.
    bool plainColon = false; ///< Spring's "${NAME:default}".
};

/// The value of a variable, or null. Nothing outside of the files is asked.
using VariableLookup = std::function<const SecretText *(std::string_view name)>;

struct Expanded
{
    SecretText text; ///< With markers for what is unresolved.
    std::vector<Note> notes;
};

/// Fills variables into a value. Runs nothing; what no variable gives becomes a marker.
Expanded expandVariables(std::string_view raw, const DollarRules &rules,
                         const VariableLookup &lookup);

} // namespace pgaccess
