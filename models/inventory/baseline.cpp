// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/baseline.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

using Key = std::pair<QString, QString>;

Key keyOf(const BaselineTable &table)
{
    return {table.schema, table.name};
}

std::map<Key, BaselineTable> byName(const Baseline &baseline)
{
    std::map<Key, BaselineTable> tables;
    for (const BaselineTable &table : baseline.tables)
        tables.emplace(keyOf(table), table);
    return tables;
}

TableDifference differenceOf(const BaselineTable &before, const BaselineTable &after)
{
    TableDifference difference{.before = before, .after = after};
    if (before.counted == RowCount::Unknown || after.counted == RowCount::Unknown)
        difference.change = TableChange::NotComparable;
    else if (difference.rows() != 0)
        difference.change = difference.rows() < 0 ? TableChange::Shrunk : TableChange::Grown;
    else if (difference.bytes() != 0)
        difference.change = TableChange::SizeOnly;
    return difference;
}

// Within one kind the greatest change comes first.
auto order(const TableDifference &difference)
{
    const qint64 rows = difference.rows();
    const bool gone = difference.change == TableChange::Gone;
    const BaselineTable &table = gone ? difference.before : difference.after;
    return std::tuple(difference.change, rows < 0 ? rows : -rows, -std::abs(difference.bytes()),
                      table.schema, table.name);
}

bool isCountable(const Relation &relation)
{
    return relation.kind == "table"_L1 || relation.kind == "partitioned table"_L1 ||
           relation.kind == "materialized view"_L1;
}

} // namespace

bool TableDifference::isEstimate() const
{
    return before.counted == RowCount::Estimated || after.counted == RowCount::Estimated;
}

qint64 TableDifference::bytes() const
{
    const bool comparable = before.bytes && after.bytes && before.measured == after.measured;
    return comparable ? *after.bytes - *before.bytes : 0;
}

std::vector<TableDifference> compareBaselines(const Baseline &before, const Baseline &after)
{
    std::map<Key, BaselineTable> old = byName(before);
    std::vector<TableDifference> differences;
    for (const auto &[key, table] : byName(after)) {
        const auto found = old.find(key);
        if (found == old.end()) {
            differences.push_back({.change = TableChange::New, .after = table});
            continue;
        }
        differences.push_back(differenceOf(found->second, table));
        old.erase(found);
    }
    for (const auto &[key, table] : old)
        differences.push_back({.change = TableChange::Gone, .before = table});
    std::ranges::sort(differences, {}, order);
    return differences;
}

Baseline estimatedBaseline(const DatabaseContents &contents, const std::vector<Oid> &tables)
{
    Baseline baseline{.takenAt = contents.takenAt};
    for (const Relation &relation : contents.relations) {
        const bool wanted =
            tables.empty() ? isCountable(relation) : std::ranges::contains(tables, relation.oid);
        const Schema *schema = contents.schema(relation.schema);
        if (!wanted || !schema)
            continue;
        const bool known = relation.estimatedRows.has_value();
        baseline.tables.push_back({.schema = schema->name,
                                   .name = relation.name,
                                   .counted = known ? RowCount::Estimated : RowCount::Unknown,
                                   .rows = relation.estimatedRows.value_or(0),
                                   .bytes = relation.estimatedBytes});
    }
    std::ranges::sort(baseline.tables, {}, keyOf);
    return baseline;
}

} // namespace inventory
