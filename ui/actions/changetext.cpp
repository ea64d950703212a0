// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changetext.h"

#include "actions/actiontext.h"
#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "widgets/messagebar.h"

#include <algorithm>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

QString ChangeText::obstacle(Obstacle obstacle)
{
    if (obstacle == Obstacle::Standby)
        return tr("This is a standby, which cannot be changed. Connect to its primary.");
    if (obstacle == Obstacle::Unverified)
        return tr("The settings of this connection are not in force, so the statements could mean "
                  "something else than they say.");
    return ActionText::obstacle(obstacle);
}

QString ChangeText::passwordHint(qsizetype length)
{
    constexpr qsizetype Short = 8;
    QString hint = tr("Only its SCRAM verifier is sent. :'password' stands for it in the "
                      "statement, and in the audit log.");
    if (length == 0 || length >= Short)
        return hint;
    return tr("This password is short, and soon guessed; whether the server takes it is not known. "
              "%1")
        .arg(hint);
}

QString ChangeText::problem(TextProblem problem)
{
    switch (problem) {
    case TextProblem::None:
        return {};
    case TextProblem::Empty:
        return tr("There is no statement to run.");
    case TextProblem::Unterminated:
        return tr("A quote or a comment does not end.");
    case TextProblem::ClearPassword:
        return tr("A password in the statement would be sent and logged in clear text. Write "
                  ":'password' and put the password into the field below.");
    case TextProblem::UnknownSlot:
        return tr("Nothing is known to put in the place of a :'name' in the statement.");
    case TextProblem::MissingPassword:
        return tr("Type the new password, or generate one.");
    case TextProblem::TransactionControl:
        return tr("Leave out BEGIN, COMMIT and the like: the statements are put into a transaction "
                  "of their own.");
    case TextProblem::NotHere:
        return tr("COPY cannot be run here.");
    case TextProblem::BadConnect:
        return tr("\\connect takes the name of one database.");
    }
    return {};
}

QString ChangeText::transaction(const Change &change)
{
    if (change.together && change.statements.size() > 1)
        return tr("Runs in one transaction: if one statement fails, nothing is changed.");
    if (change.together || change.statements.size() == 1)
        return tr("If it fails, nothing is changed.");
    if (change.undo)
        return tr("PostgreSQL cannot run this in one transaction: if a statement fails, the roles "
                  "and databases that those before it created are dropped again.");
    const auto passages = passagesOf(change);
    const bool byDatabase = std::ranges::all_of(passages, [&](const Passage &passage) {
        return passage.transaction || isConnect(change.statements[passage.first]);
    });
    if (byDatabase)
        return tr("Runs in one transaction for each database: if one fails, those before it stay.");
    return tr("PostgreSQL cannot run this in one transaction: if a statement fails, those before "
              "it stay.");
}

QString ChangeText::statement(const QString &sql, StatementEnding ending)
{
    const QString text = base::singleLine(sql, 200);
    switch (ending) {
    case StatementEnding::Done:
        return tr("✓ %1").arg(text);
    case StatementEnding::Failed:
        return tr("✕ %1").arg(text);
    case StatementEnding::Undone:
        return tr("↶ %1 (undone)").arg(text);
    case StatementEnding::NotRun:
        return tr("– %1 (not run)").arg(text);
    case StatementEnding::Unknown:
        return tr("? %1 (unknown)").arg(text);
    case StatementEnding::Stays:
        return tr("! %1 (could not be undone)").arg(text);
    }
    return {};
}

QString ChangeText::undo(const UndoOutcome &undo)
{
    const QString text = base::singleLine(undo.statement, 200);
    if (undo.isDone())
        return tr("↶ %1").arg(text);
    return tr("✕ %1: %2").arg(text, base::singleLine(undo.error.message, 200));
}

// Who keeps the database.
QString ChangeText::connected(const ChangeOutcome &outcome)
{
    QStringList lines;
    for (const ConnectedSession &session : outcome.connected) {
        const QString role = base::visibleText(session.role, 60);
        const QString application = base::visibleText(session.application, 60);
        lines << (session.pid == 0
                      ? tr("prepared transaction %1 of %2").arg(application, role)
                      : tr("pid %1: %2, %3").arg(QString::number(session.pid), role, application));
    }
    return lines.join(u'\n');
}

QString ChangeText::refused(const ChangeOutcome &outcome)
{
    if (outcome.obstacle)
        return obstacle(*outcome.obstacle);
    if (outcome.problem != TextProblem::None)
        return problem(outcome.problem);
    if (!outcome.connected.empty())
        return tr("The database is in use; nothing was sent.");
    switch (outcome.reason) {
    case Reason::NotConnected:
        return tr("There is no connection to the server; nothing was sent.");
    case Reason::AuditUnwritable:
        return tr("The audit log cannot be written, so nothing was sent.");
    case Reason::DatabaseUnreachable:
        return tr("The database could not be reached; nothing was sent.");
    default:
        return tr("Nothing was sent.");
    }
}

QString ChangeText::noEffect(const ChangeOutcome &outcome)
{
    if (!outcome.reload)
        return tr("The server accepted the statement and granted nothing.");
    if (!outcome.reload->moved)
        return tr("The server has not read its files again within five seconds.");
    return tr("The server has read its files, and left out those with errors.");
}

QString ChangeText::halfWay(const ChangeOutcome &outcome)
{
    const bool stays = std::ranges::any_of(
        outcome.statements, [](const auto &s) { return s.ending == StatementEnding::Stays; });
    if (stays)
        return outcome.stopped ? tr("Stopped half-way, and not all of it could be undone.")
                               : tr("It failed half-way, and not all of it could be undone.");
    return outcome.stopped ? tr("Stopped half-way. The statements with ✓ are in force.")
                           : tr("It failed half-way. The statements with ✓ are in force.");
}

QString ChangeText::outcome(const ChangeOutcome &outcome)
{
    switch (outcome.ending) {
    case ChangeEnding::Done:
        if (outcome.reload)
            return outcome.reload->readable
                       ? tr("The server has read its files again; they are without errors.")
                       : tr("The server has read its files again.");
        return tr("Done after %1.").arg(ActionText::seconds(outcome.elapsed));
    case ChangeEnding::NoEffect:
        return noEffect(outcome);
    case ChangeEnding::Failed:
        if (outcome.stopped)
            return tr("Stopped. Nothing is changed.");
        return outcome.undone.empty()
                   ? tr("It failed. Nothing is changed.")
                   : tr("It failed. What had been created is dropped again; nothing is changed.");
    case ChangeEnding::Partly:
        return halfWay(outcome);
    case ChangeEnding::Refused:
        return refused(outcome);
    case ChangeEnding::Unknown:
        return tr("The connection was lost. What became of it is not known.");
    }
    return {};
}

Severity ChangeText::severity(const ChangeOutcome &outcome)
{
    switch (outcome.ending) {
    case ChangeEnding::Done:
        return outcome.auditProblem.isEmpty() ? Severity::Ok : Severity::Warning;
    case ChangeEnding::Partly:
    case ChangeEnding::NoEffect:
    case ChangeEnding::Unknown:
        return Severity::Warning;
    case ChangeEnding::Failed:
    case ChangeEnding::Refused:
        return Severity::Critical;
    }
    return Severity::None;
}

QString ChangeText::missingRight(const ChangeOutcome &outcome, ChangeRight right)
{
    const QString role = base::visibleText(outcome.ourRole, 100);
    switch (right) {
    case ChangeRight::Superuser:
        return tr("The role “%1” may not do this: it takes a superuser.").arg(role);
    case ChangeRight::CreateRole:
        return outcome.serverVersion >= 160000
                   ? tr("The role “%1” may not do this: it takes CREATEROLE and, for a role that "
                        "exists, the ADMIN option on it; for a superuser, a superuser.")
                         .arg(role)
                   : tr("The role “%1” may not do this: it takes CREATEROLE; for a superuser, a "
                        "superuser.")
                         .arg(role);
    case ChangeRight::CreateDatabase:
        return tr("The role “%1” may not do this: it takes CREATEDB, and membership of the role "
                  "that is to own the database.")
            .arg(role);
    case ChangeRight::DatabaseOwner:
        return tr("The role “%1” may not do this: it takes the rights of the database's owner (and "
                  "CREATEDB to rename it or to give it away), or a superuser.")
            .arg(role);
    case ChangeRight::Application:
        return tr("The role “%1” may not do this: it takes CREATEROLE and CREATEDB, and for an "
                  "extension that is not trusted a superuser.")
            .arg(role);
    case ChangeRight::Heir:
        return tr("The role “%1” may not do this: besides CREATEROLE it takes membership of the "
                  "role and of its heir.")
            .arg(role);
    case ChangeRight::Unknown:
        break;
    }
    return tr("The role “%1” lacks the right for this.").arg(role);
}

QString ChangeText::advice(const ChangeOutcome &outcome, ChangeRight right)
{
    if (!outcome.auditProblem.isEmpty())
        return tr("The audit log lacks how it ended: %1").arg(outcome.auditProblem);
    if (outcome.isPermissionProblem() ||
        (outcome.ending == ChangeEnding::NoEffect && !outcome.reload))
        return missingRight(outcome, right);
    if (!outcome.connected.empty() || outcome.error.sqlState == "55006"_L1)
        return tr("End these sessions first, or have their programs stopped: they are in the "
                  "Activity panel.");
    if (outcome.error.sqlState == "2BP01"_L1)
        return tr("Something depends on it; the server says what.");
    if (outcome.error.sqlState == "25006"_L1)
        return tr("This server or session takes no writes. Connect to the primary.");
    if (outcome.error.sqlState == "55P03"_L1)
        return tr("Somebody holds a lock on it. The Locks panel shows who.");
    if (outcome.ending == ChangeEnding::Unknown)
        return tr("Look whether it is in force before you run it again.");
    if (outcome.reload && !outcome.reload->moved)
        return tr("Look into the server's log: a file with errors is not taken.");
    if (outcome.reload && outcome.ending == ChangeEnding::NoEffect)
        return tr("Mend the lines and reload again; until then the rules from before hold.");
    return {};
}

QString ChangeText::words(const ChangeOutcome &outcome)
{
    if (outcome.reload)
        return (outcome.reload->errors + outcome.reload->oldErrors).join(u'\n');
    if (!outcome.connected.empty())
        return connected(outcome);
    const base::Error &error = outcome.error;
    return error.message.isEmpty() && error.sqlState.isEmpty() ? QString() : serverWords(error);
}

} // namespace ui
