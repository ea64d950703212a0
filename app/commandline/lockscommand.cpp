// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/lockscommand.h"

#include "base/plaintext.h"
#include "commandline/locktree.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "locks/lockexport.h"
#include "locks/nodetext.h"
#include "locks/objecttext.h"
#include "locks/situationjson.h"

#include <QCoreApplication>

#include <ranges>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using locks::Situation;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::LocksCommand)
};

QString headline(const Situation &situation)
{
    const snapshot::ServerFacts &server = situation.snapshot->server;
    const auto roots = situation.roots.size();
    const auto cycles = situation.graph.cycles.size();
    const QStringList parts{
        Tr::tr("%n waiting", nullptr, situation.waiting),
        roots == 1 ? Tr::tr("1 root blocker") : Tr::tr("%1 root blockers").arg(roots),
        cycles == 0   ? Tr::tr("no deadlock")
        : cycles == 1 ? Tr::tr("1 deadlock")
                      : Tr::tr("%1 deadlocks").arg(cycles),
    };
    const QString what =
        situation.waiting == 0 ? Tr::tr("nobody waits for a lock") : parts.join(u", "_s);
    return base::visibleText(
        Tr::tr("PostgreSQL %1 as %2, %3: %4")
            .arg(server.version, server.role, base::toIso(situation.snapshot->takenAt), what));
}

void printRoots(const Situation &situation)
{
    QList<QStringList> rows;
    for (const int root : situation.roots) {
        const locks::Impact &impact = situation.impacts[size_t(root)];
        rows.append({QString::number(impact.inAll), QString::number(impact.directly),
                     QString::number(impact.freedAtOnce.size()),
                     QString::number(impact.freedInAll.size()),
                     base::formatDuration(impact.longestWait), nodeLine(situation, root)});
    }
    if (rows.isEmpty())
        return;
    printLine({});
    const QStringList header{Tr::tr("BLOCKS"),        Tr::tr("DIRECTLY"),
                             Tr::tr("FREES AT ONCE"), Tr::tr("FREES IN ALL"),
                             Tr::tr("LONGEST WAIT"),  Tr::tr("ROOT BLOCKER")};
    for (const QString &line : alignedTable(header, rows, {0, 1, 2, 3, 4}))
        printLine(line);
}

// Of each wait: those who hold what is wanted, and the next ahead in the queue.
std::vector<std::vector<int>> blockersOf(const locks::WaitGraph &graph)
{
    std::vector<std::vector<int>> blockers(graph.waits.size());
    for (const locks::Edge &edge : graph.edges) {
        if (edge.drawn || edge.kind != locks::EdgeKind::Queue)
            blockers[size_t(edge.wait)].push_back(edge.blocker);
    }
    return blockers;
}

QString pidsText(const std::vector<int> &nodes, const locks::WaitGraph &graph)
{
    constexpr qsizetype Most = 6;
    QStringList pids;
    for (const int node : nodes | std::views::take(Most)) {
        const locks::Node &blocker = graph.nodes[size_t(node)];
        pids += blocker.isPrepared() ? Tr::tr("prepared") : QString::number(blocker.key.pid);
    }
    const qsizetype more = qsizetype(nodes.size()) - pids.size();
    return pids.join(u", "_s) + (more > 0 ? u" +%1"_s.arg(more) : QString());
}

void printWaiters(const Situation &situation)
{
    const locks::WaitGraph &graph = situation.graph;
    const auto blockers = blockersOf(graph);
    QList<QStringList> rows;
    for (size_t i = 0; i < graph.waits.size(); ++i) {
        const locks::Wait &wait = graph.waits[i];
        const auto lasted = locks::waited(wait, *situation.snapshot);
        const auto *session = factsOf(graph.nodes[size_t(wait.node)], *situation.snapshot).session;
        rows.append({QString::number(wait.pid), lasted ? base::formatDuration(*lasted) : u"?"_s,
                     session ? session->role : QString(), session ? session->database : QString(),
                     QString(snapshot::lockModeText(wait.mode)),
                     locks::waitText(wait, graph, *situation.snapshot),
                     pidsText(blockers[i], graph), session ? session->query : QString()});
    }
    if (rows.isEmpty())
        return;
    printLine({});
    const QStringList header{Tr::tr("WAITER"),     Tr::tr("WAITED"), Tr::tr("ROLE"),
                             Tr::tr("DATABASE"),   Tr::tr("MODE"),   Tr::tr("FOR"),
                             Tr::tr("BLOCKED BY"), Tr::tr("QUERY")};
    for (const QString &line : alignedTable(header, rows, {0, 1}))
        printLine(line);
}

void printForPeople(const Situation &situation, bool tree)
{
    printLine(headline(situation));
    if (tree) {
        if (situation.waiting > 0)
            printLine({});
        for (const QString &line : lockTree(situation))
            printLine(line);
    } else {
        printRoots(situation);
        printWaiters(situation);
    }
    if (situation.snapshot->hiddenSessions > 0) {
        printNote(Tr::tr("Sessions hidden from this role: %1. To see them: GRANT "
                         "pg_read_all_stats TO it.")
                      .arg(situation.snapshot->hiddenSessions));
    }
}

} // namespace

QCoro::Task<int> printLocks(Request request, base::Secret password)
{
    const auto server = co_await watchServer(request.connection, std::move(password));
    if (!server)
        co_return printError(server.error().error, request.json, server.error().exitCode);
    const locks::SituationPtr situation = locks::situationOf(server->snapshot);
    if (!request.output.isEmpty()) {
        if (const auto saved = ui::exportLockSvg(situation, request.output); !saved)
            co_return printError(saved.error(), request.json, ExitCode::Usage);
    }
    if (request.json)
        printJson(locks::situationToJson(*situation));
    else
        printForPeople(*situation, request.tree);
    co_return int(situation->waiting > 0 ? ExitCode::Found : ExitCode::Fine);
}

} // namespace app
