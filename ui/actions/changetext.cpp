// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changetext.h"

#include "actions/actiontext.h"
#include "base/plaintext.h"
#include "widgets/messagebar.h"

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
    }
    return {};
}

QString ChangeText::transaction(bool together, qsizetype statements)
{
    if (together && statements > 1)
        return tr("Runs in one transaction: if one statement fails, nothing is changed.");
    if (together || statements == 1)
        return tr("If it fails, nothing is changed.");
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
    }
    return {};
}

QString ChangeText::refused(const ChangeOutcome &outcome)
{
    if (outcome.obstacle)
        return obstacle(*outcome.obstacle);
    if (outcome.problem != TextProblem::None)
        return problem(outcome.problem);
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
        return tr("It failed. Nothing is changed.");
    case ChangeEnding::Partly:
        return tr("It failed half-way. The statements with ✓ are in force.");
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
        return tr("The role “%1” may not do this: it takes the owner of the database or a "
                  "superuser.")
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
    const base::Error &error = outcome.error;
    return error.message.isEmpty() && error.sqlState.isEmpty() ? QString() : serverWords(error);
}

} // namespace ui
