// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/rowsecurity.h"
#include "inventory/tablerows.h"
#include "widgets/severity.h"

#include <QCoreApplication>

#include <expected>

namespace ui {

/// Row-level security in words.
class RowSecurityText
{
    Q_DECLARE_TR_FUNCTIONS(ui::RowSecurityView)

public:
    /// What a role sees, in a sentence: "sees 100 rows", "sees no rows".
    static QString headline(const inventory::VisibilityAnswer &answer);
    static Severity severity(const inventory::VisibilityAnswer &answer);
    /// Why, and what is certain about it.
    static QString reason(const inventory::Inventory &inventory,
                          const inventory::DatabaseContents &contents,
                          const inventory::VisibilityAnswer &answer);
    /// The expressions of a policy as they are written in CREATE POLICY.
    static QString expressions(const inventory::Policy &policy);
    /// The line of a form, "app.tenant = acme; app.user = 7"; the part that is none on failure.
    static std::expected<std::vector<inventory::SessionSetting>, QString>
    settingsOf(const QString &line);

private:
    static QString refusal(const inventory::VisibilityAnswer &answer);
    static QString noRows(const inventory::VisibilityAnswer &answer);
    static QString exemption(inventory::PolicyExemption exemption);
    static QString missing(const inventory::VisibilityAnswer &answer);
};

/// The policies of a database, and tables with row security that have none. The key of a row is the
/// OID of its policy, or of the table with the top bit set.
std::vector<TableColumn> policyColumns();
TableRowsPtr policyRows(const inventory::Inventory &inventory,
                        const inventory::DatabaseContents &contents);
constexpr quint64 TableOnly = quint64(1) << 40; ///< In a key: the table, which has no policy.

} // namespace ui
