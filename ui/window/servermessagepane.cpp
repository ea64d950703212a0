// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/servermessagepane.h"

#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

ServerMessagePane::ServerMessagePane(QWidget *parent)
    : QWidget(parent)
    , m_heading(new PlainLabel)
    , m_bar(new MessageBar)
    , m_retry(m_bar->addButton(u"messageRetry"_s, tr("Connect Now")))
    , m_edit(m_bar->addButton(u"messageEdit"_s, tr("Edit Connection…")))
    , m_why(m_bar->addButton(u"messageWhy"_s, tr("Why?")))
{
    m_heading->setObjectName(u"messageHeading"_s);
    m_heading->setFont(titleFont(font()));
    m_heading->setMinimumHeight(metrics::PanelHead);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::Edge, 0, metrics::Edge, 0);
    layout->setSpacing(0);
    layout->addWidget(m_heading);
    layout->addWidget(m_bar);
    connect(m_retry, &QPushButton::clicked, this, &ServerMessagePane::retry);
    connect(m_edit, &QPushButton::clicked, this, &ServerMessagePane::edit);
    connect(m_why, &QPushButton::clicked, this, &ServerMessagePane::whyWanted);
    connect(&m_tick, &QTimer::timeout, this, &ServerMessagePane::refresh);
    hide();
}

void ServerMessagePane::showServer(const ServerRow *row, bool hasData)
{
    m_row = row ? *row : ServerRow{};
    m_hasData = hasData;
    refresh();
}

void ServerMessagePane::refresh()
{
    std::optional<ServerMessage> message;
    if (!m_row.id.isEmpty())
        message = serverMessage(m_row, m_hasData, base::now());
    setVisible(message.has_value());
    m_tick.stop();
    if (!message)
        return;
    if (m_row.status.retryAt)
        m_tick.start(1000);
    m_heading->setVisibleText(m_row.name);
    m_heading->setVisible(!m_hasData);
    layout()->setContentsMargins(metrics::Edge, m_hasData ? metrics::CardGap : 0, metrics::Edge, 0);
    m_bar->setTitle(message->severity, message->title);
    m_bar->setServerWords(message->serverWords);
    m_bar->setAdvice(message->advice);
    m_retry->setVisible(message->canRetry);
    m_edit->setVisible(message->canEdit);
    const base::ServerState state = m_row.status.state;
    m_why->setVisible(state == base::ServerState::Refused || state == base::ServerState::Lost);
}

} // namespace ui
