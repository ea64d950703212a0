// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/knowncontents.h"
#include "inventory/loginjoin.h"
#include "inventory/observed.h"
#include "inventory/tablerows.h"

#include <QWidget>

namespace ui {

class ChangeActions;
class DefaultPrivilegesView;
class DetailCard;
class FactGrid;
class FindingCards;
class LazyTable;
class LoginsView;
class PlainLabel;

/// All about one role.
class RoleDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit RoleDetail(const ChangeActions &changes, QWidget *parent = nullptr);

    /// Nothing for no role. A role that is gone since the last reading says so.
    void showRole(const inventory::InventoryPtr &inventory, std::optional<inventory::Oid> role,
                  const ObservedPtr &observed);
    /// Nothing where they are not known yet.
    void showRules(const KnownRulesPtr &rules);
    /// What is known of the insides of databases.
    void showContents(const KnownContentsPtr &known);
    void setCompact(bool compact);

    /// The one whose row is selected, if it was granted to the role itself, or is of it.
    std::optional<inventory::Membership> selectedMembership() const;
    /// Why there is none; empty if there is.
    QString whyNoMembership() const;

signals:
    /// Another one, or none any more.
    void membershipSelected();
    /// The user wants to see another role, or a database.
    void roleChosen(quint32 role);
    void databaseChosen(quint32 database);
    /// The user wants to know what stands in the databases that were not looked into.
    void othersWanted();

private:
    void build(const ChangeActions &changes);
    QWidget *buildOverview();
    QWidget *buildMemberships(const ChangeActions &changes);
    void showFacts(const inventory::Role &role);
    void fill(const inventory::Role &role);
    void showLogins(const inventory::Role &role);
    void leadToDatabases(LazyTable *table);

    inventory::InventoryPtr m_inventory;
    std::optional<inventory::Oid> m_role;
    ObservedPtr m_observed;
    KnownRulesPtr m_rules;
    DetailCard *m_card;
    FactGrid *m_facts;
    FindingCards *m_findings;
    LazyTable *m_memberships;
    LazyTable *m_rights;
    LoginsView *m_logins;
    LazyTable *m_owned;
    LazyTable *m_settings;
    DefaultPrivilegesView *m_defaults;
    KnownContentsPtr m_known;
};

} // namespace ui
