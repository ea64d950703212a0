// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/panel.h"

#include "widgets/metrics.h"
#include "widgets/panelhead.h"

#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

Panel::Panel(const QString &id, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_title(title)
    , m_head(new PanelHead(title))
    , m_body(new QVBoxLayout)
{
    setObjectName(id);
    setAccessibleName(title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    m_body->setContentsMargins(metrics::Edge, 0, metrics::Edge, metrics::CardGap);
    m_body->setSpacing(metrics::CardGap);
    layout->addLayout(m_body, 1);
}

void Panel::setSubject(const PanelSubject &subject)
{
    if (subject == m_subject)
        return;
    const bool other = subject.id != m_subject.id;
    m_subject = subject;
    m_head->setEnvironment(subject.production ? tr("PRODUCTION") : QString(), Severity::Critical);
    if (other)
        subjectChanged();
}

void Panel::subjectChanged() {}

void Panel::showStatus(const base::ServerStatus &) {}

void Panel::setCompactRows(bool) {}

QList<QAction *> Panel::panelActions() const
{
    return {};
}

void Panel::addHeadActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions)
        m_head->addActionButton(action);
}

void Panel::addNotice(QWidget *notice)
{
    m_body->insertWidget(0, notice);
}

void Panel::focusFilter()
{
    if (m_head->hasFilterLine())
        m_head->filterLine()->setFocus(Qt::ShortcutFocusReason);
}

} // namespace ui
