// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <QObject>

#include <optional>

namespace ui {
class ActivityPage;
class LocksPage;
class MainWindow;
} // namespace ui

namespace app {

/// What leads from one panel to another: whoever is selected in one is selected in the others when
/// they are shown, and a number leads to its evidence.
class PanelLinks final : public QObject
{
    Q_OBJECT

public:
    struct Panels
    {
        ui::ActivityPage &activity;
        ui::LocksPage &locks;
    };

    PanelLinks(ui::MainWindow &window, const Panels &panels, QObject *parent = nullptr);

private:
    void takeSelection(const snapshot::Session::Key &session);
    void showPanel(const QString &id);
    void showInLocks(const std::optional<snapshot::Session::Key> &session);
    void showInActivity(const std::optional<snapshot::Session::Key> &session);

    ui::MainWindow &m_window;
    Panels m_panels;
    std::optional<snapshot::Session::Key> m_session; ///< Selected last, by the user.
};

} // namespace app
