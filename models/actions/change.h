// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/outcome.h"
#include "base/secret.h"

#include <QMetaType>
#include <QStringList>

namespace actions {

/// A new password of a role. It stands in statements as a slot, :'password', which is filled with
/// the SCRAM verifier at the last moment; the password itself is never part of any text.
struct ChangeSecret
{
    QString slot; ///< "password"
    QString role;
    base::Secret value;
};

/// What role is needed for a change, to be said when ours may not.
enum class ChangeRight { Unknown, Superuser, CreateRole, CreateDatabase, DatabaseOwner };

/// How is seen that a change took effect, beyond that the server accepted it.
enum class ChangeProof {
    None,
    MayConnect, ///< GRANT only warns where the grantor may not grant.
    Reloaded,   ///< pg_reload_conf() only sends a signal, and files with errors are not taken.
};

/// Statements that change a server, exactly as a person has read (and perhaps edited) them.
struct Change
{
    quint64 id = 0;   ///< Comes back with the outcome.
    QString serverId; ///< Nothing else may carry it out.
    QString server;   ///< Its name, for the audit log.
    QString title;    ///< What it is for, for the audit log.
    QString database; ///< Where it has to be done; empty: the one that we are connected to.
    QStringList statements;
    bool together = true; ///< One transaction. CREATE DATABASE and its like cannot be in one.
    std::vector<ChangeSecret> secrets;
    ChangeRight right = ChangeRight::Unknown;
    ChangeProof proof = ChangeProof::None;
    QStringList proofOf; ///< MayConnect: the role and the database.
};

/// Why this change is not to be offered; nothing if it may be.
std::optional<Obstacle> whyNot(const Change &change, const Circumstances &circumstances);

/// What is wrong with statements before anything is sent.
enum class TextProblem {
    None,
    Empty,
    Unterminated,       ///< A quote or a comment that does not end.
    ClearPassword,      ///< It would be sent and logged in clear text.
    UnknownSlot,        ///< :'name' that nothing is given for.
    MissingPassword,    ///< The slot has no password yet.
    TransactionControl, ///< BEGIN, COMMIT and their like: the transaction is ours.
    NotHere,            ///< COPY and its like, which talk another protocol.
};

TextProblem textProblem(const Change &change);

/// True for statements that PostgreSQL refuses inside of a transaction, as far as their first words
/// tell.
bool needsOwnTransaction(const QString &statement);

/// What became of one statement.
enum class StatementEnding {
    NotRun,
    Done,
    Failed,
    Undone,  ///< It was done, and taken back with the others.
    Unknown, ///< The connection broke: it may have been done.
};

struct StatementOutcome
{
    StatementEnding ending = StatementEnding::NotRun;
    base::Error error;

    bool operator==(const StatementOutcome &) const = default;
};

enum class ChangeEnding {
    Done,
    NoEffect, ///< The server accepted everything, and yet the proof failed.
    Failed,   ///< Nothing is changed.
    Partly,   ///< Statements before the failed one are in force.
    Refused,  ///< Nothing was sent.
    Unknown,  ///< What became of it could not be seen.
};

/// What the configuration looked like after a reload.
struct ReloadReport
{
    bool moved = false;    ///< pg_conf_load_time() is a later one.
    bool readable = false; ///< This role may see the errors of the files.
    QStringList errors;    ///< "pg_hba.conf:12: …" that were not there before.
    QStringList oldErrors; ///< Those that were, for which the server did not take the file either.

    bool operator==(const ReloadReport &) const = default;
};

struct ChangeOutcome
{
    quint64 id = 0;
    ChangeEnding ending = ChangeEnding::Unknown;
    Reason reason = Reason::None;
    std::optional<Obstacle> obstacle;
    TextProblem problem = TextProblem::None;
    std::vector<StatementOutcome> statements; ///< As many as the change has; empty if refused.
    base::Error error;                        ///< The first, in the server's own words.
    std::optional<ReloadReport> reload;
    QString ourRole;
    int serverVersion = 0;
    base::Duration elapsed{};
    QString auditProblem; ///< Why the audit log lacks the ending; empty if it has it.

    bool operator==(const ChangeOutcome &) const = default;
    bool isPermissionProblem() const { return error.sqlState == QLatin1StringView("42501"); }
};

/// "done", "failed" …, as in the audit log; empty for Unknown.
QLatin1StringView endingText(ChangeEnding ending);
QLatin1StringView endingText(StatementEnding ending);

/// The connection broke over it, or the answer did not come: it may have been done.
bool isLost(const base::Error &error);

/// How it ended, from the results of BEGIN, the statements and COMMIT.
ChangeOutcome outcomeTogether(ChangeOutcome outcome, const std::vector<base::Error> &errors);

/// A password that nobody has to spell twice: 24 characters from an alphabet without look-alikes,
/// about 138 bits from the system's generator.
base::Secret generatePassword();

} // namespace actions

Q_DECLARE_METATYPE(actions::Change)
Q_DECLARE_METATYPE(actions::ChangeOutcome)
