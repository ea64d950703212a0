// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsreader.h"

#include "inventory/besideconnection.h"
#include "inventory/contentsdecoder.h"
#include "inventory/migrationreader.h"
#include "postgres/catalogue.h"

#include <deque>

namespace inventory {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LockedState = "55P03"_L1;

pg::Query ask(const QString &name, int serverVersion)
{
    return {.sql = pg::statement(u"inventory/contents_"_s + name, serverVersion), .binary = true};
}

base::Error lostError()
{
    return {.kind = base::ErrorKind::ConnectionLost,
            .message = u"There is no connection to the server."_s};
}

// The statements of the first batch, in this order.
enum Part { Database, Schemas, Relations, Grants, Defaults, Policies, Extensions, Versions, Count };

base::Result<DatabaseContents> contentsOf(const pg::Connection::Results &answers, int version)
{
    for (const Part needed : {Database, Schemas, Relations}) {
        if (!answers[needed])
            return std::unexpected(answers[needed].error());
    }
    DatabaseContents contents;
    decodeDatabase(*answers[Database], contents);
    contents.schemas = decodeSchemas(*answers[Schemas]);
    contents.relations = decodeRelations(*answers[Relations], version);
    const auto missing = [&contents, &answers](Part part, ContentsPart name) {
        if (!answers[part])
            contents.gaps.push_back({.part = name, .error = answers[part].error()});
        return !answers[part];
    };
    const bool noDefaults = missing(Defaults, ContentsPart::DefaultPrivileges);
    if (!missing(Grants, ContentsPart::Grants))
        addGrants(*answers[Grants], noDefaults ? nullptr : &*answers[Defaults], contents);
    if (!missing(Policies, ContentsPart::Policies))
        contents.policies = decodePolicies(*answers[Policies]);
    if (!missing(Extensions, ContentsPart::Extensions))
        contents.extensions = decodeExtensions(*answers[Extensions]);
    if (!missing(Versions, ContentsPart::AvailableVersions))
        addAvailableVersions(*answers[Versions], contents.extensions);
    return contents;
}

void markUnread(std::vector<Policy> &policies, const std::vector<Oid> &oids,
                const base::Error &error)
{
    const Unread reason = error.sqlState == LockedState ? Unread::Locked : Unread::Failed;
    for (Policy &policy : policies) {
        if (std::ranges::find(oids, policy.oid) != oids.end())
            policy.unread = reason;
    }
}

// Somebody may lock a table after we looked, and one broken expression fails a statement: so what
// fails together is asked for in halves, as long as that takes no time.
QCoro::Task<DatabaseContents> addPolicyTexts(QPointer<pg::Connection> connection,
                                             DatabaseContents contents)
{
    const int version = connection->facts().serverVersion;
    std::deque<std::vector<Oid>> todo(1);
    for (const Policy &policy : contents.policies) {
        if (policy.unread == Unread::None)
            todo.front().push_back(policy.oid);
    }
    int failures = 0;
    while (!todo.empty() && connection) {
        const std::vector<Oid> oids = todo.front();
        todo.pop_front();
        if (oids.empty())
            continue;
        pg::Query query = ask(u"expressions"_s, version);
        query.parameters = {pg::oidArray(oids)};
        const auto answers = co_await connection->run(
            {{.sql = pg::statement(u"inventory/careful"_s, version), .parameters = {"3000"}},
             query},
            {.deadline = 4s, .together = true});
        if (answers.back()) {
            addExpressions(*answers.back(), contents.policies);
        } else if (oids.size() == 1 || ++failures > 15) {
            markUnread(contents.policies, oids, answers.back().error());
        } else {
            const auto middle = oids.begin() + qsizetype(oids.size() / 2);
            todo.emplace_back(oids.begin(), middle);
            todo.emplace_back(middle, oids.end());
        }
    }
    co_return contents;
}

} // namespace

QCoro::Task<base::Result<DatabaseContents>> readContents(QPointer<pg::Connection> connection)
{
    if (!connection)
        co_return std::unexpected(lostError());
    const int version = connection->facts().serverVersion;
    const QStringList names{u"database"_s, u"schemas"_s,  u"relations"_s,  u"grants"_s,
                            u"defaults"_s, u"policies"_s, u"extensions"_s, u"versions"_s};
    QList<pg::Query> batch;
    for (const QString &name : names)
        batch.append(ask(name, version));
    const pg::Connection::Results answers = co_await connection->run(
        batch, {.deadline = 15s, .rows = 2'000'000, .bytes = 256 * 1024 * 1024});
    base::Result<DatabaseContents> contents = contentsOf(answers, version);
    if (!contents)
        co_return contents;
    if (connection)
        contents = co_await addPolicyTexts(connection, std::move(*contents));
    if (!connection)
        co_return std::unexpected(lostError());
    auto migrations = co_await readMigrations(connection);
    if (migrations)
        contents->migrations = std::move(*migrations);
    else
        contents->gaps.push_back({.part = ContentsPart::Migrations, .error = migrations.error()});
    co_return contents;
}

QCoro::Task<base::Result<DatabaseContents>> readContentsApart(QObject *owner,
                                                              pg::ConnectParameters parameters)
{
    BesideConnection beside(owner);
    const auto facts = co_await beside.open(std::move(parameters));
    if (!facts)
        co_return std::unexpected(facts.error());
    co_return co_await readContents(beside.connection());
}

} // namespace inventory
