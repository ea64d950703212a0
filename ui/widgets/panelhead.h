// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace ui {

class Badge;
class PlainLabel;

/// The head of a panel, 52 px: its title, what kind of server it is, the filter line, buttons.
class PanelHead final : public QWidget
{
    Q_OBJECT

public:
    explicit PanelHead(const QString &title, QWidget *parent = nullptr);

    /// "PRODUCTION" and the like; an empty text shows none.
    void setEnvironment(const QString &text, Severity severity);

    /// The filter line, made when first asked for; Escape in it clears it.
    QLineEdit *filterLine();
    bool hasFilterLine() const { return m_filter != nullptr; }

    /// A framed button for the action, with its text; an action with a menu opens it.
    QToolButton *addActionButton(QAction *action);

private:
    QHBoxLayout *m_layout;
    PlainLabel *m_title;
    Badge *m_environment;
    QLineEdit *m_filter = nullptr;
};

} // namespace ui
