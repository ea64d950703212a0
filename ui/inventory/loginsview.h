// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/loginjoin.h"
#include "inventory/tablerows.h"

#include <QWidget>

#include <functional>

namespace ui {

class LazyTable;
class TableNotice;

/// A table of who may log in where, with what is to be said about the rules under it.
class LoginsView final : public QWidget
{
    Q_OBJECT

public:
    /// The object name is that of the table.
    LoginsView(const QString &objectName, const QString &accessibleName,
               std::vector<TableColumn> columns, QWidget *parent = nullptr);

    LazyTable &table() const { return *m_table; }

    using Make = std::function<TableRowsPtr(const std::shared_ptr<const LoginJoin> &join)>;
    /// The rows are made on another thread if judging so many takes time. Without an inventory
    /// there are none; the rules may be null.
    void showRows(const inventory::InventoryPtr &inventory, const KnownRulesPtr &rules, int count,
                  const Make &make);

private:
    LazyTable *m_table;
    TableNotice *m_notice;
};

} // namespace ui
