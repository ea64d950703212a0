// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventorypage.h"
#include "inventory/knowncontents.h"
#include "inventory/loginjoin.h"

namespace ui {

class RoleDetail;
class RoleRows;

/// The roles of a server: the table with its filter line and chips, and all about the selected one.
/// What can be done to a role: "password", "alter", "grant", "rename", "comment", "drop", "create";
/// to its selected membership: "membership", "revoke".
class RolesPage final : public InventoryPage
{
    Q_OBJECT

public:
    explicit RolesPage(QWidget *parent = nullptr);

    void setCompactRows(bool compact) override;
    QString helpText() const override;
    /// What is known of pg_hba.conf; null: nothing yet.
    void showRules(const KnownRulesPtr &rules);

    /// What is known of the insides of databases; more comes after othersWanted().
    void showContents(const KnownContentsPtr &known);

    /// Selects a role, for those who lead here from elsewhere.
    void selectRole(inventory::Oid role);
    std::optional<inventory::Oid> selectedRole() const { return selected(); }
    /// Of the selected role, either way.
    std::optional<inventory::Membership> selectedMembership() const;

signals:
    /// The user wants to see a database.
    void databaseRequested(quint32 database);

protected:
    void fillTable() override;
    std::vector<Chip> chips() const override;
    Severity worst() const override;
    QString notice() const override;
    void showDetail() override;
    void placeObstacles() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    static InventoryWords words();
    const RoleRows *rows() const;

    RoleDetail *m_detail;
};

} // namespace ui
