// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/objecttext.h"

#include <algorithm>
#include <array>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::ObjectName;
using snapshot::Oid;
using snapshot::Snapshot;

namespace {

constexpr Oid RelationClass = 1259; // pg_class
constexpr int TokenColumnsSince = 160000;

struct Catalog
{
    Oid oid;
    QLatin1StringView name;
};

// The catalogs whose rows are locked most; their OIDs never change.
constexpr std::array Catalogs{
    Catalog{1213, "pg_tablespace"_L1},
    Catalog{1247, "pg_type"_L1},
    Catalog{1255, "pg_proc"_L1},
    Catalog{RelationClass, "pg_class"_L1},
    Catalog{1260, "pg_authid"_L1},
    Catalog{1261, "pg_auth_members"_L1},
    Catalog{1262, "pg_database"_L1},
    Catalog{2606, "pg_constraint"_L1},
    Catalog{2615, "pg_namespace"_L1},
    Catalog{2620, "pg_trigger"_L1},
    Catalog{3079, "pg_extension"_L1},
    Catalog{3256, "pg_policy"_L1},
    Catalog{6000, "pg_replication_origin"_L1},
    Catalog{6100, "pg_subscription"_L1},
    Catalog{6104, "pg_publication"_L1},
};

QString number(auto value)
{
    return QString::number(value);
}

QString databaseText(Oid database, const Snapshot &snapshot)
{
    for (const snapshot::DatabaseCounters &one : snapshot.databases) {
        if (one.oid == database && !one.name.isEmpty())
            return one.name;
    }
    for (const snapshot::Session &session : snapshot.sessions) {
        if (session.databaseOid == database && !session.database.isEmpty())
            return session.database;
    }
    return u"(oid "_s + number(database) + u')';
}

// "in database shop", or nothing for what all databases share.
QString place(Oid database, const Snapshot &snapshot)
{
    return database == 0 ? QString() : u" in database "_s + databaseText(database, snapshot);
}

const ObjectName *find(Oid database, Oid classId, Oid objectId, const Snapshot &snapshot)
{
    const auto at = std::ranges::find_if(snapshot.objects, [=](const ObjectName &name) {
        return name.objectId == objectId && name.classId == classId && name.database == database;
    });
    return at == snapshot.objects.end() || at->name.isEmpty() ? nullptr : &*at;
}

QString qualified(const ObjectName &name)
{
    return name.schema.isEmpty() ? name.name : name.schema + u'.' + name.name;
}

QString relationText(const LockTarget &target, const Snapshot &snapshot)
{
    if (const auto *name = find(target.database, RelationClass, target.relation, snapshot))
        return qualified(*name);
    const QString text = u"relation "_s + number(target.relation);
    return target.database == 0 ? u"shared "_s + text : text + place(target.database, snapshot);
}

QString pageText(const LockTarget &target)
{
    return number(quint32(target.page.value_or(0)));
}

QString rowText(const LockTarget &target, const Snapshot &snapshot)
{
    return u"row ("_s + pageText(target) + u',' + number(quint16(target.tuple.value_or(0))) +
           u") of "_s + relationText(target, snapshot);
}

QString catalogText(Oid classId)
{
    const auto at = std::ranges::find(Catalogs, classId, &Catalog::oid);
    return at == Catalogs.end() ? u"catalog "_s + number(classId) : QString(at->name);
}

QString namedObject(const LockTarget &target, const Snapshot &snapshot)
{
    if (const auto *name = find(target.database, target.classId, target.objectId, snapshot))
        return name->kind.isEmpty() ? qualified(*name) : name->kind + u' ' + qualified(*name);
    return u"object "_s + number(target.objectId) + u" of "_s + catalogText(target.classId) +
           place(target.database, snapshot);
}

// A key is one bigint, or two integers.
QString keyText(const LockTarget &target)
{
    if (target.objectSubId == 1)
        return number(qint64(quint64(target.classId) << 32 | target.objectId));
    return u'(' + number(qint32(target.classId)) + u", "_s + number(qint32(target.objectId)) + u')';
}

// Before 16 the columns of another kind held it.
QString tokenText(const LockTarget &target, const Snapshot &snapshot)
{
    const bool own = snapshot.server.versionNum >= TokenColumnsSince;
    return u"speculative token "_s + number(own ? target.objectId : target.classId) +
           u" of transaction "_s + number(own ? target.transactionId : target.database);
}

} // namespace

QString objectText(const LockTarget &target, const Snapshot &snapshot)
{
    const QString &type = target.type;
    if (type == "relation"_L1)
        return relationText(target, snapshot);
    if (type == "tuple"_L1)
        return rowText(target, snapshot);
    if (type == "transactionid"_L1)
        return u"transaction "_s + number(target.transactionId);
    if (type == "virtualxid"_L1)
        return u"virtual transaction "_s + target.virtualXid;
    if (type == "advisory"_L1 || type == "userlock"_L1)
        return type + u' ' + keyText(target);
    if (type == "object"_L1)
        return namedObject(target, snapshot);
    if (type == "extend"_L1)
        return u"extension of "_s + relationText(target, snapshot);
    if (type == "page"_L1)
        return u"page "_s + pageText(target) + u" of "_s + relationText(target, snapshot);
    if (type == "frozenid"_L1)
        return u"frozen transaction ids"_s + place(target.database, snapshot);
    if (type == "spectoken"_L1)
        return tokenText(target, snapshot);
    if (type == "applytransaction"_L1)
        return u"remote transaction "_s + number(target.transactionId) + u" of subscription "_s +
               number(target.objectId);
    return type; // a kind that is newer than this program
}

QString waitText(const Wait &wait, const WaitGraph &graph, const Snapshot &snapshot)
{
    const int target = wait.ticket >= 0 ? wait.ticket : wait.target;
    return target < 0 ? u"safe snapshot"_s : objectText(graph.targets[size_t(target)], snapshot);
}

} // namespace locks
