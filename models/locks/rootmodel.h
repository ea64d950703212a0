// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/nodetext.h"
#include "snapshot/snapshotmodel.h"

namespace locks {

/// Sessions that wait for the same thing because of one root.
struct HeldObject
{
    QString object;                 ///< Foreign text.
    LockMode mode = LockMode::None; ///< The mode on it that is in their way; None for rows.
    int waiters = 0;
    bool operator==(const HeldObject &) const = default;
};

/// One root blocker, or a member of a cycle, which blocks for good as a root does: what it is, what
/// it does to others and what its end would bring.
struct RootRow
{
    NodeKey node;
    std::optional<snapshot::Session> session;
    std::optional<snapshot::PreparedTransaction> prepared;
    QString title; ///< These three are fit for display.
    QString who;
    QString doing;
    bool inCycle = false;
    int blocks = 0; ///< All that wait for it, directly or through others.
    int directly = 0;
    int frees = 0; ///< If it alone ended.
    std::optional<base::Duration> longestWait;
    std::vector<HeldObject> held; ///< The object with most waiters first.
    QString partners;             ///< Who has to end with it to free more; empty for nobody.
    int freesMore = 0;            ///< How many more are free if the partners end too.

    bool operator==(const RootRow &) const = default;
    NodeKey key() const { return node; }
};

/// The members of cycles, then the roots; of both the one whose end frees most first.
std::vector<RootRow> rootRows(const Situation &situation);

/// "Ending it frees 35 sessions; the longest has waited 03:58. It rolls back one transaction."
QString consequenceText(const RootRow &row);

/// "3 sessions wait for public.orders (it has RowExclusiveLock)", a line for each object; foreign
/// text in it is fit for display.
QString heldText(const RootRow &row);

/// "Ending 4711 and 5102 together frees 12 more."; empty if it needs nobody.
QString togetherText(const RootRow &row);

/// The root blockers as a list. Never resets, so that the selection stays.
class RootModel final : public snapshot::SnapshotModel<RootRow>
{
    Q_OBJECT

public:
    using SnapshotModel::SnapshotModel;

    /// Null empties the list.
    void setSituation(const SituationPtr &situation);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
};

} // namespace locks
