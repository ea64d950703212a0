// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/situationmaker.h"

namespace app {

void SituationMaker::take(const snapshot::SnapshotPtr &snapshot)
{
    emit made(locks::situationOf(snapshot));
}

} // namespace app
