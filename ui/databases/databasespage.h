// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "databases/databaserows.h"
#include "inventory/inventorypage.h"
#include "inventory/knowncontents.h"

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class DatabaseDetail;

/// The databases of a server: the table with its filter line and chips, and all about the selected
/// one. What is inside of a database is asked for when it is looked at.
/// What can be done to a database: "limit", "rename", "comment", "drop".
class DatabasesPage final : public InventoryPage
{
    Q_OBJECT

public:
    explicit DatabasesPage(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

    /// Its sessions tell who uses a database.
    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    void setCompactRows(bool compact) override;
    QString helpText() const override;

    // The answers to contentsWanted().
    void showContents(const inventory::ContentsPtr &contents);
    void showContentsProblem(inventory::Oid database, const base::Error &error);

    /// What is known of the insides of all databases; more comes after othersWanted().
    void showKnown(const KnownContentsPtr &known);

    /// Selects a database, and a table in it, for those who lead here from elsewhere.
    void selectDatabase(inventory::Oid database, inventory::Oid relation = 0);
    std::optional<inventory::Oid> selectedDatabase() const { return selected(); }
    DatabaseDetail &detail() { return *m_detail; }

signals:
    /// A database is looked at whose contents are not known, or are wanted anew.
    void contentsWanted(quint32 database);
    /// The user wants to see a role.
    void roleRequested(quint32 role);

protected:
    void fillTable() override;
    std::vector<Chip> chips() const override;
    Severity worst() const override;
    QString notice() const override;
    QString noticeAction() const override;
    void showDetail() override;
    void placeObstacles() override;
    void selectionChanged() override;
    void subjectChanged() override;
    void showEvent(QShowEvent *event) override;

private:
    static InventoryWords words();
    const DatabaseRows *rows() const;
    void lookInto(inventory::Oid database, bool again);

    DatabaseDetail *m_detail;
    KnownContents m_known;
    snapshot::SnapshotPtr m_snapshot;
    std::optional<inventory::Oid> m_asked; ///< Whose contents are on their way.
    inventory::Oid m_relation = 0;         ///< To be selected when it is there.
};

} // namespace ui
