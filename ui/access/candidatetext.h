// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/waysin.h"

#include <QCoreApplication>

namespace ui {

/// Candidates and attempts in words. Foreign text in them is made visible.
class CandidateText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::CandidateText)

public:
    /// Every place that states it: "docker-compose.yml:4".
    static QStringList places(const AccessCandidate &candidate);

    /// Why it is not tried; empty if it can be.
    static QString whyNot(const AccessCandidate &candidate);

    /// One sentence for each note that a person can act upon.
    static QStringList notes(const AccessCandidate &candidate);

    /// What the files say against each other, and which could not be read: one sentence each.
    static QStringList troubles(const pgaccess::Candidates &found);

    /// "::1 port 5432" or "/run/postgresql port 5432".
    static QString address(const pgaccess::Attempt &attempt);

    /// "ok", "failed", "–".
    static QString outcome(const pgaccess::StageResult &result);
    /// "0.4 ms", "1.2 s"; empty if unknown.
    static QString elapsed(const pgaccess::StageResult &result);
    /// "connected", or the cause.
    static QString result(const JudgedAttempt &judged);

    static QString wayIn(pgaccess::WayIn way);
};

} // namespace ui
