// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/rowsecurityreader.h"

#include "inventory/besideconnection.h"
#include "inventory/visibilityfacts.h"
#include "postgres/catalogue.h"

namespace inventory {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray number(std::chrono::milliseconds time)
{
    return QByteArray::number(qint64(time.count()));
}

pg::Query setting(const char *name, const QByteArray &value)
{
    return {.sql = "SELECT pg_catalog.set_config($1::pg_catalog.text, $2::pg_catalog.text, true)",
            .parameters = {name, value}};
}

/// One question on its way.
struct Inquiry
{
    QPointer<pg::Connection> connection;
    VisibilityQuestion question;
    VisibilityFacts facts;
    VisibilityAnswer answer;
    VisibilitySql sql;
};

VisibilityAnswer refused(VisibilityAnswer answer, VisibilityRefusal refusal,
                         const base::Error &error = {})
{
    answer.visibility = Visibility::Refused;
    answer.refusal = refusal;
    answer.error = error;
    return answer;
}

VisibilityAnswer failed(VisibilityAnswer answer, const VisibilityFacts &facts,
                        const base::Error &error)
{
    const bool denied = error.sqlState == "42501"_L1;
    answer.visibility = denied ? Visibility::Denied : Visibility::Failed;
    if (denied)
        answer.missing = missingRights(facts);
    answer.error = error;
    return answer;
}

// Begins, and makes the place where the question is asked.
QList<pg::Query> beginning(const VisibilityFacts &facts, bool confined, int version)
{
    QList<pg::Query> batch{{.sql = confined ? "BEGIN READ WRITE" : "BEGIN READ ONLY"}};
    if (!facts.weSuperuser)
        batch.append(setting("role", facts.role));
    if (confined)
        batch.append({.sql = pg::statement(u"inventory/visibility_confine"_s, version)});
    if (confined && facts.weSuperuser)
        batch.append({.sql = "ALTER FUNCTION pg_temp.pgvigil_look(pg_catalog.text, pg_catalog.bool)"
                             " OWNER TO " +
                             facts.quotedRole});
    // After the first statement of a transaction there is no way back to READ WRITE.
    batch.append({.sql = "SELECT 1 AS one"});
    batch.append({.sql = "SET TRANSACTION READ ONLY"});
    return batch;
}

// From here on whatever runs has the role's rights, and cannot get ours back while the temporary
// function runs.
QList<pg::Query> disguise(const Inquiry &inquiry, bool confined)
{
    const VisibilityFacts &facts = inquiry.facts;
    QList<pg::Query> batch;
    if (facts.weSuperuser)
        batch.append(setting("session_authorization", facts.role));
    batch.append(setting("statement_timeout", number(inquiry.question.patience)));
    // Where no policy applies one that comes up meanwhile is not to run unconfined.
    const bool policies = confined || runsForeignCode(facts);
    batch.append(setting("row_security", policies ? "on" : "off"));
    batch.append(setting("search_path", facts.searchPath));
    for (const auto &settings : {inquiry.answer.stored, inquiry.question.settings}) {
        for (const SessionSetting &one : settings)
            batch.append(setting(one.name.toLatin1().constData(), one.value.toUtf8()));
    }
    for (const AskedSetting &one : inquiry.answer.asked)
        batch.append(
            {.sql = "SELECT pg_catalog.current_setting($1::pg_catalog.text, true) AS value",
             .parameters = {one.name.toLatin1()}});
    return batch;
}

// All of them, or the first error.
QCoro::Task<base::Result<pg::Connection::Results>> runAll(QPointer<pg::Connection> connection,
                                                          QList<pg::Query> batch)
{
    pg::Connection::Results answers = co_await connection->run(batch, {.together = true});
    for (const auto &answer : answers) {
        if (!answer)
            co_return std::unexpected(answer.error());
    }
    co_return answers;
}

// The settings in force, as the last answers tell.
std::vector<AskedSetting> settingsIn(const pg::Connection::Results &answers,
                                     std::vector<AskedSetting> asked)
{
    for (size_t i = 0; i < asked.size(); ++i) {
        const pg::Rows &rows = *answers[answers.size() - asked.size() + i];
        if (!rows.isNull(0, 0))
            asked[i].value = rows.text(0, 0);
    }
    return asked;
}

pg::Query look(const QByteArray &sql, bool confined, bool lines, qsizetype columns)
{
    if (!confined && lines)
        return {.sql = sql};
    QByteArrayList cells;
    for (qsizetype i = 1; i <= columns; ++i)
        cells.append("a.cells[" + QByteArray::number(i) + ']');
    const QByteArray list = "SELECT " + cells.join(", ") + " FROM ";
    if (!confined)
        return {.sql = list + '(' + sql + ") AS a(cells)"};
    return {.sql = list + "pg_temp.pgvigil_look($1::pg_catalog.text, $2::pg_catalog.bool) "
                          "AS a(cells)",
            .parameters = {sql, lines ? "true" : "false"}};
}

std::vector<std::vector<std::optional<QString>>> sampleOf(const pg::Rows &rows)
{
    std::vector<std::vector<std::optional<QString>>> sample;
    for (int row = 0; row < rows.rowCount(); ++row) {
        std::vector<std::optional<QString>> cells;
        for (int column = 0; column < rows.columnCount(); ++column) {
            cells.push_back(rows.isNull(row, column) ? std::optional<QString>()
                                                     : rows.text(row, column));
        }
        sample.push_back(std::move(cells));
    }
    return sample;
}

QString planOf(const pg::Rows &rows)
{
    QStringList lines;
    for (int row = 0; row < rows.rowCount(); ++row)
        lines.append(rows.text(row, 0));
    return lines.join(u'\n');
}

// Inside of the transaction: the plan, some rows, and how many there are.
QCoro::Task<VisibilityAnswer> ask(Inquiry inquiry, bool confined)
{
    VisibilityAnswer answer = inquiry.answer;
    const pg::Limits limits{.deadline = inquiry.question.patience + 2s};
    const auto connection = inquiry.connection;
    const auto plan = co_await connection->run(look(inquiry.sql.plan, confined, true, 1), limits);
    if (!plan)
        co_return failed(answer, inquiry.facts, plan.error());
    answer.plan = planOf(*plan);
    if (!connection)
        co_return answer;
    const auto sample = co_await connection->run(
        look(inquiry.sql.sample, confined, false, answer.columns.size()), limits);
    if (!sample)
        co_return failed(answer, inquiry.facts, sample.error());
    answer.sample = sampleOf(*sample);
    answer.visibility = answer.sample.empty() ? Visibility::NoRows : Visibility::Rows;
    if (answer.sample.empty())
        answer.rows = 0;
    if (answer.sample.empty() || !connection)
        co_return answer;
    const auto count =
        co_await connection->run(look(inquiry.sql.count, confined, false, 1), limits);
    if (count && count->rowCount() == 1)
        answer.rows = count->text(0, 0).toLongLong();
    else if (!count && count.error().sqlState != "57014"_L1)
        co_return failed(answer, inquiry.facts, count.error());
    co_return answer;
}

// Some rows exist, as far as we may see that; asked before anything else, with nobody's code.
QCoro::Task<std::optional<bool>> isEmpty(QPointer<pg::Connection> connection, VisibilityFacts facts)
{
    if (!facts.weSeeAll || isView(facts))
        co_return std::nullopt;
    const int version = connection->facts().serverVersion;
    QByteArray any = pg::statement(u"inventory/visibility_any"_s, version);
    any.replace(":place", facts.quotedRelation);
    const auto answers = co_await connection->run(
        {{.sql = pg::statement(u"inventory/careful"_s, version), .parameters = {"2000"}},
         {.sql = any}},
        {.together = true});
    if (!answers.back())
        co_return std::nullopt;
    co_return answers.back()->rowCount() == 0;
}

VisibilityAnswer prepared(VisibilityAnswer answer, const VisibilityFacts &facts)
{
    answer.exemption = exemptionOf(facts);
    answer.asIfLoggedIn = facts.weSuperuser;
    answer.stored = facts.stored;
    for (const VisibilityFacts::Column &column : facts.columns)
        (column.mayRead ? answer.columns : answer.hiddenColumns).append(column.name);
    QString texts;
    for (const VisibilityFacts::PolicyText &policy : facts.policies) {
        answer.policies.push_back(policy.oid);
        texts += policy.text + u'\n';
    }
    if (answer.exemption == PolicyExemption::None) {
        for (const QString &name : askedSettings(texts))
            answer.asked.push_back({.name = name});
    }
    return answer;
}

// Takes on the role, asks, and takes everything back.
QCoro::Task<VisibilityAnswer> askBegun(Inquiry inquiry)
{
    const bool confined = inquiry.answer.confined;
    const auto taken = co_await runAll(inquiry.connection, disguise(inquiry, confined));
    VisibilityAnswer answer = inquiry.answer;
    if (!taken) {
        answer = failed(answer, inquiry.facts, taken.error());
    } else if (inquiry.connection) {
        inquiry.answer.asked = settingsIn(*taken, answer.asked);
        answer = co_await ask(inquiry, confined);
    }
    if (inquiry.connection && inquiry.connection->isOpen())
        co_await inquiry.connection->run(pg::Query{.sql = "ROLLBACK"});
    co_return answer;
}

// First confined; where the server does not let us, only if the code is a superuser's or our own.
QCoro::Task<VisibilityAnswer> askInTransaction(Inquiry inquiry)
{
    const int version = inquiry.connection->facts().serverVersion;
    inquiry.answer.confined = true;
    auto begun = co_await runAll(inquiry.connection, beginning(inquiry.facts, true, version));
    if (!begun && inquiry.connection && inquiry.connection->isOpen()) {
        co_await inquiry.connection->run(pg::Query{.sql = "ROLLBACK"});
        inquiry.answer.confined = false;
        if (runsForeignCode(inquiry.facts) && (!inquiry.facts.trusted || isView(inquiry.facts)))
            co_return refused(inquiry.answer, VisibilityRefusal::CannotConfine, begun.error());
        inquiry.sql = visibilitySql(inquiry.facts, inquiry.question.sampleRows, true);
        inquiry.answer.error = begun.error();
        if (inquiry.connection)
            begun = co_await runAll(inquiry.connection, beginning(inquiry.facts, false, version));
    }
    if (!begun)
        co_return failed(inquiry.answer, inquiry.facts, begun.error());
    if (!inquiry.connection)
        co_return inquiry.answer;
    co_return co_await askBegun(std::move(inquiry));
}

} // namespace

QCoro::Task<VisibilityAnswer> askVisibility(QPointer<pg::Connection> connection,
                                            VisibilityQuestion question)
{
    VisibilityAnswer answer{.id = question.id};
    for (const SessionSetting &one : question.settings) {
        if (settingProblem(one) != SettingProblem::None) {
            answer.badSetting = one.name;
            co_return refused(answer, VisibilityRefusal::BadSetting);
        }
    }
    const auto facts = co_await readVisibilityFacts(connection, question);
    if (!facts) {
        answer.error = facts.error();
        co_return answer;
    }
    if (!*facts)
        co_return refused(answer, VisibilityRefusal::Gone);
    if (const auto refusal = refusalOf(**facts); refusal != VisibilityRefusal::None)
        co_return refused(answer, refusal);
    answer = prepared(answer, **facts);
    std::optional<bool> empty;
    if (connection)
        empty = co_await isEmpty(connection, **facts);
    if (!connection)
        co_return answer;
    answer = co_await askInTransaction(
        {.connection = connection,
         .question = question,
         .facts = **facts,
         .answer = answer,
         .sql = visibilitySql(**facts, question.sampleRows, (*facts)->superuser)});
    if (answer.visibility == Visibility::NoRows)
        answer.noRows = noRowsReason(**facts, answer.asked, empty);
    co_return answer;
}

namespace {

// A function can catch the cancel of its statement; it cannot catch the end of its session.
QCoro::Task<void> endSession(QObject *owner, pg::ConnectParameters parameters, QByteArray pid,
                             QByteArray start)
{
    BesideConnection other(owner);
    const auto facts = co_await other.open(std::move(parameters));
    if (!facts || !other.connection())
        co_return;
    co_await other.connection()->run(
        pg::Query{.sql = pg::statement(u"inventory/visibility_end"_s, facts->serverVersion),
                  .parameters = {pid, start}});
}

} // namespace

QCoro::Task<VisibilityAnswer> askVisibilityApart(QObject *owner, pg::ConnectParameters parameters,
                                                 VisibilityQuestion question)
{
    const QPointer<QObject> alive(owner);
    BesideConnection beside(owner);
    VisibilityAnswer answer{.id = question.id};
    const auto facts = co_await beside.open(parameters);
    if (!facts) {
        answer.error = facts.error();
        co_return answer;
    }
    if (facts->pooled)
        co_return refused(answer, VisibilityRefusal::Pooled);
    if (!beside.connection())
        co_return answer;
    const auto start = co_await beside.connection()->run(
        pg::Query{.sql = pg::statement(u"inventory/visibility_start"_s, facts->serverVersion)});
    if (!beside.connection())
        co_return answer;
    answer = co_await askVisibility(beside.connection(), std::move(question));
    if (answer.error.kind == base::ErrorKind::Timeout && alive && start && start->rowCount() == 1)
        co_await endSession(owner, parameters, QByteArray::number(facts->backendPid),
                            start->bytes(0, 0).toByteArray());
    co_return answer;
}

} // namespace inventory
