// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/statements.h"

#include "postgres/catalogue.h"

namespace actions {

using namespace Qt::StringLiterals;

namespace {

pg::Parameter timeParameter(std::optional<base::Timestamp> time)
{
    return time ? pg::Parameter(base::toIso(*time).toLatin1()) : std::nullopt;
}

// A guard whose moment is not known compares with one that never was, so that nothing is done.
pg::Parameter guardParameter(bool guarded, std::optional<base::Timestamp> time)
{
    return guarded ? timeParameter(time.value_or(base::Timestamp{})) : std::nullopt;
}

pg::Query query(const QString &name, int serverVersion, QList<pg::Parameter> parameters)
{
    return {.sql = pg::statement(name, serverVersion),
            .parameters = std::move(parameters),
            .binary = true};
}

} // namespace

pg::Query signalStatement(const Plan &plan, const Target &target, int serverVersion)
{
    const snapshot::Session &session = target.session;
    const bool cancel = plan.kind == Kind::Cancel;
    const QByteArray pid = QByteArray::number(session.pid);
    if (!target.isIdentitySafe()) {
        const QString name =
            cancel ? u"actions/cancel_unverified"_s : u"actions/terminate_unverified"_s;
        return query(name, serverVersion,
                     {pid, QByteArray::number(session.roleOid),
                      QByteArray::number(session.databaseOid), session.application.toUtf8()});
    }
    const pg::Parameter start = timeParameter(session.backendStart);
    if (cancel) {
        return query(u"actions/cancel"_s, serverVersion,
                     {pid, start, timeParameter(session.queryStart)});
    }
    return query(u"actions/terminate"_s, serverVersion,
                 {pid, start, guardParameter(plan.guard == Guard::State, session.stateChange),
                  guardParameter(plan.guard == Guard::Transaction, session.xactStart),
                  guardParameter(plan.guard == Guard::Statement, session.queryStart)});
}

pg::Query preparedStatement(const snapshot::PreparedTransaction &prepared, int serverVersion)
{
    return query(u"actions/prepared"_s, serverVersion,
                 {QByteArray::number(prepared.transactionId), prepared.gid.toUtf8()});
}

pg::Query rollbackStatement(const QByteArray &quotedGid, int serverVersion)
{
    pg::Query rollback = query(u"actions/rollback_prepared"_s, serverVersion, {});
    rollback.sql += ' ' + quotedGid;
    return rollback;
}

pg::Query lookStatement(const QList<int> &pids, int serverVersion)
{
    return query(u"actions/look"_s, serverVersion, {pg::oidArray(pids)});
}

pg::Query missingRightStatement(snapshot::Oid role, int serverVersion)
{
    return query(u"actions/missing_right"_s, serverVersion, {QByteArray::number(role)});
}

} // namespace actions
