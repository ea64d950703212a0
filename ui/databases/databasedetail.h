// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "databases/databaserows.h"
#include "inventory/loginjoin.h"

#include <QWidget>

class QLineEdit;

namespace KSyntaxHighlighting {
class Repository;
}

namespace base {
struct Error;
}

namespace ui {

class BaselineView;
class ChangeActions;
class DetailCard;
class FactGrid;
class FindingCards;
class LazyTable;
class LoginsView;
class PrivilegesView;
class RowSecurityView;
class StatefulPage;

/// All about one database, in segments. What is inside of it is asked for when it is shown.
class DatabaseDetail final : public QWidget
{
    Q_OBJECT

public:
    DatabaseDetail(KSyntaxHighlighting::Repository &repository, const ChangeActions &changes,
                   QWidget *parent = nullptr);

    /// Nothing for no database. One that is gone since the last reading says so.
    void showDatabase(const inventory::InventoryPtr &inventory,
                      std::optional<inventory::Oid> database, const ObservedPtr &observed);
    /// What is in the shown database; null while it is being read.
    void showContents(const inventory::ContentsPtr &contents);
    void showContentsProblem(const base::Error &error);
    /// What is known of pg_hba.conf; null: nothing yet.
    void showRules(const KnownRulesPtr &rules);

    /// Shows the tables and selects this one.
    void selectRelation(inventory::Oid relation);
    void showSegment(const QString &id);
    void setCompact(bool compact);

    RowSecurityView &rowSecurity() const { return *m_rowSecurity; }
    BaselineView &baseline() const { return *m_baseline; }

signals:
    /// The user wants the contents to be read again.
    void contentsWanted();
    void roleChosen(quint32 role);

private:
    void build(const ChangeActions &changes);
    QWidget *buildOverview();
    QWidget *buildTables();
    StatefulPage *addPage(const QString &id, const QString &text, QWidget *content);
    void showFacts(const inventory::Database &database);
    void showAccess(const inventory::Database &database);
    void showLogins(const inventory::Database &database);
    void showInside();
    void leadToRoles(LazyTable *table);
    void showRowSecurity();
    void showFindings();
    void filterTables(const QString &line);

    inventory::InventoryPtr m_inventory;
    inventory::ContentsPtr m_contents;
    ObservedPtr m_observed;
    KnownRulesPtr m_rules;
    std::optional<inventory::Oid> m_database;
    DetailCard *m_card;
    FactGrid *m_facts;
    FindingCards *m_findings;
    LazyTable *m_access;
    LoginsView *m_logins;
    LazyTable *m_tables;
    LazyTable *m_extensions;
    LazyTable *m_migrations;
    PrivilegesView *m_privileges;
    RowSecurityView *m_rowSecurity;
    BaselineView *m_baseline;
    QLineEdit *m_tableFilter;
    std::vector<StatefulPage *> m_pages; ///< Of what is inside of the database.
    StatefulPage *m_tablesPage = nullptr;
    StatefulPage *m_extensionsPage = nullptr;
    StatefulPage *m_rowSecurityPage = nullptr;
    StatefulPage *m_migrationsPage = nullptr;
    StatefulPage *m_baselinePage = nullptr;
};

} // namespace ui
