// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changesteps.h"

#include "actions/reloadproof.h"
#include "actions/sqltext.h"
#include "actions/undo.h"
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

ChangeOutcome refused(ChangeOutcome outcome, Reason reason, const base::Error &error)
{
    outcome.ending = ChangeEnding::Refused;
    outcome.reason = reason;
    outcome.error = error;
    return outcome;
}

ChangeOutcome interrupted(ChangeOutcome outcome, const base::Error &error)
{
    outcome.ending = ChangeEnding::Failed;
    outcome.reason = Reason::ServerError;
    outcome.error = error;
    return outcome;
}

// A change under way.
struct Work
{
    Workplace place;
    QPointer<pg::Connection> current; ///< The first one, or one to another database.
    QList<pg::Query> queries;
    std::shared_ptr<StopWish> wish;

    // A database that is to be dropped must not be held by ourselves.
    void leave()
    {
        if (current && current != place.connection) {
            current->close();
            current->deleteLater();
        }
        current.clear();
    }
};

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

// The statements of a passage on their way. All or nothing: the last word is asked for at once and
// not after the answer, so that nothing of others can come between on this connection.
QCoro::Task<ChangeOutcome> runPassage(std::shared_ptr<Work> work, Passage passage,
                                      ChangeOutcome outcome)
{
    QList<pg::Query> queries = work->queries.sliced(passage.first, passage.count);
    pg::Limits all = limits(work->place.patience);
    std::vector<base::Error> errors(1); // of BEGIN
    if (passage.transaction) {
        queries.prepend({.sql = "BEGIN"});
        queries.append({.sql = "COMMIT"});
        all.together = true;
        errors.clear();
    }
    const QPointer<pg::Connection> connection = work->current;
    auto running = connection->run(queries, all);
    if (passage.transaction) {
        auto cleaning = connection->run(pg::Query{.sql = "ROLLBACK"}, limits(5s));
        const pg::Connection::Results results = co_await running;
        co_await cleaning;
        for (const auto &result : results)
            errors.push_back(errorOf(result));
    } else {
        errors.push_back(errorOf((co_await running).at(0)));
    }
    co_return outcomeTogether(outcome, passage, errors);
}

// On to another database; a failure is that of the statement that says so.
QCoro::Task<ChangeOutcome> goElsewhere(std::shared_ptr<Work> work, Passage passage,
                                       ChangeOutcome outcome)
{
    work->leave();
    const auto opened = co_await work->place.open(passage.database);
    StatementOutcome &statement = outcome.statements[size_t(passage.first)];
    if (!opened) {
        statement = {StatementEnding::Failed, opened.error()};
        co_return interrupted(outcome, opened.error());
    }
    work->current = *opened;
    statement.ending = StatementEnding::Done;
    outcome.ending = ChangeEnding::Done;
    co_return outcome;
}

base::Error stoppedError()
{
    return {.kind = base::ErrorKind::Cancelled, .sqlState = u"57014"_s};
}

// One passage after the other, until one fails.
QCoro::Task<ChangeOutcome> runPassages(std::shared_ptr<Work> work, Change change,
                                       ChangeOutcome outcome)
{
    for (const Passage &passage : passagesOf(change)) {
        if (work->wish->stopped)
            co_return interrupted(outcome, stoppedError());
        if (!work->current)
            co_return interrupted(outcome, {.kind = base::ErrorKind::ConnectionLost});
        work->wish->busy = work->current;
        if (isConnect(change.statements[passage.first]))
            outcome = co_await goElsewhere(work, passage, outcome);
        else
            outcome = co_await runPassage(work, passage, outcome);
        work->wish->busy.clear();
        if (outcome.ending != ChangeEnding::Done)
            break;
    }
    co_return outcome;
}

// The cancelling of what ran before may arrive a little late.
QCoro::Task<base::Error> undoOne(QPointer<pg::Connection> connection, QString statement)
{
    base::Error error{.kind = base::ErrorKind::ConnectionLost};
    for (int attempt = 0; attempt < 2 && connection; ++attempt) {
        error =
            errorOf(co_await connection->run(pg::Query{.sql = statement.toUtf8()}, limits(60s)));
        if (error.sqlState != "57014"_L1)
            break;
    }
    co_return error;
}

// The last thing first; only what these very statements created.
QCoro::Task<ChangeOutcome> takeBack(std::shared_ptr<Work> work, Change change,
                                    ChangeOutcome outcome)
{
    work->wish->undoing = true;
    work->leave();
    for (qsizetype i = change.statements.size() - 1; i >= 0; --i) {
        const auto creation = creationOf(change.statements[i]);
        if (!creation || outcome.statements[size_t(i)].ending != StatementEnding::Done)
            continue;
        UndoOutcome undo{.statement = undoStatement(*creation)};
        if (!work->place.connection || !work->place.connection->isOpen()) {
            const auto opened = co_await work->place.open(change.database);
            undo.error = opened ? base::Error{} : opened.error();
            work->place.connection = opened ? *opened : nullptr;
        }
        if (undo.isDone())
            undo.error = co_await undoOne(work->place.connection, undo.statement);
        outcome.undone.push_back(undo);
    }
    co_return outcome;
}

// Asked at once before; and the server looks again by itself.
QCoro::Task<ChangeOutcome> lookForOthers(QPointer<pg::Connection> connection, Change change,
                                         ChangeOutcome outcome)
{
    const pg::Query query{.sql = pg::statement(u"actions/connected"_s, outcome.serverVersion),
                          .parameters = {change.mustBeUnused.toUtf8()}};
    const base::Result<pg::Rows> rows = co_await connection->run(query, limits(5s));
    if (!rows)
        co_return refused(outcome, Reason::ServerError, rows.error());
    for (int row = 0; row < rows->rowCount(); ++row)
        outcome.connected.push_back({.pid = rows->text(row, 0).toInt(),
                                     .role = rows->text(row, 1),
                                     .application = rows->text(row, 2)});
    co_return outcome.connected.empty() ? outcome : refused(outcome, Reason::ServerError, {});
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

QCoro::Task<ChangeOutcome> carryOut(Workplace place, Change change, ChangeOutcome outcome,
                                    std::shared_ptr<StopWish> wish)
{
    const auto queries = queriesOf(*place.connection, change);
    if (!queries)
        co_return refused(outcome, Reason::ServerError, queries.error());
    if (!change.mustBeUnused.isEmpty()) {
        outcome = co_await lookForOthers(place.connection, change, outcome);
        if (outcome.ending == ChangeEnding::Refused)
            co_return outcome;
    }
    outcome.statements.resize(size_t(queries->size()));
    ConfigurationFacts before;
    if (change.proof == ChangeProof::Reloaded)
        before = co_await configurationFacts(place.connection);
    const auto work = std::make_shared<Work>(place, place.connection, *queries, wish);
    outcome = co_await runPassages(work, change, outcome);
    outcome.stopped = wish->stopped;
    if (outcome.ending != ChangeEnding::Done && change.undo)
        outcome = co_await takeBack(work, change, outcome);
    if (outcome.ending != ChangeEnding::Done)
        co_return outcomeUndone(outcome, change);
    if (change.proof == ChangeProof::MayConnect && place.connection)
        co_return co_await proveConnect(place.connection, change, outcome);
    if (change.proof == ChangeProof::Reloaded && place.connection)
        co_return co_await proveReload(place.connection, before, outcome);
    co_return outcome;
}

} // namespace actions
