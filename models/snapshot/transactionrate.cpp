// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/transactionrate.h"

#include <QHash>

namespace snapshot {

std::optional<double> transactionsPerSecond(const Snapshot &now, const Snapshot &before)
{
    const auto seconds = std::chrono::duration<double>(now.takenAt - before.takenAt).count();
    if (seconds <= 0 || before.databases.empty())
        return {};
    QHash<Oid, qint64> earlier;
    for (const DatabaseCounters &database : before.databases)
        earlier.insert(database.oid, database.commits + database.rollbacks);
    qint64 sum = 0;
    for (const DatabaseCounters &database : now.databases) {
        const qint64 count = database.commits + database.rollbacks;
        const qint64 delta = count - earlier.value(database.oid, count);
        if (delta < 0)
            return {}; // the statistics were reset in between
        sum += delta;
    }
    return double(sum) / seconds;
}

} // namespace snapshot
