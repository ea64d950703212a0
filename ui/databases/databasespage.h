// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "databases/databaserows.h"
#include "window/panel.h"

class QStackedLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class Card;
class ChangeActions;
class ChipBar;
class DatabaseDetail;
class EmptyState;
class LazyTable;
class MessageBar;
class TableNotice;

/// The databases of a server: the table with its filter line and chips, and all about the selected
/// one. What is inside of a database is asked for when it is looked at.
class DatabasesPage final : public Panel
{
    Q_OBJECT

public:
    explicit DatabasesPage(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    void setCompactRows(bool compact) override;
    QString helpText() const override;
    QList<QAction *> panelActions() const override;

    // The answers to inventoryWanted(); an inventory may also come by itself.
    void showInventory(const inventory::InventoryPtr &inventory, const ObservedPtr &observed);
    void showProblem(const base::Error &error);

    // The answers to contentsWanted().
    void showContents(const inventory::ContentsPtr &contents);
    void showContentsProblem(inventory::Oid database, const base::Error &error);

    /// Selects a database, and a table in it, for those who lead here from elsewhere.
    void selectDatabase(inventory::Oid database, inventory::Oid relation = 0);
    std::optional<inventory::Oid> selectedDatabase() const { return m_selected; }
    DatabaseDetail &detail() { return *m_detail; }
    const ContentsByDatabase &contents() const { return m_contents; }

    /// Why nothing may be changed on this server; empty if it may.
    void setChangesBlocked(const QString &reason);

signals:
    /// The panel is looked at and has no inventory.
    void inventoryWanted();
    /// A database is looked at whose contents are not known, or are wanted anew.
    void contentsWanted(quint32 database);
    /// The user wants to see a role.
    void roleRequested(quint32 role);
    /// What is to be done to a database: "limit", "rename", "comment", "drop".
    void changeRequested(const QString &change, quint32 database);
    void newApplicationRequested();

protected:
    void subjectChanged() override;
    void showEvent(QShowEvent *event) override;

private:
    void buildChanges();
    void buildTable();
    void buildHead();
    void readFilter();
    void chooseChip(const QString &id);
    void fillTable();
    void arranged();
    void tellCount(const DatabaseRows &rows);
    void showSelection();
    void lookInto(inventory::Oid database, bool again);
    void showEmptyState();
    void leaveEmptyState();
    void placeObstacles();

    ChangeActions *m_changes;
    Card *m_card;
    ChipBar *m_chips;
    LazyTable *m_table;
    DatabaseDetail *m_detail;
    TableNotice *m_notice;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    MessageBar *m_problem;
    inventory::InventoryPtr m_inventory;
    ObservedPtr m_observed;
    ContentsByDatabase m_contents;
    std::optional<inventory::Oid> m_selected;
    std::optional<inventory::Oid> m_asked; ///< Whose contents are on their way.
    inventory::Oid m_relation = 0;         ///< To be selected when it is there.
    bool m_failed = false;
    bool m_wanted = false;
};

} // namespace ui
