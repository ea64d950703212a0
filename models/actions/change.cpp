// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/change.h"

#include "actions/judgement.h"
#include "actions/sqltext.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace actions {

using namespace Qt::StringLiterals;

namespace {

TextProblem statementProblem(const QString &statement)
{
    static const QStringList transaction{u"BEGIN"_s,     u"START"_s,   u"COMMIT"_s,
                                         u"END"_s,       u"ABORT"_s,   u"ROLLBACK"_s,
                                         u"SAVEPOINT"_s, u"RELEASE"_s, u"PREPARE TRANSACTION"_s};
    if (std::ranges::any_of(sqlTokens(statement), [](const auto &t) { return !t.closed; }))
        return TextProblem::Unterminated;
    if (transaction.contains(firstWords(statement, 1)) ||
        transaction.contains(firstWords(statement, 2)))
        return TextProblem::TransactionControl;
    if (firstWords(statement, 1) == "COPY"_L1)
        return TextProblem::NotHere;
    return holdsPassword(statement) ? TextProblem::ClearPassword : TextProblem::None;
}

TextProblem slotProblem(const Change &change, const QString &statement)
{
    for (const QString &name : slotNames(statement)) {
        const auto secret = std::ranges::find(change.secrets, name, &ChangeSecret::slot);
        if (secret == change.secrets.end())
            return TextProblem::UnknownSlot;
        if (secret->value.isEmpty())
            return TextProblem::MissingPassword;
    }
    return TextProblem::None;
}

bool isFailure(const base::Error &error)
{
    return !error.message.isEmpty() || !error.sqlState.isEmpty() ||
           error.kind != base::ErrorKind::Local;
}

} // namespace

std::optional<Obstacle> whyNot(const Change &change, const Circumstances &circumstances)
{
    if (const auto obstacle = whyNotAtAll(circumstances))
        return obstacle;
    const bool standby = circumstances.server.standby && change.proof != ChangeProof::Reloaded;
    return standby ? std::optional(Obstacle::Standby) : std::nullopt;
}

TextProblem textProblem(const Change &change)
{
    if (change.statements.isEmpty())
        return TextProblem::Empty;
    TextProblem later = TextProblem::None;
    for (const QString &statement : change.statements) {
        if (const TextProblem problem = statementProblem(statement); problem != TextProblem::None)
            return problem;
        if (later == TextProblem::None)
            later = slotProblem(change, statement);
    }
    return later;
}

bool needsOwnTransaction(const QString &statement)
{
    static const QStringList alone{u"CREATE DATABASE"_s, u"DROP DATABASE"_s, u"ALTER SYSTEM"_s,
                                   u"CREATE TABLESPACE"_s, u"DROP TABLESPACE"_s};
    return alone.contains(firstWords(statement, 2)) || firstWords(statement, 1) == "VACUUM"_L1;
}

QLatin1StringView endingText(ChangeEnding ending)
{
    switch (ending) {
    case ChangeEnding::Done:
        return "done"_L1;
    case ChangeEnding::NoEffect:
        return "no_effect"_L1;
    case ChangeEnding::Failed:
        return "failed"_L1;
    case ChangeEnding::Partly:
        return "partly"_L1;
    case ChangeEnding::Refused:
        return "refused"_L1;
    case ChangeEnding::Unknown:
        return {};
    }
    return {};
}

QLatin1StringView endingText(StatementEnding ending)
{
    static constexpr std::array words{"not_run"_L1, "done"_L1, "failed"_L1, "undone"_L1,
                                      "unknown"_L1};
    static_assert(words.size() == size_t(StatementEnding::Unknown) + 1);
    return words[size_t(ending)];
}

// The server takes a statement back that ran too long, and stays.
bool isLost(const base::Error &error)
{
    return endingOf(error) == Ending::Unknown && error.sqlState != "57014"_L1;
}

// The error of a statement that was skipped is that of the one that failed.
ChangeOutcome outcomeTogether(ChangeOutcome outcome, const std::vector<base::Error> &errors)
{
    const auto failed = std::ranges::find_if(errors, isFailure);
    if (failed == errors.end()) {
        outcome.ending = ChangeEnding::Done;
        for (StatementOutcome &statement : outcome.statements)
            statement.ending = StatementEnding::Done;
        return outcome;
    }
    outcome.error = *failed;
    if (isLost(*failed)) {
        outcome.ending = ChangeEnding::Unknown;
        outcome.reason = Reason::Interrupted;
        for (StatementOutcome &statement : outcome.statements)
            statement.ending = StatementEnding::Unknown;
        return outcome;
    }
    outcome.ending = ChangeEnding::Failed;
    outcome.reason = Reason::ServerError;
    const qsizetype at = failed - errors.begin() - 1; // BEGIN comes first, COMMIT last
    for (qsizetype i = 0; i < qsizetype(outcome.statements.size()); ++i) {
        StatementOutcome &statement = outcome.statements[size_t(i)];
        statement.ending = i < at    ? StatementEnding::Undone
                           : i == at ? StatementEnding::Failed
                                     : StatementEnding::NotRun;
        if (i == at)
            statement.error = *failed;
    }
    return outcome;
}

base::Secret generatePassword()
{
    static constexpr auto Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"_L1;
    std::array<char, 24> text;
    for (char &c : text)
        c = Alphabet[QRandomGenerator::system()->bounded(int(Alphabet.size()))].toLatin1();
    base::Secret secret(QByteArrayView(text.data(), qsizetype(text.size())));
    text.fill('\0');
    return secret;
}

} // namespace actions
