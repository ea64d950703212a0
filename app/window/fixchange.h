// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"
#include "actions/changedialog.h"

namespace app {

/// The change that a fix asks for, without the place where it is to run. Nothing for fixes that are
/// no SQL, such as a line of pg_hba.conf, and for those that PgVigil leaves to psql.
std::optional<ui::ChangeForm> changeForm(const pgaccess::Fix &fix);

} // namespace app
