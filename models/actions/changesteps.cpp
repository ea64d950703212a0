// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changesteps.h"

#include "actions/reloadproof.h"
#include "actions/sqltext.h"
#include "postgres/catalogue.h"

namespace actions {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

pg::Limits limits(std::chrono::milliseconds patience)
{
    return {.deadline = patience, .rows = 10'000, .bytes = 1024 * 1024};
}

base::Error errorOf(const base::Result<pg::Rows> &result)
{
    return result ? base::Error{} : result.error();
}

// The statements as they are sent: every slot holds the verifier of its password.
base::Result<QList<pg::Query>> queriesOf(const pg::Connection &connection, const Change &change)
{
    QMap<QString, QString> literals;
    for (const ChangeSecret &secret : change.secrets) {
        if (secret.value.isEmpty())
            continue;
        const auto verifier = connection.encryptPassword(secret.role, secret.value);
        if (!verifier)
            return std::unexpected(verifier.error());
        const auto literal = connection.quoteLiteral(*verifier);
        if (!literal)
            return std::unexpected(literal.error());
        literals.insert(secret.slot, QString::fromLatin1(*literal));
    }
    QList<pg::Query> queries;
    for (const QString &statement : change.statements)
        queries.append({.sql = withSlotsFilled(statement, literals).toUtf8()});
    return queries;
}

// All or nothing. The last word is asked for at once and not after the answer, so that nothing of
// others can come between on this connection.
QCoro::Task<ChangeOutcome> runTogether(QPointer<pg::Connection> connection,
                                       QList<pg::Query> queries, ChangeOutcome outcome,
                                       std::chrono::milliseconds patience)
{
    queries.prepend({.sql = "BEGIN"});
    queries.append({.sql = "COMMIT"});
    pg::Limits all = limits(patience);
    all.together = true;
    auto running = connection->run(queries, all);
    auto cleaning = connection->run(pg::Query{.sql = "ROLLBACK"}, limits(5s));
    const pg::Connection::Results results = co_await running;
    co_await cleaning;
    std::vector<base::Error> errors;
    for (const auto &result : results)
        errors.push_back(errorOf(result));
    co_return outcomeTogether(outcome, errors);
}

// One after the other, until one fails.
QCoro::Task<ChangeOutcome> runApart(QPointer<pg::Connection> connection, QList<pg::Query> queries,
                                    ChangeOutcome outcome, std::chrono::milliseconds patience)
{
    for (qsizetype i = 0; i < queries.size() && connection; ++i) {
        StatementOutcome &statement = outcome.statements[size_t(i)];
        const base::Result<pg::Rows> result =
            co_await connection->run(queries[i], limits(patience));
        if (result) {
            statement.ending = StatementEnding::Done;
            continue;
        }
        const bool lost = isLost(result.error());
        statement = {lost ? StatementEnding::Unknown : StatementEnding::Failed, result.error()};
        outcome.error = result.error();
        outcome.reason = lost ? Reason::Interrupted : Reason::ServerError;
        outcome.ending = lost    ? ChangeEnding::Unknown
                         : i > 0 ? ChangeEnding::Partly
                                 : ChangeEnding::Failed;
        co_return outcome;
    }
    outcome.ending = ChangeEnding::Done;
    co_return outcome;
}

QCoro::Task<ChangeOutcome> proveConnect(QPointer<pg::Connection> connection, Change change,
                                        ChangeOutcome outcome)
{
    if (change.proofOf.size() != 2)
        co_return outcome;
    pg::Query query{.sql = pg::statement(u"actions/may_connect"_s, outcome.serverVersion)};
    for (const QString &name : change.proofOf)
        query.parameters.append(name.toUtf8());
    const base::Result<pg::Rows> answer = co_await connection->run(query, limits(5s));
    if (answer && answer->rowCount() == 1 && answer->text(0, 0) == "f"_L1)
        outcome.ending = ChangeEnding::NoEffect;
    co_return outcome;
}

QCoro::Task<ChangeOutcome> proveReload(QPointer<pg::Connection> connection,
                                       ConfigurationFacts before, ChangeOutcome outcome)
{
    outcome.reload = co_await reloadReport(connection, before);
    if (!outcome.reload->moved || !outcome.reload->errors.isEmpty() ||
        !outcome.reload->oldErrors.isEmpty())
        outcome.ending = ChangeEnding::NoEffect;
    co_return outcome;
}

} // namespace

QCoro::Task<ChangeOutcome> carryOut(QPointer<pg::Connection> connection, Change change,
                                    ChangeOutcome outcome, std::chrono::milliseconds patience)
{
    const auto queries = queriesOf(*connection, change);
    if (!queries) {
        outcome.ending = ChangeEnding::Refused;
        outcome.reason = Reason::ServerError;
        outcome.error = queries.error();
        co_return outcome;
    }
    outcome.statements.resize(size_t(queries->size()));
    ConfigurationFacts before;
    if (change.proof == ChangeProof::Reloaded)
        before = co_await configurationFacts(connection);
    if (connection && change.together)
        outcome = co_await runTogether(connection, *queries, outcome, patience);
    else if (connection)
        outcome = co_await runApart(connection, *queries, outcome, patience);
    if (!connection || outcome.ending != ChangeEnding::Done)
        co_return outcome;
    if (change.proof == ChangeProof::MayConnect)
        co_return co_await proveConnect(connection, change, outcome);
    if (change.proof == ChangeProof::Reloaded)
        co_return co_await proveReload(connection, before, outcome);
    co_return outcome;
}

} // namespace actions
