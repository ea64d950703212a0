// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/rows.h"
#include "snapshot/names.h"
#include "snapshot/snapshot.h"

namespace snapshot {

/// Turns the rows of the tick's statements into values: one function for each statement in
/// resources/sql/snapshot. Texts that come again and again are shared.
class Decoder final
{
public:
    /// previous: the snapshot before, whose query texts are used again where the statement is still
    /// the same one; may be null.
    std::vector<Session> sessions(const pg::Rows &rows, Names &names, const Snapshot *previous);
    /// Each lock once, even where the server told it twice.
    std::vector<Lock> locks(const pg::Rows &rows);
    static std::vector<PreparedTransaction> prepared(const pg::Rows &rows, Names &names);
    static std::vector<DatabaseCounters> counters(const pg::Rows &rows, Names &names);

    /// Rows of facts.sql: server and limits without the numbers in use.
    static void facts(const pg::Rows &rows, ServerFacts &server, Limits &limits, int &maxPrepared);

private:
    struct SessionColumns;

    Session session(const pg::Rows &rows, int row, const SessionColumns &columns, Names &names);
    QString shared(QByteArrayView bytes);
    void decodeQuery(const pg::Rows &rows, int row, int column, Session &session) const;

    QHash<QByteArray, QString> m_texts;
};

} // namespace snapshot
