// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/changerights.h"

#include <QString>

namespace ui {

/// What the role lacks for a change, in a sentence: "anna needs CREATEROLE and ADMIN OPTION on app
/// (or to be a superuser) to rename it." Empty if nothing is missing, as far as can be told.
QString missingRightsText(const inventory::ChangeRights &rights,
                          const inventory::ChangeQuestion &question);

} // namespace ui
