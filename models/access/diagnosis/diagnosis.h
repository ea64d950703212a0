// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/cause.h"

#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace pgaccess {

struct Observation;

enum class Certainty { Proved, Likely };

/// What could be done.
enum class FixKind {
    ChangeSetting, ///< Of the connection: text is "sslmode=require".
    StartServer,   ///< Text is a command.
    Wait,
    CheckNetwork,
    FilePermission, ///< Text is a command.
    SetPassword,    ///< Text is psql's \password; the panel computes the secret itself.
    CreateRole,
    AllowLogin,
    ExtendValidity,
    CreateDatabase,
    AllowConnections,
    DropDatabase,
    GrantConnect,
    GrantReplication,
    RaiseLimit,
    EndSessions,
    AddHbaLine,     ///< Text is the line.
    ReplaceHbaLine, ///< Text is what the line should read.
    ReloadSettings,
    AddIdentLine,
    ServerTls, ///< Text is lines of postgresql.conf.
    LoginTrigger,
    Pooler,           ///< Text is a line of pgbouncer's settings.
    ConnectElsewhere, ///< Text is an address that comes further.
    ListenAddress,    ///< Text is a line of postgresql.conf.
};

/// Who may carry out a fix.
enum class FixRight { Anyone, Superuser, CreateRole, CreateDb, DatabaseOwner, ServerFiles };

/// One thing to do, with what is needed for it.
struct Fix
{
    FixKind kind = FixKind::Wait;
    QString text; ///< Ready to copy: a line, a statement, a setting; empty where it is only advice.
    bool sql = false; ///< The text is a statement that may be run.
    FixRight right = FixRight::Anyone;
    QString before;   ///< The rule, as file:line, before which a line must stand.
    QString role;     ///< Who could not connect.
    QString database; ///< Where to.
    QString setting;  ///< What to change, where only a person knows to what; without a text.
    std::optional<Cause> then; ///< What is met where the text leads to; nothing: it works.

    bool operator==(const Fix &) const = default;
};

/// The rule of pg_hba.conf that decided.
struct DecidingRule
{
    QString file;
    int line = 0;
    QString text;

    bool operator==(const DecidingRule &) const = default;
};

/// Facts for the explanation, each in the server's or the system's own words.
enum class Fact {
    Peer,       ///< What answered instead of PostgreSQL.
    SystemUser, ///< Whom the system takes this client for.
    IdentMap,
    IdentLines,    ///< What the map says, one in a line.
    ClientAddress, ///< As the server sees it.
    ExpiredAt,
    CertificateSubject,
    CertificateIssuer,
    CertificateNames,
    CertificateFrom,
    CertificateUntil,
    TlsVersion,
    PasswordKind, ///< md5, scram
    Parameter,    ///< The setting that was refused.
    Limit,        ///< The number that was reached.
    Used,
    Holders,   ///< Who holds the slots, one in a line.
    Idle,      ///< How many of these do nothing.
    Evidence,  ///< Where the proof is from: log, roles, database, rules, certificate, server.
    AnswersAt, ///< Another address of the same machine, at which PostgreSQL answers.
    LogTime,
    Detail,
};

/// Why an attempt failed, how sure that is, and what can be done.
struct Diagnosis
{
    Cause cause = Cause::Unknown;
    Certainty certainty = Certainty::Likely;
    QList<Cause> alternatives; ///< What else it could be, the likelier first.
    QMap<Fact, QString> facts;
    std::optional<DecidingRule> rule;
    QList<Fix> fixes;

    bool isProved() const { return certainty == Certainty::Proved; }
    bool operator==(const Diagnosis &) const = default;
};

/// The diagnosis from what the client alone can see: by SQLSTATE and the function that the server
/// names, then by the shape of the message; English words last. Pure. The observation has an error.
Diagnosis diagnose(const Observation &observation);

} // namespace pgaccess
