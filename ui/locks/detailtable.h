// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QAbstractItemModel;
class QTreeView;

namespace ui {

/// A plain table of rows that can be selected but not edited, whose columns fit what they hold.
QTreeView *makeLockTable(QAbstractItemModel *model, const QString &name,
                         const QString &accessibleName);

} // namespace ui
