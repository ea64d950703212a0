// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/objectnames.h"

#include "postgres/catalogue.h"

#include <algorithm>

namespace snapshot {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto AllAgainAfter = 60s;
constexpr auto PauseAfterFailure = 20s;
constexpr size_t MaxAskedAtOnce = 500;
constexpr size_t MaxKept = 10'000;
constexpr Oid RelationClass = 1259; // pg_class

template <typename Member>
QByteArray column(const std::set<ObjectKey> &objects, bool relations, Member member)
{
    std::vector<Oid> oids;
    for (const ObjectKey &key : objects) {
        if ((key.classId == RelationClass) == relations)
            oids.push_back(key.*member);
    }
    return pg::oidArray(oids);
}

QString unquoted(const QString &identifier)
{
    if (identifier.size() < 2 || !identifier.startsWith(u'"'))
        return identifier;
    return identifier.sliced(1, identifier.size() - 2).replace(u"\"\""_s, u"\""_s);
}

// Where the cells of a name stand; -1 for what an answer does not have.
struct NameColumns
{
    int database, classId, oid, kind, schema, name, tableSchema, table, quotedSchema, quotedName,
        identity;

    explicit NameColumns(const pg::Rows &rows)
        : database(rows.column("database"))
        , classId(rows.column("class"))
        , oid(rows.column("oid"))
        , kind(rows.column("kind"))
        , schema(rows.column("schema"))
        , name(rows.column("name"))
        , tableSchema(rows.column("table_schema"))
        , table(rows.column("table_name"))
        , quotedSchema(rows.column("quoted_schema"))
        , quotedName(rows.column("quoted_name"))
        , identity(rows.column("identity"))
    {
    }
};

void addName(const pg::Rows &rows, int row, const NameColumns &c, ObjectName &name)
{
    if (c.quotedName < 0) {
        name.schema = rows.text(row, c.schema);
        name.name = rows.text(row, c.name);
    } else if (rows.isNull(row, c.quotedName)) {
        name.name = rows.text(row, c.identity);
    } else {
        name.schema = unquoted(rows.text(row, c.quotedSchema));
        name.name = unquoted(rows.text(row, c.quotedName));
    }
}

void addTable(const pg::Rows &rows, int row, const NameColumns &c, ObjectName &name)
{
    if (c.table < 0 || rows.isNull(row, c.table))
        return;
    const QString schema = rows.text(row, c.tableSchema);
    name.table = rows.text(row, c.table);
    if (schema != name.schema)
        name.table = schema + u'.' + name.table;
}

} // namespace

std::optional<ObjectKey> objectOf(const LockTarget &target)
{
    if (target.relation != 0)
        return ObjectKey{target.database, RelationClass, target.relation};
    if (target.type == "object"_L1 && target.classId != 0)
        return ObjectKey{target.database, target.classId, target.objectId};
    return {};
}

ObjectKey keyOf(const ObjectName &name)
{
    return {name.database, name.classId, name.objectId};
}

QList<pg::Query> nameQueries(const std::set<ObjectKey> &objects, int serverVersion)
{
    const pg::Query relations{.sql = pg::statement(u"snapshot/relations"_s, serverVersion),
                              .parameters = {column(objects, true, &ObjectKey::database),
                                             column(objects, true, &ObjectKey::objectId)},
                              .binary = true,
                              .prepare = true};
    const pg::Query others{.sql = pg::statement(u"snapshot/objects"_s, serverVersion),
                           .parameters = {column(objects, false, &ObjectKey::database),
                                          column(objects, false, &ObjectKey::classId),
                                          column(objects, false, &ObjectKey::objectId)},
                           .binary = true,
                           .prepare = true};
    // A statement needs its catalogs, even to find nothing: not asked for without a reason.
    const auto isRelation = [](const ObjectKey &key) { return key.classId == RelationClass; };
    QList<pg::Query> queries;
    if (std::ranges::any_of(objects, isRelation))
        queries.append(relations);
    if (!std::ranges::all_of(objects, isRelation))
        queries.append(others);
    return queries;
}

std::vector<ObjectName> decodeNames(const pg::Rows &rows)
{
    const NameColumns columns(rows);
    std::vector<ObjectName> names;
    names.reserve(size_t(rows.rowCount()));
    for (int i = 0; i < rows.rowCount(); ++i) {
        ObjectName &one = names.emplace_back();
        one.database = rows.oid(i, columns.database);
        one.classId = columns.classId < 0 ? RelationClass : rows.oid(i, columns.classId);
        one.objectId = rows.oid(i, columns.oid);
        one.kind = rows.text(i, columns.kind);
        addName(rows, i, columns, one);
        addTable(rows, i, columns, one);
    }
    return names;
}

QList<pg::Query> ObjectNames::queries(std::span<const Lock> locks, int serverVersion)
{
    if (!m_notBefore.hasExpired())
        return {};
    if (m_allAgain.hasExpired() || m_asked.size() > MaxKept) {
        m_asked.clear();
        if (m_names.size() > MaxKept)
            m_names.clear();
    }
    std::set<ObjectKey> missing;
    for (const Lock &lock : locks) {
        const auto key = objectOf(lock.target);
        if (key && missing.size() < MaxAskedAtOnce && !m_asked.contains(*key))
            missing.insert(*key);
    }
    if (missing.empty())
        return {};
    if (m_asked.empty())
        m_allAgain = QDeadlineTimer(AllAgainAfter);
    m_asked.insert(missing.begin(), missing.end());
    return nameQueries(missing, serverVersion);
}

void ObjectNames::take(std::span<const base::Result<pg::Rows>> results)
{
    for (const auto &result : results) {
        if (!result) {
            m_notBefore = QDeadlineTimer(PauseAfterFailure);
            // What is locked now can be read later; what cannot be named is not asked for at once.
            if (result.error().isClass("55"_L1) || result.error().isClass("57"_L1))
                m_asked.clear();
            continue;
        }
        for (ObjectName &name : decodeNames(*result))
            m_names[keyOf(name)] = std::move(name);
    }
}

std::vector<ObjectName> ObjectNames::of(std::span<const Lock> locks) const
{
    std::set<ObjectKey> wanted;
    for (const Lock &lock : locks) {
        if (const auto key = objectOf(lock.target))
            wanted.insert(*key);
    }
    std::vector<ObjectName> names;
    for (const ObjectKey &key : wanted) {
        if (const auto found = m_names.find(key); found != m_names.end())
            names.push_back(found->second);
    }
    return names;
}

} // namespace snapshot
