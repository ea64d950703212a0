// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"
#include "access/diagnosis/loginfailures.h"
#include "access/ladder/attempt.h"
#include "access/ladder/evidencefiles.h"

#include <QJsonObject>
#include <QStringList>

namespace app {

/// What was to be tried, and where it is from.
struct CheckedCandidate
{
    QString source; ///< The file, or "CONN".
    int line = 0;
    pg::ConnectParameters parameters;
    bool insideContainer = false;
    QStringList places;         ///< All that state it, as "file:line".
    bool firstInitOnly = false; ///< Stated where it only counts when the data directory is made.
    QString note;               ///< Why it is not tried; one sentence.
};

/// All that a check found.
struct CheckReport
{
    QList<CheckedCandidate> candidates;
    QList<pgaccess::Attempt> attempts;
    QList<pgaccess::Diagnosis>
        diagnoses;                 ///< One for each attempt; of no meaning where it connected.
    bool adminFailed = false;      ///< The second connection could not be made.
    QStringList problems;          ///< Evidence that could not be had.
    pgaccess::EvidenceFiles files; ///< By which the attempts were judged.
    pgaccess::LogStory log;        ///< What the server's log says, if there is one.
};

/// The document "pgvigil.check/1". Holds no password.
QJsonObject checkToJson(const CheckReport &report);

/// The same for people: a table of the attempts, then for each failure what it is and what to do.
QStringList checkToText(const CheckReport &report);

/// Why an attempt failed, in sentences.
QString checkExplanation(const CheckReport &report, qsizetype attempt);

/// True if somebody was tried whom the log means by these.
bool isOfTried(const CheckReport &report, const pgaccess::LoginFailures &failures);

/// True if every candidate that can be tried from here got a session.
bool isAllWell(const CheckReport &report);

} // namespace app
