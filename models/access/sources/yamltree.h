// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/secrettext.h"
#include "access/sources/sourcefile.h"

namespace pgaccess {

/// A piece of YAML with its line. Aliases are followed and merge keys ("<<") merged, within limits.
struct YamlNode
{
    enum class Kind { Null, Text, List, Map };

    Kind kind = Kind::Null;
    int line = 0; ///< From 1.
    SecretText text;
    std::vector<std::string> keys; ///< Of a map, one for each item; the last of a name counts.
    std::vector<YamlNode> items;

    const YamlNode *find(std::string_view key) const;    ///< Null also if this is no map.
    std::string_view textOf(std::string_view key) const; ///< Empty if there is none.
};

struct YamlDocuments
{
    std::vector<YamlNode> documents;
    SourceProblem problem = SourceProblem::None;
    int problemLine = 0;
};

/// Reads all documents of a YAML text; those before a fault are kept.
YamlDocuments parseYaml(std::string_view bytes);

} // namespace pgaccess
