// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/knowncontents.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace ui {

class LazyTable;
class PlainLabel;

/// Where a search leads.
struct JumpTarget
{
    enum Kind { Role, Database, Relation, Policy };
    Kind kind = Role;
    quint32 oid = 0;
    quint32 database = 0; ///< In which it is; 0 for roles and databases.
};

/// Every role, database, and of the databases that were looked at every table and policy, by some
/// letters of the name; Return leads there. Says how many were looked into, and offers to look into
/// the others. Works without a mouse.
class JumpDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit JumpDialog(QWidget *window);

    /// Lists these and opens over the window.
    void openWith(const inventory::InventoryPtr &inventory, const KnownContentsPtr &known);
    /// More is known while it is open. What is typed stays.
    void showContents(const KnownContentsPtr &known);

signals:
    /// Databases that nobody has looked into are to be read.
    void othersWanted();
    void chosen(const ui::JumpTarget &target);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void filter(const QString &line);
    void arranged();
    void choose();
    QLayout *buildNote();

    inventory::InventoryPtr m_inventory;
    QLineEdit *m_line;
    LazyTable *m_table;
    PlainLabel *m_note;
    QPushButton *m_others;
};

} // namespace ui
