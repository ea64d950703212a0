// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/observation.h"
#include "postgres/probe.h"

#include <QList>
#include <QMetaType>

#include <array>
#include <chrono>

namespace pgaccess {

enum class StageOutcome { Ok, Failed, Skipped };

/// One step of an attempt.
struct StageResult
{
    StageOutcome outcome = StageOutcome::Skipped;
    std::optional<std::chrono::microseconds> elapsed; ///< Of this step alone.

    bool operator==(const StageResult &) const = default;
};

constexpr int StageCount = int(Stage::Ready) + 1;

/// A candidate tried at one address.
struct Attempt
{
    int candidate = 0; ///< The number of the candidate.
    std::array<StageResult, StageCount> stages;
    Observation observation;
    int serverVersion = 0; ///< As 170004; 0 if no session stood.
    QString tlsVersion;
    base::Timestamp endedAt{};

    bool connected() const { return !observation.error; }
    const StageResult &at(Stage stage) const { return stages[size_t(stage)]; }
    bool operator==(const Attempt &) const = default;
};

/// What a candidate is to be tried with.
struct LadderCandidate
{
    int number = 0;
    pg::ConnectParameters parameters;
};

/// The stages and the observation of a probe of one address.
Attempt attemptOf(const LadderCandidate &candidate, const pg::Target &target,
                  const pg::ProbeReport &report, std::chrono::microseconds resolved);

/// An attempt that ended before there was an address to go to.
Attempt unresolvedAttempt(const LadderCandidate &candidate, const pg::Target &target,
                          const base::Error &error, std::chrono::microseconds elapsed);

/// An attempt for a candidate that cannot even be read: a wrong setting, a service or pass file.
Attempt unreadableAttempt(int candidate, const base::Error &error, Cause cause);

/// True if the failure is one of the address, whoever comes: nothing there, or no PostgreSQL.
bool failedForEverybody(const Attempt &attempt);

/// The same failure, met by another candidate at the same address.
Attempt inheritedBy(const Attempt &attempt, const LadderCandidate &candidate);

/// "resolve", "reach" … and "ok", "failed", "skipped".
QLatin1StringView stageName(Stage stage);
QLatin1StringView outcomeName(StageOutcome outcome);

} // namespace pgaccess

Q_DECLARE_METATYPE(pgaccess::Attempt)
