// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/privileges.h"

#include <algorithm>
#include <deque>
#include <map>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

/// Each role that can be reached, with the shortest way to it.
using Reach = std::map<Oid, std::vector<Oid>>;

Oid predefinedRole(const Inventory &inventory, QLatin1StringView name)
{
    const auto found = std::ranges::find_if(inventory.roles, [name](const Role &role) {
        return role.isPredefined() && role.name == name;
    });
    return found != inventory.roles.end() ? found->oid : 0;
}

/// Who is a member of what, as one kind of membership counts.
class Memberships
{
public:
    Memberships(const Inventory &inventory, bool Membership::*counts)
    {
        for (const Membership &membership : inventory.memberships) {
            if (membership.*counts)
                m_rolesOf[membership.member].push_back(membership.role);
        }
    }

    void add(Oid member, Oid role) { m_rolesOf[member].push_back(role); }

    Reach reach(Oid from) const
    {
        Reach reach{{from, {from}}};
        std::deque<Oid> todo{from};
        while (!todo.empty()) {
            const Oid member = todo.front();
            todo.pop_front();
            const auto roles = m_rolesOf.find(member);
            if (roles == m_rolesOf.end())
                continue;
            for (const Oid role : roles->second) {
                std::vector<Oid> way = reach[member];
                way.push_back(role);
                if (reach.emplace(role, std::move(way)).second)
                    todo.push_back(role);
            }
        }
        return reach;
    }

private:
    std::map<Oid, std::vector<Oid>> m_rolesOf;
};

// The owner of a database is a member of pg_database_owner in it, though no catalog says so. Before
// 16 the rights of that come only to an owner that inherits, as with any membership.
Memberships rightsOf(const Inventory &inventory, Oid databaseOwner)
{
    Memberships memberships(inventory, &Membership::inherit);
    const Oid implied = predefinedRole(inventory, "pg_database_owner"_L1);
    const Role *owner = inventory.role(databaseOwner);
    if (implied != 0 && owner && (owner->inherits || inventory.serverVersion >= 160000))
        memberships.add(databaseOwner, implied);
    return memberships;
}

/// The object of a question.
struct Object
{
    Oid owner = 0;
    const std::vector<AclItem> *acl = nullptr; ///< Null: it is not there.
    Oid databaseOwner = 0;
};

Object objectOf(const Inventory &inventory, const DatabaseContents *contents,
                const PrivilegeQuestion &question)
{
    Object object;
    const Oid databaseOid = question.kind == Grantable::Database ? question.object
                            : contents                           ? contents->database
                                                                 : 0;
    const Database *database = inventory.database(databaseOid);
    if (database)
        object.databaseOwner = database->owner;
    if (question.kind == Grantable::Database && database) {
        object.owner = database->owner;
        object.acl = &database->acl;
    }
    const Schema *schema = question.kind == Grantable::Schema && contents
                               ? contents->schema(question.object)
                               : nullptr;
    if (schema) {
        object.owner = schema->owner;
        object.acl = &schema->acl;
    }
    const Relation *relation = question.kind == Grantable::Relation && contents
                                   ? contents->relation(question.object)
                                   : nullptr;
    if (relation) {
        object.owner = relation->owner;
        object.acl = &relation->acl;
    }
    return object;
}

// https://www.postgresql.org/docs/current/predefined-roles.html
bool givesRight(QLatin1StringView role, Grantable kind, QChar privilege)
{
    if (kind == Grantable::Schema)
        return privilege == u'U' &&
               (role == "pg_read_all_data"_L1 || role == "pg_write_all_data"_L1);
    if (kind != Grantable::Relation)
        return false;
    if (role == "pg_read_all_data"_L1)
        return privilege == u'r';
    if (role == "pg_write_all_data"_L1)
        return privilege == u'a' || privilege == u'w' || privilege == u'd';
    return role == "pg_maintain"_L1 && privilege == u'm';
}

std::vector<PrivilegePath> pathsIn(const Inventory &inventory, const Reach &reach,
                                   const Object &object, const PrivilegeQuestion &question)
{
    std::vector<PrivilegePath> paths;
    const Oid self = question.role;
    if (const Role *role = inventory.role(self); role && role->superuser)
        paths.push_back({.ground = Ground::Superuser, .roles = {self}});
    for (const AclItem &item : *object.acl) {
        if (!item.privileges.contains(question.privilege))
            continue;
        const bool grantable = item.grantable.contains(question.privilege);
        if (item.grantee == 0) {
            paths.push_back({.ground = Ground::Public,
                             .roles = {self},
                             .grantor = item.grantor,
                             .grantable = grantable});
        } else if (const auto way = reach.find(item.grantee); way != reach.end()) {
            paths.push_back({.roles = way->second,
                             .grantor = item.grantor,
                             .owner = item.grantee == object.owner,
                             .grantable = grantable});
        }
    }
    for (const auto name : {"pg_read_all_data"_L1, "pg_write_all_data"_L1, "pg_maintain"_L1}) {
        const auto way = reach.find(predefinedRole(inventory, name));
        if (way != reach.end() && givesRight(name, question.kind, question.privilege))
            paths.push_back({.ground = Ground::Predefined, .roles = way->second});
    }
    std::ranges::stable_sort(paths, {},
                             [](const PrivilegePath &path) { return path.roles.size(); });
    return paths;
}

// What each role that it may SET ROLE to would have at once.
std::vector<PrivilegePath> pathsBySetRole(const Inventory &inventory, const Memberships &rights,
                                          const Object &object, const PrivilegeQuestion &question)
{
    std::vector<PrivilegePath> found;
    const Reach become = Memberships(inventory, &Membership::set).reach(question.role);
    for (const auto &[role, way] : become) {
        if (role == question.role)
            continue;
        PrivilegeQuestion other = question;
        other.role = role;
        auto paths = pathsIn(inventory, rights.reach(role), object, other);
        if (paths.empty())
            continue;
        PrivilegePath &first = paths.front();
        first.roles.insert(first.roles.begin(), way.begin(), way.end() - 1);
        first.setRole = role;
        found.push_back(std::move(first));
    }
    // The role that is nearest comes first.
    std::ranges::stable_sort(found, {}, [](const PrivilegePath &path) {
        const auto step = std::ranges::find(path.roles, path.setRole) - path.roles.begin();
        return std::pair(path.roles.size(), step);
    });
    return found;
}

QStringList columnsOf(const DatabaseContents &contents, const Reach &reach,
                      const PrivilegeQuestion &question)
{
    QStringList columns;
    for (const ColumnGrants &column : contents.columnGrants) {
        const bool granted =
            column.relation == question.object &&
            std::ranges::any_of(column.acl, [&reach, &question](const AclItem &item) {
                return item.privileges.contains(question.privilege) &&
                       (item.grantee == 0 || reach.contains(item.grantee));
            });
        if (granted)
            columns.append(column.column);
    }
    return columns;
}

} // namespace

PrivilegeAnswer explainPrivilege(const Inventory &inventory, const DatabaseContents *contents,
                                 const PrivilegeQuestion &question)
{
    PrivilegeAnswer answer;
    const Object object = objectOf(inventory, contents, question);
    answer.known = object.acl && inventory.role(question.role);
    if (!answer.known)
        return answer;
    const Memberships rights = rightsOf(inventory, object.databaseOwner);
    const Reach reach = rights.reach(question.role);
    answer.paths = pathsIn(inventory, reach, object, question);
    answer.allowed = !answer.paths.empty();
    if (!answer.allowed) {
        answer.bySetRole = pathsBySetRole(inventory, rights, object, question);
        answer.ownerMayGrant = reach.contains(object.owner);
    }
    if (question.kind != Grantable::Relation)
        return answer;
    if (!answer.allowed)
        answer.columns = columnsOf(*contents, reach, question);
    PrivilegeQuestion usage{.role = question.role,
                            .kind = Grantable::Schema,
                            .object = contents->relation(question.object)->schema,
                            .privilege = u'U'};
    PrivilegeAnswer schema = explainPrivilege(inventory, contents, usage);
    answer.schemaUsage = schema.allowed;
    answer.schemaPaths = std::move(schema.paths);
    return answer;
}

QString privilegesOf(Grantable kind, int serverVersion, const QString &relationKind)
{
    if (kind == Grantable::Database)
        return u"CTc"_s;
    if (kind == Grantable::Schema)
        return u"UC"_s;
    if (relationKind == "sequence"_L1)
        return u"rwU"_s;
    return serverVersion >= 170000 ? u"arwdDxtm"_s : u"arwdDxt"_s;
}

QLatin1StringView privilegeName(QChar letter)
{
    static constexpr std::pair<char16_t, QLatin1StringView> names[] = {
        {u'r', "SELECT"_L1},  {u'a', "INSERT"_L1},   {u'w', "UPDATE"_L1},
        {u'd', "DELETE"_L1},  {u'D', "TRUNCATE"_L1}, {u'x', "REFERENCES"_L1},
        {u't', "TRIGGER"_L1}, {u'm', "MAINTAIN"_L1}, {u'X', "EXECUTE"_L1},
        {u'U', "USAGE"_L1},   {u'C', "CREATE"_L1},   {u'T', "TEMPORARY"_L1},
        {u'c', "CONNECT"_L1}, {u's', "SET"_L1},      {u'A', "ALTER SYSTEM"_L1},
    };
    for (const auto &[known, name] : names) {
        if (letter == QChar(known))
            return name;
    }
    return {};
}

std::vector<std::vector<Oid>> rolesWithRights(const Inventory &inventory, Oid role,
                                              Oid databaseOwner)
{
    std::vector<std::vector<Oid>> ways;
    for (auto &[oid, way] : rightsOf(inventory, databaseOwner).reach(role))
        ways.push_back(way);
    return ways;
}

} // namespace inventory
