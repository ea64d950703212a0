// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/panelarea.h"

#include "window/panel.h"
#include "window/servermessagepane.h"
#include "window/welcomepage.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

PanelArea::PanelArea(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_welcome(new WelcomePage)
    , m_blank(new QWidget)
    , m_message(new ServerMessagePane)
{
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_blank);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
}

void PanelArea::addPanel(Panel *panel)
{
    m_panels.push_back(panel);
    m_stack->addWidget(panel);
}

void PanelArea::setCurrentPanel(Panel *panel)
{
    m_panel = panel;
    m_welcomed = false;
    arrange();
}

void PanelArea::leaveWelcomePage()
{
    m_welcomed = true;
    arrange();
}

bool PanelArea::showsPanel() const
{
    return m_panel && m_stack->currentWidget() == m_panel;
}

void PanelArea::showServer(const ServerRow *row, bool anyServer)
{
    m_row = row ? *row : ServerRow{};
    m_anyServer = anyServer;
    for (Panel *panel : m_panels) {
        panel->setSubject({m_row.id, m_row.name, m_row.production});
        panel->showStatus(m_row.status);
    }
    arrange();
}

void PanelArea::showSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    m_hasData = snapshot != nullptr;
    for (Panel *panel : m_panels)
        panel->showSnapshot(snapshot);
    arrange();
}

void PanelArea::arrange()
{
    const bool self = m_panel && !m_panel->needsServer();
    QWidget *page = m_welcome;
    if (m_anyServer)
        page = m_panel && (m_hasData || self) ? static_cast<QWidget *>(m_panel) : m_blank;
    else if (self && m_welcomed)
        page = m_panel;
    m_stack->setCurrentWidget(page);
    m_message->showServer(m_row.id.isEmpty() || self ? nullptr : &m_row, m_hasData);
}

} // namespace ui
