// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/change.h"

#include "actions/judgement.h"
#include "actions/sqltext.h"
#include "actions/undo.h"

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
    if (isConnect(statement))
        return connectTarget(statement).isEmpty() ? TextProblem::BadConnect : TextProblem::None;
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

// What is left of a statement that was done, after these were sent.
StatementEnding endingUndone(const QString &statement, const QString &database,
                             const Change &change, const std::vector<UndoOutcome> &undone)
{
    StatementEnding ending = StatementEnding::Done;
    for (const QString &creator : change.statements) {
        const auto creation = creationOf(creator);
        if (!creation || !vanishesWith(statement, database, *creation))
            continue;
        const auto undo =
            std::ranges::find(undone, undoStatement(*creation), &UndoOutcome::statement);
        if (undo != undone.end() && undo->isDone())
            return StatementEnding::Undone;
        if (undo != undone.end())
            ending = StatementEnding::Stays;
    }
    return ending;
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
    return isConnect(statement) || alone.contains(firstWords(statement, 2)) ||
           firstWords(statement, 1) == "VACUUM"_L1;
}

std::vector<Passage> passagesOf(const Change &change)
{
    if (change.together)
        return {{.count = change.statements.size(), .database = change.database}};
    std::vector<Passage> passages;
    QString database = change.database;
    for (qsizetype i = 0; i < change.statements.size(); ++i) {
        const QString &statement = change.statements[i];
        if (isConnect(statement))
            database = connectTarget(statement);
        const bool alone = needsOwnTransaction(statement);
        if (!alone && !passages.empty() && passages.back().transaction)
            ++passages.back().count;
        else
            passages.push_back(
                {.first = i, .count = 1, .transaction = !alone, .database = database});
    }
    return passages;
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
    static constexpr std::array words{"not_run"_L1, "done"_L1,    "failed"_L1,
                                      "undone"_L1,  "unknown"_L1, "stays"_L1};
    static_assert(words.size() == size_t(StatementEnding::Stays) + 1);
    return words[size_t(ending)];
}

// The server takes a statement back that ran too long, and stays.
bool isLost(const base::Error &error)
{
    return endingOf(error) == Ending::Unknown && error.sqlState != "57014"_L1;
}

// The error of a statement that was skipped is that of the one that failed.
ChangeOutcome outcomeTogether(ChangeOutcome outcome, const Passage &passage,
                              const std::vector<base::Error> &errors)
{
    const auto failed = std::ranges::find_if(errors, isFailure);
    const auto setAll = [&](StatementEnding ending) {
        for (qsizetype i = 0; i < passage.count; ++i)
            outcome.statements[size_t(passage.first + i)].ending = ending;
    };
    if (failed == errors.end()) {
        outcome.ending = ChangeEnding::Done;
        setAll(StatementEnding::Done);
        return outcome;
    }
    outcome.error = *failed;
    const bool lost = isLost(*failed);
    outcome.ending = lost ? ChangeEnding::Unknown : ChangeEnding::Failed;
    outcome.reason = lost ? Reason::Interrupted : Reason::ServerError;
    setAll(lost ? StatementEnding::Unknown : StatementEnding::Undone);
    const qsizetype at = failed - errors.begin() - 1; // BEGIN comes first, COMMIT last
    for (qsizetype i = std::max<qsizetype>(at, 0); !lost && i < passage.count; ++i)
        outcome.statements[size_t(passage.first + i)].ending =
            i == at ? StatementEnding::Failed : StatementEnding::NotRun;
    if (!lost && at >= 0 && at < passage.count)
        outcome.statements[size_t(passage.first + at)].error = *failed;
    return outcome;
}

ChangeOutcome outcomeUndone(ChangeOutcome outcome, const Change &change)
{
    bool stays = false;
    for (const Passage &passage : passagesOf(change)) {
        for (qsizetype i = passage.first; i < passage.first + passage.count; ++i) {
            StatementOutcome &statement = outcome.statements[size_t(i)];
            if (isConnect(change.statements[i]) || statement.ending != StatementEnding::Done)
                continue;
            statement.ending =
                endingUndone(change.statements[i], passage.database, change, outcome.undone);
            stays |= statement.ending != StatementEnding::Undone;
        }
    }
    if (outcome.ending == ChangeEnding::Failed && stays)
        outcome.ending = ChangeEnding::Partly;
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
