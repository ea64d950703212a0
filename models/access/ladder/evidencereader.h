// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/evidence.h"
#include "access/diagnosis/observation.h"
#include "access/hba/hbarule.h"
#include "postgres/connection.h"

namespace pgaccess {

/// What a second connection to the same server, with more rights, can tell of failed attempts.
/// Whatever its role may not read stays unknown. Lives on the I/O thread.
class EvidenceReader final
{
public:
    /// The connection is open, and outlives this.
    explicit EvidenceReader(pg::Connection &connection);

    /// True if the attempt went to the server of the connection, as far as addresses tell.
    bool isSameServer(const Observation &observation) const;

    /// The role, the database, the rules and the limits that the attempt met, and the log. Asked
    /// after the attempt.
    QCoro::Task<Evidence> read(Observation observation);

private:
    QCoro::Task<void> readLog(QString message);
    QCoro::Task<bool> readLogOnce(QString message);
    QCoro::Task<std::optional<RuleFacts>> readRules(Observation observation);
    QCoro::Task<std::optional<RoleFacts>> readRole(QString name);
    QCoro::Task<std::optional<DatabaseFacts>> readDatabase(QString name, QString role);
    QCoro::Task<std::optional<LimitFacts>> readLimits();
    QCoro::Task<base::Result<pg::Rows>> ask(QString statement, QList<pg::Parameter> parameters);

    pg::Connection &m_connection;
    std::vector<AuthLogEntry> m_log;
    int m_logReads = 0;              ///< A few for all attempts together.
    std::optional<HbaRules> m_rules; ///< Read once; empty where not readable.
    QList<MapLine> m_maps;
};

} // namespace pgaccess
