// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/warning.h"

#include "base/plaintext.h"

namespace actions {

using namespace Qt::StringLiterals;
using snapshot::Session;
using snapshot::SessionState;

namespace {

constexpr snapshot::Oid BootstrapSuperuser = 10; // BOOTSTRAP_SUPERUSERID, the same in every cluster

// The statement in capitals and in one line, without the comments that drivers put in front.
QString statementHead(const QString &query)
{
    QStringView rest = QStringView(query).trimmed();
    while (rest.startsWith(u"--") || rest.startsWith(u"/*")) {
        const bool line = rest.startsWith(u"--");
        const qsizetype end = rest.indexOf(line ? u"\n"_s : u"*/"_s);
        if (end < 0)
            return {};
        rest = rest.sliced(end + (line ? 1 : 2)).trimmed();
    }
    return base::singleLine(rest.first(std::min<qsizetype>(rest.size(), 400))).toUpper();
}

bool runsNow(const Session &session)
{
    return session.state == SessionState::Active || session.state == SessionState::FastPathFunction;
}

bool isInvalidIndexRisk(const QString &head)
{
    const bool index = head.startsWith("CREATE INDEX"_L1) || head.startsWith("DROP INDEX"_L1) ||
                       head.startsWith("CREATE UNIQUE INDEX"_L1) || head.startsWith("REINDEX"_L1);
    return index && head.contains("CONCURRENTLY"_L1);
}

bool isRewrite(const QString &head)
{
    if (head.startsWith("CLUSTER"_L1) || head.startsWith("VACUUM FULL"_L1))
        return true;
    const qsizetype end = head.indexOf(u')');
    return head.startsWith("VACUUM ("_L1) &&
           head.first(std::max<qsizetype>(0, end)).contains("FULL"_L1);
}

bool isDump(const QString &application)
{
    static constexpr QLatin1StringView names[] = {"pg_dump"_L1, "pg_dumpall"_L1, "pg_restore"_L1};
    return std::ranges::find(names, application) != std::end(names);
}

void addProcessKind(QList<Warning> &out, const Session &session)
{
    const QString &type = session.backendType;
    const bool backup = session.application.startsWith("pg_basebackup"_L1) ||
                        statementHead(session.query).startsWith("BASE_BACKUP"_L1);
    if (type == "walsender"_L1)
        out << (backup ? Warning::BaseBackup : Warning::Walsender);
    else if (type == "autovacuum worker"_L1)
        out << (session.query.contains("(to prevent wraparound)"_L1) ? Warning::AutovacuumWraparound
                                                                     : Warning::Autovacuum);
    else if (type.endsWith("launcher"_L1))
        out << Warning::Launcher;
    else if (type.startsWith("logical replication"_L1) || type == "slotsync worker"_L1)
        out << Warning::LogicalReplication;
    else if (type == "parallel worker"_L1)
        out << Warning::ParallelWorker;
    else if (!type.isEmpty() && !session.isClient() && !isAuxiliary(type))
        out << Warning::BackgroundWorker;
    if (isDump(session.application))
        out << Warning::Dump;
}

void addLosses(QList<Warning> &out, Kind kind, const Session &session)
{
    const QString head = statementHead(session.query);
    if (runsNow(session) && isInvalidIndexRisk(head))
        out << Warning::ConcurrentIndex;
    if (runsNow(session) && head.startsWith("ALTER TABLE"_L1) &&
        head.contains("DETACH PARTITION"_L1) && head.contains("CONCURRENTLY"_L1))
        out << Warning::DetachConcurrently;
    if (runsNow(session) && isRewrite(head))
        out << Warning::Rewrite;
    else if (session.backendXid)
        out << (kind == Kind::Cancel ? Warning::FailsTransaction : Warning::RollsBack);
    if (head.startsWith("PREPARE TRANSACTION"_L1))
        out << Warning::PreparedStays;
}

void addRights(QList<Warning> &out, const Session &session, const snapshot::ServerFacts &server)
{
    const bool hasRoleColumn = session.roleOid != 0 || !session.isHidden();
    if (server.superuser)
        return;
    const bool autovacuum =
        session.backendType == "autovacuum worker"_L1 && server.versionNum >= 180000;
    if (session.roleOid == BootstrapSuperuser ||
        (hasRoleColumn && session.roleOid == 0 && !autovacuum))
        out << Warning::SuperuserOwned;
    else if (!server.signalsBackends && session.role != server.role)
        out << Warning::MayLackRight;
}

} // namespace

QList<Warning> warnings(Kind kind, const Target &target, const snapshot::ServerFacts &server)
{
    if (target.prepared) {
        QList<Warning> out{Warning::PreparedExpected};
        if (!server.superuser && target.prepared->owner != server.role)
            out << Warning::NotOwner;
        return out;
    }
    const Session &session = target.session;
    QList<Warning> out;
    addProcessKind(out, session);
    addLosses(out, kind, session);
    addRights(out, session, server);
    if (!target.isIdentitySafe())
        out << Warning::IdentityUnsafe;
    if (session.isHidden() && kind == Kind::Cancel)
        out << Warning::StateHidden;
    std::ranges::sort(out);
    return out;
}

bool isGrave(Warning warning)
{
    return warning <= Warning::IdentityUnsafe;
}

} // namespace actions
