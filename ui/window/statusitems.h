// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"
#include "widgets/severity.h"

#include <QString>

#include <chrono>
#include <vector>

namespace ui {

/// One thing the status line says: `before`, then `strong` in bold, then `after`. Plain text.
struct StatusItem
{
    QString before;
    QString strong;
    QString after;
    Severity severity = Severity::None; ///< The colour of `strong`.
    QString panel = {};                 ///< Where the evidence is; empty for nowhere.

    bool operator==(const StatusItem &) const = default;
    QString text() const;
};

struct StatusItems
{
    StatusItem identity;             ///< "PostgreSQL 17.4 · primary · … as ", the role, its rights.
    std::vector<StatusItem> figures; ///< The most important first: they drop from the end.
    StatusItem age;                  ///< How old the data is; never drops.
    bool stale = false;              ///< Older than two intervals: everything is grey.

    bool operator==(const StatusItems &) const = default;
};

/// What the status line says about a snapshot that came `age` ago, asked for each `interval`.
StatusItems statusItems(const snapshot::Snapshot &snapshot, std::chrono::milliseconds interval,
                        std::chrono::milliseconds age);

} // namespace ui
