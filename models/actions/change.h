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
enum class ChangeRight {
    Unknown,
    Superuser,
    CreateRole,
    CreateDatabase,
    DatabaseOwner,
    Application, ///< Role, database and extensions together.
    Heir,        ///< To give away what a role owns.
};

/// How is seen that a change took effect, beyond that the server accepted it.
enum class ChangeProof {
    None,
    MayConnect, ///< GRANT only warns where the grantor may not grant.
    Reloaded,   ///< pg_reload_conf() only sends a signal, and files with errors are not taken.
};

/// Statements that change a server, exactly as a person has read (and perhaps edited) them.
struct Change
{
    quint64 id = 0;         ///< Comes back with the outcome.
    QString serverId;       ///< Nothing else may carry it out.
    QString server;         ///< Its name, for the audit log.
    QString title;          ///< What it is for, for the audit log.
    QString database;       ///< Where it begins; empty: the one that we are connected to.
    QStringList statements; ///< A \connect among them goes on in another database.
    /// All of it in one transaction. CREATE DATABASE and its like cannot be in one: then as much of
    /// it as can be is, up to the next of these.
    bool together = true;
    bool undo = false;    ///< If a statement fails, what those before it created is dropped again.
    QString mustBeUnused; ///< A database; nothing is sent while somebody is connected to it.
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
    BadConnect,         ///< A \connect without a database, or with more than that.
};

TextProblem textProblem(const Change &change);

/// True for statements that PostgreSQL refuses inside of a transaction, as far as their first words
/// tell, and for those that lead to another database.
bool needsOwnTransaction(const QString &statement);

/// Statements one after another that share one transaction, or a single one that takes none.
struct Passage
{
    qsizetype first = 0;
    qsizetype count = 0;
    bool transaction = true;
    QString database; ///< As in Change::database.

    bool operator==(const Passage &) const = default;
};

/// The whole change, in order.
std::vector<Passage> passagesOf(const Change &change);

/// What became of one statement.
enum class StatementEnding {
    NotRun,
    Done,
    Failed,
    Undone,  ///< It was done, and taken back with the others.
    Unknown, ///< The connection broke: it may have been done.
    Stays,   ///< It was done, and what would take it back failed.
};

struct StatementOutcome
{
    StatementEnding ending = StatementEnding::NotRun;
    base::Error error;

    bool operator==(const StatementOutcome &) const = default;
};

/// What became of a statement that takes back another: "DROP ROLE "shop"".
struct UndoOutcome
{
    QString statement;
    base::Error error; ///< Without a message: it was done.

    bool operator==(const UndoOutcome &) const = default;
    bool isDone() const { return error == base::Error{}; }
};

/// Somebody who is connected to the database that must not be used.
struct ConnectedSession
{
    int pid = 0;
    QString role;
    QString application;

    bool operator==(const ConnectedSession &) const = default;
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
    std::vector<UndoOutcome> undone;          ///< What was sent to take it back, in order.
    bool stopped = false;                     ///< Somebody asked for its end before it was there.
    std::vector<ConnectedSession> connected;  ///< Why a database that must not be used was left.
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

/// How it ended, from the results of BEGIN, the statements of the passage and COMMIT. Says Failed
/// if nothing is changed by this passage.
ChangeOutcome outcomeTogether(ChangeOutcome outcome, const Passage &passage,
                              const std::vector<base::Error> &errors);

/// How it ended once what was created is taken back, or was not.
ChangeOutcome outcomeUndone(ChangeOutcome outcome, const Change &change);

/// A password that nobody has to spell twice: 24 characters from an alphabet without look-alikes,
/// about 138 bits from the system's generator.
base::Secret generatePassword();

} // namespace actions

Q_DECLARE_METATYPE(actions::Change)
Q_DECLARE_METATYPE(actions::ChangeOutcome)
