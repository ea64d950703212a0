// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/authlog.h"
#include "access/diagnosis/diagnosis.h"
#include "base/timestamp.h"

#include <optional>

namespace pgaccess {

enum class PasswordKind { None, Md5, Scram, Other };

/// A role as the server keeps it.
struct RoleFacts
{
    bool exists = false;
    bool canLogin = false;
    bool superuser = false;
    bool replication = false;
    std::optional<PasswordKind> password; ///< Nothing: hidden from whoever asked.
    QString validUntil;                   ///< Empty for ever.
    bool expired = false;                 ///< By the server's clock.
    int connectionLimit = -1;
    int connections = 0;

    bool operator==(const RoleFacts &) const = default;
};

struct DatabaseFacts
{
    bool exists = false;
    bool allowsConnections = true;
    int connectionLimit = -1; ///< -2: dropping it was interrupted.
    int connections = 0;
    std::optional<bool> mayConnect; ///< The role of the attempt; nothing if there is none.

    bool operator==(const DatabaseFacts &) const = default;
};

/// What holds connections, counted by role, program and state.
struct SlotHolder
{
    QString role;
    QString application;
    QString state;
    int sessions = 0;
    qint64 longestIdleSeconds = 0;

    bool operator==(const SlotHolder &) const = default;
};

struct LimitFacts
{
    int maxConnections = 0;
    int reservedForSuperusers = 0;
    int reserved = 0; ///< For pg_use_reserved_connections; 16 and newer.
    int used = 0;
    QList<SlotHolder> holders;

    bool operator==(const LimitFacts &) const = default;
};

enum class RuleResult { Match, Reject, NoEntry, Unknown };

/// What the rules of pg_hba.conf say to the attempt.
struct RuleFacts
{
    RuleResult result = RuleResult::Unknown;
    std::optional<DecidingRule> rule;
    QString method;
    QString map; ///< Of pg_ident.conf, where the rule names one.
    RuleResult otherEncryption = RuleResult::Unknown; ///< With TLS if it was without, and so on.

    bool operator==(const RuleFacts &) const = default;
};

/// A line of pg_ident.conf.
struct MapLine
{
    QString map;
    QString text; ///< "line 3: mymap anna app"

    bool operator==(const MapLine &) const = default;
};

/// What is known beyond what the client saw; each part may be missing.
struct Evidence
{
    std::vector<AuthLogEntry> log;
    std::optional<RoleFacts> role;
    std::optional<DatabaseFacts> database;
    std::optional<LimitFacts> limits;
    std::optional<RuleFacts> rules;
    QList<MapLine> maps;
    base::Timestamp attemptedAt{}; ///< For judging whether a log entry is of this attempt.

    bool operator==(const Evidence &) const = default;
};

/// The diagnosis made more certain, or changed, by the evidence. Pure.
Diagnosis refine(Diagnosis diagnosis, const Observation &observation, const Evidence &evidence);

} // namespace pgaccess
