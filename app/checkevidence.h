// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/evidence.h"
#include "access/diagnosis/loginfailures.h"
#include "access/hba/hbarule.h"
#include "access/ladder/attempt.h"
#include "access/ladder/evidencefiles.h"
#include "base/error.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace app {

/// What may be looked at to judge attempts, besides what clients see.
struct CheckEvidence
{
    std::vector<pgaccess::AuthLogEntry> log;
    pgaccess::LogStory story; ///< What the log says, whoever it is about.
    std::optional<pgaccess::HbaRules> rules;
    QList<pgaccess::MapLine> maps;
    /// A connection with more rights, that is made for this.
    std::optional<pg::ConnectParameters> admin;
    QStringList problems;          ///< What could not be had: whole sentences.
    QList<base::Error> unreadable; ///< Files that were named and cannot be read.
};

/// Reads the files. Blocks.
CheckEvidence readEvidence(const pgaccess::EvidenceFiles &files);

/// What became of a judgement.
struct Judgement
{
    QList<pgaccess::Diagnosis> diagnoses; ///< One for each attempt.
    QStringList problems;
    bool adminFailed = false; ///< The connection with more rights could not be made.
};

/// Judges attempts with all evidence, and by each other. Connections that are open on this thread
/// are asked about those that were made at their servers.
QCoro::Task<Judgement> judgeAttempts(QList<pgaccess::Attempt> attempts, CheckEvidence evidence,
                                     QList<QPointer<pg::Connection>> open);

} // namespace app
