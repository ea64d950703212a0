// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"
#include "snapshot/objectnames.h"
#include "snapshot/snapshot.h"

#include <functional>

namespace snapshot {

/// Which processes the server has to be asked about, by a snapshot without Snapshot::blocking.
using PidsToConfirm = std::function<std::vector<int>(const Snapshot &)>;

/// What a tick asks once more in one round trip, after it has seen who waits: who blocks those for
/// whom the locks prove too little, and the names of what they wait for.
class FollowUp final
{
public:
    /// Without one nobody's blockers are asked for.
    void setPidsToConfirm(PidsToConfirm choose) { m_choose = std::move(choose); }

    /// Forgets names: another server may answer.
    void reset();

    /// The statements for this snapshot; none where nobody waits or everything is known. They fail
    /// one by one.
    QList<pg::Query> queries(const Snapshot &snapshot, int serverVersion);

    /// Adds what was answered, and the names that are known from before. What failed is left out.
    void complete(Snapshot &snapshot, std::span<const base::Result<pg::Rows>> results);

private:
    pg::Query blockingQuery(const Snapshot &snapshot, int serverVersion) const;

    PidsToConfirm m_choose;
    ObjectNames m_names;
    bool m_askedBlocking = false;
};

} // namespace snapshot
