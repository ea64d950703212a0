// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTreeView>

namespace ui {

class TargetModel;

/// Sessions as they were shown: a table that is only read.
QTreeView *makeTargetView(TargetModel *model, QWidget *parent);

} // namespace ui
