// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/statements.h"

#include <QFile>

namespace actions {

using namespace Qt::StringLiterals;

namespace {

// A statement of resources/sql/actions, without its comments.
QByteArray sqlText(QLatin1StringView name)
{
    QFile file(u":/sql/actions/"_s + name + u".sql"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    QByteArray out;
    while (opened && !file.atEnd()) {
        const QByteArray line = file.readLine();
        if (!line.startsWith("--"))
            out += line;
    }
    return out.trimmed();
}

pg::Parameter timeParameter(std::optional<base::Timestamp> time)
{
    return time ? pg::Parameter(base::toIso(*time).toLatin1()) : std::nullopt;
}

// A guard whose moment is not known compares with one that never was, so that nothing is done.
pg::Parameter guardParameter(bool guarded, std::optional<base::Timestamp> time)
{
    return guarded ? timeParameter(time.value_or(base::Timestamp{})) : std::nullopt;
}

pg::Query statement(QLatin1StringView name, QList<pg::Parameter> parameters)
{
    return {.sql = sqlText(name), .parameters = std::move(parameters), .binary = true};
}

} // namespace

pg::Query signalStatement(const Plan &plan, const Target &target)
{
    const snapshot::Session &session = target.session;
    const bool cancel = plan.kind == Kind::Cancel;
    const QByteArray pid = QByteArray::number(session.pid);
    if (!target.isIdentitySafe()) {
        return statement(cancel ? "cancel_unverified"_L1 : "terminate_unverified"_L1,
                         {pid, QByteArray::number(session.roleOid),
                          QByteArray::number(session.databaseOid), session.application.toUtf8()});
    }
    const pg::Parameter start = timeParameter(session.backendStart);
    if (cancel)
        return statement("cancel"_L1, {pid, start, timeParameter(session.queryStart)});
    return statement("terminate"_L1,
                     {pid, start, guardParameter(plan.guard == Guard::State, session.stateChange),
                      guardParameter(plan.guard == Guard::Transaction, session.xactStart),
                      guardParameter(plan.guard == Guard::Statement, session.queryStart)});
}

pg::Query lookStatement(const QList<int> &pids)
{
    QByteArrayList numbers;
    for (const int pid : pids)
        numbers << QByteArray::number(pid);
    return statement("look"_L1, {'{' + numbers.join(',') + '}'});
}

pg::Query missingRightStatement(snapshot::Oid role)
{
    return statement("missing_right"_L1, {QByteArray::number(role)});
}

} // namespace actions
