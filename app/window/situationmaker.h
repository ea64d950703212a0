// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

#include <QObject>

namespace app {

/// Tells of each snapshot what it says about locks, on the thread it lives on: with thousands of
/// waiting sessions that takes longer than a window may stand still.
class SituationMaker final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void take(const snapshot::SnapshotPtr &snapshot);

signals:
    void made(const locks::SituationPtr &situation);
};

} // namespace app
