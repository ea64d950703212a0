// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/panelhead.h"

#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int BeforeFilter = 3; // title, badge, stretch

} // namespace

PanelHead::PanelHead(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_title(new PlainLabel(title))
    , m_environment(new Badge)
{
    setFixedHeight(metrics::PanelHead);
    m_layout->setContentsMargins(metrics::Edge, 0, metrics::Edge, 0);
    m_layout->setSpacing(10);
    m_title->setObjectName(u"panelTitle"_s);
    m_title->setFont(titleFont(font()));
    m_environment->setObjectName(u"environmentBadge"_s);
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_environment);
    m_layout->addStretch(1);
}

void PanelHead::setEnvironment(const QString &text, Severity severity)
{
    m_environment->setBadge(text, severity);
}

QLineEdit *PanelHead::filterLine()
{
    if (m_filter)
        return m_filter;
    m_filter = new QLineEdit;
    m_filter->setObjectName(u"filterLine"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(140);
    m_filter->setMaximumWidth(300);
    auto *clear = new QAction(tr("Clear the Filter"), m_filter);
    clear->setShortcut(Qt::Key_Escape);
    clear->setShortcutContext(Qt::WidgetShortcut);
    connect(clear, &QAction::triggered, m_filter, &QLineEdit::clear);
    m_filter->addAction(clear);
    m_layout->insertWidget(BeforeFilter, m_filter, 3);
    return m_filter;
}

QToolButton *PanelHead::addActionButton(QAction *action)
{
    auto *button = new QToolButton;
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setProperty("kind", u"framed"_s);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    if (action->menu()) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setProperty("menu", u"true"_s);
    }
    m_layout->addWidget(button);
    return button;
}

} // namespace ui
