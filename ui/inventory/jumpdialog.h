// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <QDialog>

#include <map>

class QLineEdit;

namespace ui {

class LazyTable;

/// Where a search leads.
struct JumpTarget
{
    enum Kind { Role, Database, Relation, Policy };
    Kind kind = Role;
    quint32 oid = 0;
    quint32 database = 0; ///< In which it is; 0 for roles and databases.
};

/// Every role, database, and of the databases that were looked at every table and policy, by some
/// letters of the name; Return leads there. Works without a mouse.
class JumpDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit JumpDialog(QWidget *window);

    /// Lists these and opens over the window.
    void openWith(const inventory::InventoryPtr &inventory,
                  const std::map<inventory::Oid, inventory::ContentsPtr> &contents);

signals:
    void chosen(const ui::JumpTarget &target);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void filter(const QString &line);
    void arranged();
    void choose();

    QLineEdit *m_line;
    LazyTable *m_table;
};

} // namespace ui
