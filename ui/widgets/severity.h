// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>

namespace ui {

/// How much something matters. Views turn it into a colour of the theme and into a word or a shape.
enum class Severity {
    None,     ///< Ordinary: no colour.
    Info,     ///< Worth a mark, such as the state "active": the accent colour.
    Ok,       ///< Healthy.
    Warning,  ///< A threshold is crossed.
    Critical, ///< Somebody should act.
};

} // namespace ui

Q_DECLARE_METATYPE(ui::Severity)
