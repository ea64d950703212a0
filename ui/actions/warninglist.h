// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"

#include <QWidget>

namespace ui {

/// The dangers of a confirmation, each once, gravest first, with a mark and (where there are
/// several sessions) the pids that it is about.
class WarningList final : public QWidget
{
    Q_OBJECT

public:
    explicit WarningList(const actions::Confirmation &confirmation, QWidget *parent = nullptr);

    /// What is shown, a line each, for a reader without eyes and for tests.
    const QStringList &lines() const { return m_lines; }

private:
    void addLine(actions::Warning warning, const QString &text);

    QStringList m_lines;
};

} // namespace ui
