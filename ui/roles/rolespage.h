// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/observed.h"
#include "window/panel.h"

class QSplitter;
class QStackedLayout;

namespace ui {

class Card;
class ChangeActions;
class ChipBar;
class EmptyState;
class LazyTable;
class MessageBar;
class RoleDetail;
class RoleRows;
class TableNotice;

/// The roles of a server: the table with its filter line and chips, and all about the selected one.
/// It asks for the inventory when it is looked at, and for changes, by signals.
class RolesPage final : public Panel
{
    Q_OBJECT

public:
    explicit RolesPage(QWidget *parent = nullptr);

    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    void setCompactRows(bool compact) override;
    QString helpText() const override;
    QList<QAction *> panelActions() const override;

    // The answers to inventoryWanted(); an inventory may also come by itself.
    void showInventory(const inventory::InventoryPtr &inventory, const ObservedPtr &observed);
    void showProblem(const base::Error &error);

    /// Selects a role, for those who lead here from elsewhere.
    void selectRole(inventory::Oid role);
    std::optional<inventory::Oid> selectedRole() const;

    /// Why nothing may be changed on this server; empty if it may.
    void setChangesBlocked(const QString &reason);

signals:
    /// The panel is looked at and has no inventory.
    void inventoryWanted();
    /// The user wants to see a database.
    void databaseRequested(quint32 database);
    /// What is to be done to a role: "password", "alter", "grant", "rename", "comment", "drop";
    /// "create" is about none.
    void changeRequested(const QString &change, quint32 role);
    void newApplicationRequested();

protected:
    void subjectChanged() override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildChanges();
    void buildTable();
    void buildHead();
    void readFilter();
    void chooseChip(const QString &id);
    void arranged();
    void tellCount(const RoleRows &rows);
    void showSelection();
    void showEmptyState();
    void leaveEmptyState();
    void placeObstacles();

    ChangeActions *m_changes;
    Card *m_card;
    ChipBar *m_chips;
    LazyTable *m_table;
    RoleDetail *m_detail;
    TableNotice *m_notice;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    MessageBar *m_problem;
    QSplitter *m_splitter;
    inventory::InventoryPtr m_inventory;
    ObservedPtr m_observed;
    std::optional<inventory::Oid> m_selected;
    bool m_failed = false;
    bool m_asked = false;
};

} // namespace ui
