// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

class QSettings;
class QWidget;

namespace ui {

/// A header with this property sizes its columns itself while it is true; the user's own widths
/// make it false.
inline constexpr char FittedProperty[] = "fitted";

/// Saves and restores what a user arranges: the geometry of the window, splitters, columns, the
/// page of a stack, each under its object name. What has no object name is left alone; so is a
/// state that does not fit.
class UiState final
{
public:
    explicit UiState(QSettings &settings)
        : m_settings(settings)
    {
    }

    void save(const QWidget &window);
    void restore(QWidget &window) const;

private:
    QSettings &m_settings;
};

} // namespace ui
