// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waittree.h"
#include "snapshot/snapshotmodel.h"

namespace locks {

/// Who blocks whom as an indented table. Holds the situation that its rows point into. Never
/// resets: selection and scroll position stay with their rows. Texts are fit for display as plain
/// text; tool tips are rich text with everything foreign escaped.
class WaitTreeModel final : public snapshot::SnapshotModel<TreeRow>
{
    Q_OBJECT

public:
    enum Column {
        SessionColumn,
        BlocksColumn,
        ObjectColumn,
        ModeColumn,
        WaitedColumn,
        NoteColumn,
        StateColumn,
        RoleColumn,
        QueryColumn,
        ColumnCount,
    };
    enum Role {
        ValueRole = Qt::UserRole, ///< Raw: int, QString, or age in ms; invalid if there is none.
        DepthRole,
        FoldRole, ///< Fold as int.
        CycleRole,
    };
    enum class Fold { None, Open, Collapsed };

    using SnapshotModel::SnapshotModel;

    /// Null empties the table.
    void setSituation(const SituationPtr &situation);
    const SituationPtr &situation() const { return m_situation; }
    void setArrangement(const TreeArrangement &arrangement);
    const TreeArrangement &arrangement() const { return m_arrangement; }

    /// Opens or folds what waits for this row.
    void setCollapsed(int row, bool collapsed);

    /// The first row of this node, or -1.
    int firstRowOf(const NodeKey &node) const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void apply(SituationPtr situation);
    QString display(const TreeRow &row, int column) const;
    QVariant value(const TreeRow &row, int column) const;
    QString toolTip(const TreeRow &row, int column) const;
    QString spoken(const TreeRow &row, int column) const;
    std::optional<base::Duration> waited(const TreeRow &row) const;

    SituationPtr m_situation;
    Timestamp m_now; ///< Ages count to here.
    TreeArrangement m_arrangement;
};

} // namespace locks
