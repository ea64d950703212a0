// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "locks/drain.h"
#include "locks/relief.h"

#include <QCoreApplication>

namespace ui {

/// What an action means for those who wait, before and after it, in whole sentences. Plain text.
class ReliefText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::ReliefText)

public:
    /// "Frees 35 waiting sessions, 4 of them at once; the longest has waited 03:58." Says too if
    /// one of the targets waits itself.
    static QString preview(const actions::Confirmation &confirmation,
                           const locks::Situation &situation);

    /// "12 of 37 sessions freed." and in the end "37 sessions freed in 0.8 s."; settled: long
    /// enough after it to say who still waits for whom. Empty if nobody waited.
    static QString drain(const locks::Drain &drain, bool settled);

private:
    static QString frees(const locks::Relief &relief);
    static QString names(const std::vector<locks::NodeKey> &keys);
};

/// Who the targets are among those that wait and block.
std::vector<locks::NodeKey> nodeKeys(const std::vector<actions::Target> &targets);

} // namespace ui
