// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIcon>

namespace ui {

/// A Breeze icon by its name in one colour, that of the theme at the moment it is drawn: the
/// library of Breeze icons holds only the dark drawings.
QIcon icon(const QString &name);

} // namespace ui
