// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ui {

class LazyTable;
class PlainLabel;

/// What is granted on each object of a database, in words and as the ACL, and why a role may do
/// something there, or may not, as a path.
class PrivilegesView final : public QWidget
{
    Q_OBJECT

public:
    explicit PrivilegesView(QWidget *parent = nullptr);

    /// Contents may be null: then only the database itself is known.
    void showDatabase(const inventory::InventoryPtr &inventory, inventory::Oid database,
                      const inventory::ContentsPtr &contents);
    void setCompact(bool compact);

private:
    QWidget *buildObjects();
    QWidget *buildGrants();
    void showObject();
    void fillPrivileges();
    void answer();

    inventory::InventoryPtr m_inventory;
    inventory::ContentsPtr m_contents;
    inventory::Oid m_database = 0;
    LazyTable *m_objects;
    LazyTable *m_grants;
    QLineEdit *m_filter;
    QLineEdit *m_role;
    QComboBox *m_privilege;
    QPushButton *m_ask;
    PlainLabel *m_answer;
};

} // namespace ui
