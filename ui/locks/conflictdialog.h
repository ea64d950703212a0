// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

#include <QDialog>

class QTableWidget;

namespace ui {

/// Which lock modes conflict with each other, and which statements take them: help beside a list
/// of locks.
class ConflictDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ConflictDialog(QWidget *parent = nullptr);

private:
    void fill(QTableWidget *table);
};

/// The statements that take a mode on a table, as PostgreSQL's documentation lists them.
QString takenBy(locks::LockMode mode);

/// The table in words, for the help of the panel.
QString conflictHelp();

} // namespace ui
