// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/panellinks.h"

#include "activity/activitypage.h"
#include "locks/lockspage.h"
#include "window/mainwindow.h"

namespace app {

using namespace Qt::StringLiterals;
using snapshot::Session;
using ui::ActivityPage;
using ui::LocksPage;
using ui::MainWindow;

PanelLinks::PanelLinks(MainWindow &window, const Panels &panels, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_panels(panels)
{
    connect(&panels.activity, &ActivityPage::sessionSelected, this, &PanelLinks::takeSelection);
    connect(&panels.locks, &LocksPage::sessionSelected, this, &PanelLinks::takeSelection);
    connect(&panels.activity, &ActivityPage::locksRequested, this, &PanelLinks::showInLocks);
    connect(&panels.locks, &LocksPage::activityRequested, this, &PanelLinks::showInActivity);
    connect(&window, &MainWindow::panelSelected, this, &PanelLinks::showPanel);
    connect(&window, &MainWindow::serverSelected, this, [this] { m_session.reset(); });
    connect(&window, &MainWindow::evidenceRequested, this, [this](const QString &panel) {
        if (panel == m_panels.locks.id())
            m_panels.locks.lead({});
    });
}

void PanelLinks::takeSelection(const Session::Key &session)
{
    m_session = session;
}

// Where the selected session has nothing to do with locks, the first root is what to look at.
void PanelLinks::showPanel(const QString &id)
{
    if (id == m_panels.activity.id() && m_session)
        m_panels.activity.followSession(*m_session);
    if (id == m_panels.locks.id() && !(m_session && m_panels.locks.lead(m_session)))
        m_panels.locks.lead({});
}

void PanelLinks::showInLocks(const std::optional<Session::Key> &session)
{
    m_session = session;
    m_window.selectPanel(m_panels.locks.id());
}

void PanelLinks::showInActivity(const std::optional<Session::Key> &session)
{
    m_window.selectPanel(m_panels.activity.id());
    if (session)
        m_panels.activity.selectSession(*session);
}

} // namespace app
