// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

namespace pgaccess {

/// Reads a Java properties file: the addresses of Spring and Quarkus (JDBC and R2DBC) with the
/// users and passwords beside them. "${NAME:default}" is looked up in what is given.
SourceFile readSpringProperties(std::string_view bytes, const Variables &around = {});

/// The same of application.yml, with its profiles as documents.
SourceFile readSpringYaml(std::string_view bytes, const Variables &around = {});

} // namespace pgaccess
