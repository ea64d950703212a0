// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

class MessageBar;

/// What became of a change: a line for each statement, for each that took one back, and what to
/// make of it.
class ChangeResult final : public QWidget
{
    Q_OBJECT

public:
    explicit ChangeResult(QWidget *parent = nullptr);

    /// The change as it was run.
    void showOutcome(const actions::Change &change, const actions::ChangeOutcome &outcome);

    /// For another attempt.
    void clear();

private:
    void addLine(const QString &text);

    QVBoxLayout *m_lines;
    MessageBar *m_bar;
};

} // namespace ui
