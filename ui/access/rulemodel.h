// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"
#include "access/rules/rulechecker.h"
#include "widgets/severity.h"

#include <QAbstractTableModel>

namespace ui {

/// The rules in the order in which the server tries them, and what each says to one client.
class RuleModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        LineColumn,
        FileColumn,
        TypeColumn,
        DatabasesColumn,
        UsersColumn,
        AddressColumn,
        MethodColumn,
        OptionsColumn,
        FindingsColumn,
        ClientColumn, ///< Why it matches the client, or does not.
        ColumnCount,
    };
    enum Role {
        SeverityRole = Qt::UserRole, ///< Of the worst finding.
        StandingRole,
    };
    /// Where a rule stands to the one that decides.
    enum Standing { Open, Passed, Decides, Rejects, Behind };

    using QAbstractTableModel::QAbstractTableModel;

    /// The other rules; asks again for what they come to.
    void setBook(const pgaccess::RuleBookPtr &book);
    /// What the rules come to for this client; nothing if there is none.
    void setOutcome(const std::optional<pgaccess::HbaOutcome> &outcome,
                    const pgaccess::HbaClient &client);

    /// The row of a line; -1 if no rule stands there.
    int rowOf(int file, int line) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const pgaccess::HbaRule &rule, int row, int column) const;
    QString clientText(const pgaccess::HbaRule &rule, int row) const;
    QString findingWords(const pgaccess::HbaRule &rule) const;
    QString findingTip(const pgaccess::HbaRule &rule) const;
    Standing standing(int row) const;

    pgaccess::RuleBookPtr m_book;
    std::optional<pgaccess::HbaOutcome> m_outcome;
    pgaccess::HbaClient m_client;
};

/// A finding in one or two words.
QString findingTitle(pgaccess::HbaFindingId id);

Severity severityOf(pgaccess::HbaSeverity severity);

} // namespace ui
