// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inventory/sampleinventory.h"

#include <QDebug>

#include <algorithm>

namespace test {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

constexpr Oid FirstRole = 20'000;
constexpr Oid FirstDatabase = 400'000;

const base::Timestamp Now = *base::fromIso(u"2026-11-20T03:12:47Z");

int upTo(std::mt19937 &random, int limit)
{
    return int(random() % unsigned(limit));
}

QString randomName(std::mt19937 &random, const QString &kind)
{
    static const QString hostile[] = {u"<b>bold</b>"_s, u"a\nb"_s,    u"\u202Egnp"_s,
                                      u"  blank "_s,    u"q\"uote"_s, u"é́"_s};
    const QString name = kind + QString::number(random() % 100'000);
    return upTo(random, 12) == 0 ? hostile[random() % std::size(hostile)] + name : name;
}

Role randomRole(std::mt19937 &random, Oid oid)
{
    using namespace std::chrono;
    Role role{.oid = oid, .name = randomName(random, u"role"_s)};
    role.login = upTo(random, 3) != 0;
    role.superuser = upTo(random, 20) == 0;
    role.createRole = upTo(random, 10) == 0;
    role.bypassRls = upTo(random, 15) == 0;
    role.inherits = upTo(random, 5) != 0;
    role.connectionLimit = upTo(random, 4) == 0 ? upTo(random, 20) : -1;
    role.connections = upTo(random, 5) == 0 ? upTo(random, 30) : 0;
    role.password = PasswordKind(upTo(random, 4));
    if (upTo(random, 6) == 0)
        role.validUntil = Now + hours(upTo(random, 4000)) - hours(2000);
    if (role.connections > 0)
        role.lastSeen = Now - minutes(upTo(random, 500));
    return role;
}

Database randomDatabase(std::mt19937 &random, Oid oid, const std::vector<Role> &roles)
{
    Database database{.oid = oid, .name = randomName(random, u"db"_s)};
    database.owner = roles.empty() ? 10 : roles[random() % roles.size()].oid;
    database.encoding = u"UTF8"_s;
    database.provider = u"libc"_s;
    database.collation = u"C.UTF-8"_s;
    database.isTemplate = upTo(random, 30) == 0;
    database.allowConnections = upTo(random, 20) != 0;
    database.canConnect = upTo(random, 10) != 0;
    database.connections = upTo(random, 4) == 0 ? upTo(random, 40) : 0;
    database.xidAge = qint64(random() % 2'000'000'000);
    database.mxidAge = qint64(random() % 1'000'000);
    if (upTo(random, 3) != 0)
        database.sizeBytes = qint64(random()) * 1000;
    database.acl = {{.grantee = 0, .grantor = database.owner, .privileges = u"Tc"_s},
                    {.grantee = database.owner, .grantor = database.owner, .privileges = u"CTc"_s}};
    return database;
}

// Only from later to earlier roles: PostgreSQL knows no circles.
void addMemberships(std::mt19937 &random, Inventory &inventory)
{
    const std::vector<Role> &roles = inventory.roles;
    for (size_t i = 1; i < roles.size(); ++i) {
        for (int n = upTo(random, 3); n > 0; --n) {
            inventory.memberships.push_back({.role = roles[random() % i].oid,
                                             .member = roles[i].oid,
                                             .grantor = 10,
                                             .admin = upTo(random, 5) == 0,
                                             .inherit = upTo(random, 4) != 0,
                                             .set = upTo(random, 4) != 0});
        }
    }
}

} // namespace

std::mt19937 seeded()
{
    bool given = false;
    const uint wanted = qEnvironmentVariable("PGVIGIL_SEED").toUInt(&given);
    const uint seed = given ? wanted : std::random_device()();
    qInfo("seed %u", seed);
    return std::mt19937(seed);
}

Inventory randomInventory(std::mt19937 &random, int roles, int databases)
{
    Inventory inventory{.serverVersion = 170'000,
                        .takenAt = Now,
                        .ourRole = 10,
                        .superuser = true,
                        .maxConnections = 100,
                        .usableConnections = 97,
                        .freezeMaxAge = 200'000'000,
                        .multixactFreezeMaxAge = 400'000'000};
    inventory.roles.push_back({.oid = 10, .name = u"postgres"_s, .superuser = true, .login = true});
    for (int i = 1; i < roles; ++i)
        inventory.roles.push_back(randomRole(random, FirstRole + Oid(i)));
    for (int i = 0; i < databases; ++i)
        inventory.databases.push_back(
            randomDatabase(random, FirstDatabase + Oid(i), inventory.roles));
    addMemberships(random, inventory);
    for (int i = 0; i < roles / 4; ++i) {
        inventory.owned.push_back({.role = inventory.roles[random() % inventory.roles.size()].oid,
                                   .database = FirstDatabase + Oid(upTo(random, databases + 1)),
                                   .count = 1 + upTo(random, 500)});
        inventory.settings.push_back(
            {.role = inventory.roles[random() % inventory.roles.size()].oid,
             .database =
                 upTo(random, 2) == 0 ? 0 : FirstDatabase + Oid(upTo(random, databases + 1)),
             .name = u"work_mem"_s,
             .value = u"%1MB"_s.arg(upTo(random, 64))});
    }
    return inventory;
}

Inventory changedInventory(std::mt19937 &random, Inventory inventory)
{
    std::erase_if(inventory.roles, [&](const Role &) { return upTo(random, 8) == 0; });
    std::erase_if(inventory.databases, [&](const Database &) { return upTo(random, 8) == 0; });
    for (Role &role : inventory.roles) {
        if (upTo(random, 3) == 0)
            role = randomRole(random, role.oid);
    }
    const Oid nextRole = inventory.roles.empty() ? FirstRole : inventory.roles.back().oid + 1;
    for (int i = upTo(random, 6); i > 0; --i)
        inventory.roles.push_back(randomRole(random, nextRole + Oid(6 - i)));
    const Oid next =
        inventory.databases.empty() ? FirstDatabase : inventory.databases.back().oid + 1;
    for (int i = upTo(random, 4); i > 0; --i)
        inventory.databases.push_back(randomDatabase(random, next + Oid(4 - i), inventory.roles));
    for (Database &database : inventory.databases) {
        if (upTo(random, 3) == 0)
            database.connections = upTo(random, 20);
    }
    inventory.takenAt += std::chrono::seconds(10);
    return inventory;
}

DatabaseContents randomContents(std::mt19937 &random, const Inventory &inventory, Oid database,
                                int relations)
{
    static const QString kinds[] = {u"table"_s, u"view"_s, u"sequence"_s, u"partitioned table"_s};
    DatabaseContents contents{.database = database, .takenAt = Now};
    contents.schemas = {{.oid = 2200, .name = u"public"_s, .owner = 10},
                        {.oid = 30'000, .name = u"app"_s, .owner = 10}};
    for (int i = 0; i < relations; ++i) {
        Relation relation{.oid = 50'000 + Oid(i),
                          .schema = contents.schemas[random() % 2].oid,
                          .name = randomName(random, u"table"_s),
                          .kind = kinds[random() % std::size(kinds)],
                          .owner = inventory.roles[random() % inventory.roles.size()].oid,
                          .estimatedBytes = qint64(random()),
                          .deadRows = upTo(random, 5000)};
        if (upTo(random, 3) != 0)
            relation.estimatedRows = upTo(random, 100'000);
        relation.rowSecurity = upTo(random, 6) == 0;
        contents.relations.push_back(relation);
    }
    contents.extensions = {
        {.name = u"plpgsql"_s, .version = u"1.0"_s, .availableVersion = u"1.0"_s},
        {.name = u"pg_trgm"_s, .version = u"1.5"_s, .availableVersion = u"1.6"_s}};
    return contents;
}

namespace {

std::vector<Role> smallRoles()
{
    using namespace std::chrono;
    Role admin{.oid = 10, .name = u"admin"_s, .superuser = true, .login = true};
    admin.password = PasswordKind::Scram;
    Role app{.oid = 20'003, .name = u"app"_s, .login = true, .connectionLimit = 5};
    app.password = PasswordKind::Md5;
    app.comment = u"The shop"_s;
    app.connections = 4;
    app.lastSeen = Now - minutes(12);
    Role old{.oid = 20'004, .name = u"old"_s, .login = true, .validUntil = Now - hours(24)};
    old.password = PasswordKind::Scram;
    Role lazy{.oid = 20'005, .name = u"lazy"_s, .createRole = true, .login = true};
    lazy.password = PasswordKind::None;
    return {admin,
            {.oid = 3373, .name = u"pg_monitor"_s},
            {.oid = 20'001, .name = u"readers"_s},
            {.oid = 20'002, .name = u"writers"_s},
            app,
            old,
            lazy};
}

std::vector<Database> smallDatabases()
{
    Database shop{.oid = 400'001, .name = u"shop"_s, .owner = 20'003, .encoding = u"UTF8"_s};
    shop.provider = u"libc"_s;
    shop.collation = u"C.UTF-8"_s;
    shop.canConnect = true;
    shop.connections = 4;
    shop.xidAge = 250'000'000;
    shop.sizeBytes = 12'000'000;
    shop.acl = {{.grantee = 20'003, .grantor = 20'003, .privileges = u"CTc"_s},
                {.grantee = 20'001, .grantor = 20'003, .privileges = u"c"_s, .grantable = u"c"_s}};
    shop.defaultAcl = false;
    Database archive{.oid = 400'002, .name = u"archive"_s, .owner = 10, .encoding = u"UTF8"_s};
    archive.allowConnections = false;
    Database spare{.oid = 400'003, .name = u"spare"_s, .owner = 10, .encoding = u"UTF8"_s};
    spare.canConnect = true;
    return {shop, archive, spare};
}

} // namespace

// app is a member of writers, which is a member of readers; admin is a superuser; old has expired;
// nobody uses lazy. shop belongs to app, who is connected; archive lets nobody in.
Inventory smallInventory()
{
    Inventory small{.serverVersion = 170'000,
                    .takenAt = Now,
                    .ourRole = 10,
                    .superuser = true,
                    .maxConnections = 100,
                    .usableConnections = 97,
                    .freezeMaxAge = 200'000'000,
                    .multixactFreezeMaxAge = 400'000'000};
    small.roles = smallRoles();
    small.databases = smallDatabases();
    small.memberships = {
        {.role = 20'001, .member = 20'002, .grantor = 10},
        {.role = 20'002, .member = 20'003, .grantor = 10, .admin = true, .inherit = false},
    };
    small.settings = {
        {.role = 20'003, .database = 400'001, .name = u"work_mem"_s, .value = u"64MB"_s}};
    small.owned = {{.role = 20'003, .database = 400'001, .count = 41}};
    return small;
}

} // namespace test
