// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/snapshotcommand.h"

#include "base/plaintext.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "sessions/sessionexport.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::SnapshotCommand)
};

QString age(std::optional<base::Timestamp> since, const snapshot::Snapshot &snapshot)
{
    return since ? base::formatDuration(snapshot.takenAt - *since) : QString();
}

QStringList rowOf(const snapshot::Session &session, const snapshot::Snapshot &snapshot)
{
    const bool waits = !session.waitEventType.isEmpty();
    const QString program =
        session.application.isEmpty() ? session.backendType : session.application;
    return {QString::number(session.pid),
            session.database,
            session.role,
            program,
            session.client,
            session.isHidden() ? Tr::tr("(hidden)") : QString(snapshot::stateText(session.state)),
            waits ? session.waitEventType + u'/' + session.waitEvent : QString(),
            age(session.xactStart, snapshot),
            age(session.stateChange, snapshot),
            session.query};
}

QString headline(const snapshot::Snapshot &snapshot)
{
    const snapshot::Limits &limits = snapshot.limits;
    return Tr::tr("PostgreSQL %1 as %2, %3: %4 of %5 connections")
        .arg(snapshot.server.version, snapshot.server.role, base::toIso(snapshot.takenAt),
             QString::number(limits.used), QString::number(limits.maxConnections));
}

void printForPeople(const snapshot::Snapshot &snapshot)
{
    QList<QStringList> rows;
    for (const snapshot::Session &session : snapshot.sessions)
        rows.append(rowOf(session, snapshot));
    printLine(base::visibleText(headline(snapshot)));
    printLine({});
    const QStringList header{Tr::tr("PID"),         Tr::tr("DATABASE"), Tr::tr("ROLE"),
                             Tr::tr("APPLICATION"), Tr::tr("CLIENT"),   Tr::tr("STATE"),
                             Tr::tr("WAIT"),        Tr::tr("XACT AGE"), Tr::tr("STATE AGE"),
                             Tr::tr("QUERY")};
    for (const QString &line : alignedTable(header, rows, {0, 7, 8}))
        printLine(line);
    if (snapshot.hiddenSessions > 0) {
        printNote(Tr::tr("Sessions hidden from this role: %1. To see them: GRANT "
                         "pg_read_all_stats TO it.")
                      .arg(snapshot.hiddenSessions));
    }
    for (const QString &problem : {snapshot.server.problem, snapshot.namesProblem}) {
        if (!problem.isEmpty())
            printNote(base::visibleText(problem));
    }
}

} // namespace

QCoro::Task<int> printSnapshot(Request request, base::Secret password)
{
    const auto server = co_await watchServer(request.connection, std::move(password));
    if (!server)
        co_return printError(server.error().error, request.json, server.error().exitCode);
    if (request.json)
        printJson(sessions::snapshotToJson(*server->snapshot));
    else
        printForPeople(*server->snapshot);
    const bool blocked = std::ranges::contains(server->snapshot->sessions, "Lock"_L1,
                                               &snapshot::Session::waitEventType);
    co_return int(blocked ? ExitCode::Found : ExitCode::Fine);
}

} // namespace app
