// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/authlog.h"
#include "access/diagnosis/diagnosis.h"
#include "base/duration.h"

#include <QMetaType>

namespace pgaccess {

/// When logins were refused: those soon after the start are mostly of a service that is set up
/// wrongly, later ones of a client from outside.
enum class LoginPhase { Startup, Runtime };

/// Refused logins of one kind.
struct LoginFailures
{
    QString user;
    QString database; ///< Empty where the log does not say it; so is the address.
    QString address;
    Cause cause = Cause::Unknown;
    std::optional<DecidingRule> rule;
    int count = 0;
    QString first; ///< As logged.
    QString last;
    std::optional<LoginPhase> phase;          ///< Nothing: the log does not say when it started.
    std::optional<base::Duration> sinceReady; ///< From the start to the first of them.
    int peakPerMinute = 0;

    /// Somebody tries again and again, or guesses.
    bool alert() const { return peakPerMinute > 10; }
    bool operator==(const LoginFailures &) const = default;
};

/// What a server's log says of logins, whoever they were of.
struct LogStory
{
    QString file;
    QStringList readyAt; ///< As logged.
    QList<LoginFailures> groups;

    int total() const;
    bool operator==(const LogStory &) const = default;
};

/// The refused logins in a log, by who, whereto, from where and why, in the order of their first
/// ones. Pure.
LogStory storyOf(const ServerLog &log);

/// True if an attempt was one of these, or another of the same role.
bool isOf(const Observation &attempt, const LoginFailures &failures);

} // namespace pgaccess

Q_DECLARE_METATYPE(pgaccess::LogStory)
