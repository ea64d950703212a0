// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/visibilityfacts.h"

#include "postgres/catalogue.h"

#include <algorithm>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxColumns = 200; // of a sample
constexpr int MaxCell = 512;

VisibilityFacts decodeFacts(const pg::Rows &rows)
{
    const auto bytes = [&rows](const char *name) {
        return rows.bytes(0, rows.column(name)).toByteArray();
    };
    const auto flag = [&rows](const char *name) { return rows.boolean(0, rows.column(name)); };
    const QByteArray kind = bytes("kind");
    return {.role = bytes("role"),
            .quotedRole = bytes("quoted_role"),
            .quotedRelation = bytes("quoted"),
            .superuser = flag("superuser"),
            .bypass = flag("bypass"),
            .weSuperuser = flag("we_superuser"),
            .weSeeAll = flag("we_see_all"),
            .mayBecome = flag("may_become"),
            .kind = kind.isEmpty() ? '\0' : kind.front(),
            .rowSecurity = flag("row_security"),
            .forced = flag("forced"),
            .owner = flag("owner"),
            .trusted = flag("trusted"),
            .mayUseSchema = flag("may_use_schema")};
}

std::vector<VisibilityFacts::Column> decodeColumns(const pg::Rows &rows)
{
    std::vector<VisibilityFacts::Column> columns;
    for (int row = 0; row < rows.rowCount(); ++row) {
        columns.push_back({.name = rows.text(row, rows.column("name")),
                           .quoted = rows.bytes(row, rows.column("quoted")).toByteArray(),
                           .mayRead = rows.boolean(row, rows.column("may_read"))});
    }
    return columns;
}

std::vector<VisibilityFacts::PolicyText> decodePolicyTexts(const pg::Rows &rows)
{
    std::vector<VisibilityFacts::PolicyText> policies;
    for (int row = 0; row < rows.rowCount(); ++row) {
        policies.push_back({.oid = rows.oid(row, rows.column("oid")),
                            .permissive = rows.boolean(row, rows.column("permissive")),
                            .text = rows.text(row, rows.column("text"))});
    }
    return policies;
}

void addStored(const pg::Rows &rows, Oid role, VisibilityFacts &facts)
{
    std::vector<StoredSetting> all;
    for (int row = 0; row < rows.rowCount(); ++row) {
        all.push_back({.role = rows.oid(row, rows.column("role")),
                       .database = rows.oid(row, rows.column("database")),
                       .name = rows.text(row, rows.column("name")),
                       .value = rows.text(row, rows.column("value"))});
    }
    // Only those of this role and this database were asked for.
    const Oid database =
        all.empty() ? 0 : std::ranges::max(all, {}, &StoredSetting::database).database;
    for (const SessionSetting &one : settingsAtLogin(std::move(all), role, database)) {
        if (one.name == "search_path"_L1)
            facts.searchPath = one.value.toUtf8();
        else if (settingProblem(one) == SettingProblem::None)
            facts.stored.push_back(one);
    }
}

// Through the type's own output function: a cast to text could be somebody's function.
QByteArray cell(const QByteArray &column)
{
    return "CASE WHEN pg_catalog.num_nulls(t." + column +
           ") = 0 THEN pg_catalog.left(pg_catalog.concat(t." + column + "), " +
           QByteArray::number(MaxCell) + ") END";
}

} // namespace

QCoro::Task<base::Result<std::optional<VisibilityFacts>>>
readVisibilityFacts(QPointer<pg::Connection> connection, VisibilityQuestion question)
{
    const int version = connection->facts().serverVersion;
    QList<pg::Query> batch;
    for (const auto &name : {u"facts"_s, u"columns"_s, u"policies"_s, u"settings"_s}) {
        pg::Query query{.sql = pg::statement(u"inventory/visibility_"_s + name, version),
                        .parameters = {QByteArray::number(question.role)},
                        .binary = true};
        if (name != "settings"_L1)
            query.parameters.append(QByteArray::number(question.relation));
        query.sql.replace(":become", version >= 160000 ? "'SET'" : "'MEMBER'");
        batch.append(query);
    }
    // Within one snapshot of the catalogs, and a dropped role fails what asks for its rights.
    const pg::Connection::Results answers = co_await connection->run(batch);
    if (!answers[0])
        co_return std::unexpected(answers[0].error());
    if (answers[0]->rowCount() == 0)
        co_return std::nullopt;
    for (const auto &answer : answers) {
        if (!answer)
            co_return std::unexpected(answer.error());
    }
    VisibilityFacts facts = decodeFacts(*answers[0]);
    facts.columns = decodeColumns(*answers[1]);
    facts.policies = decodePolicyTexts(*answers[2]);
    addStored(*answers[3], question.role, facts);
    co_return facts;
}

bool isView(const VisibilityFacts &facts)
{
    return facts.kind == 'v';
}

PolicyExemption exemptionOf(const VisibilityFacts &facts)
{
    if (isView(facts))
        return PolicyExemption::View;
    if (!facts.rowSecurity)
        return PolicyExemption::NotEnabled;
    if (facts.superuser)
        return PolicyExemption::Superuser;
    if (facts.bypass)
        return PolicyExemption::BypassRls;
    return facts.owner && !facts.forced ? PolicyExemption::Owner : PolicyExemption::None;
}

bool runsForeignCode(const VisibilityFacts &facts)
{
    const PolicyExemption exemption = exemptionOf(facts);
    return exemption == PolicyExemption::None || exemption == PolicyExemption::View;
}

VisibilityRefusal refusalOf(const VisibilityFacts &facts)
{
    if (!QByteArrayView("rpvm").contains(facts.kind))
        return VisibilityRefusal::NotATable;
    if (!facts.mayBecome)
        return VisibilityRefusal::MayNotBecome;
    return facts.superuser && isView(facts) ? VisibilityRefusal::SuperuserView
                                            : VisibilityRefusal::None;
}

NoRowsReason noRowsReason(const VisibilityFacts &facts, const std::vector<AskedSetting> &asked,
                          std::optional<bool> tableEmpty)
{
    if (tableEmpty.value_or(false))
        return NoRowsReason::TableEmpty;
    const PolicyExemption exemption = exemptionOf(facts);
    if (exemption == PolicyExemption::View)
        return NoRowsReason::Unknown;
    if (exemption != PolicyExemption::None)
        return NoRowsReason::TableEmpty;
    if (facts.policies.empty())
        return NoRowsReason::NoPolicy;
    if (std::ranges::none_of(facts.policies, &VisibilityFacts::PolicyText::permissive))
        return NoRowsReason::OnlyRestrictive;
    // A setting that was set once in a session is empty afterwards, and not NULL.
    const bool missing = std::ranges::any_of(asked, [](const AskedSetting &setting) {
        return setting.value.value_or(QString()).isEmpty();
    });
    return missing ? NoRowsReason::MissingSetting : NoRowsReason::Filtered;
}

std::vector<MissingRight> missingRights(const VisibilityFacts &facts)
{
    std::vector<MissingRight> missing;
    if (!facts.mayUseSchema)
        missing.push_back(MissingRight::SchemaUsage);
    if (std::ranges::none_of(facts.columns, &VisibilityFacts::Column::mayRead))
        missing.push_back(MissingRight::Select);
    if (missing.empty())
        missing.push_back(MissingRight::Elsewhere);
    return missing;
}

VisibilitySql visibilitySql(const VisibilityFacts &facts, int sampleRows, bool sampled)
{
    QByteArrayList names;
    QByteArrayList cells;
    for (const VisibilityFacts::Column &column : facts.columns) {
        if (!column.mayRead || names.size() == MaxColumns)
            continue;
        names.append("t." + column.quoted);
        cells.append(cell(column.quoted));
    }
    const QByteArray from = " FROM " + facts.quotedRelation + " AS t" +
                            (sampled ? " TABLESAMPLE pg_catalog.system (100)" : "");
    // Without a column that may be read the server's words are wanted.
    const QByteArray all = "SELECT " + (names.isEmpty() ? "pg_catalog.count(*)" : names.join(", "));
    return {.plan = "EXPLAIN " + all + from,
            .sample = "SELECT ARRAY[" + cells.join(", ") + "]::pg_catalog.text[]" + from +
                      " LIMIT " + QByteArray::number(sampleRows),
            .count = "SELECT ARRAY[pg_catalog.concat(pg_catalog.count(*))]" + from};
}

} // namespace inventory
