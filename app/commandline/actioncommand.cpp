// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/actioncommand.h"

#include "actions/actiontext.h"
#include "actions/executor.h"
#include "actions/preparedtext.h"
#include "actions/relieftext.h"
#include "base/plaintext.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "paths.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::ActionCommand)
};

actions::Kind kindOf(const Request &request)
{
    switch (request.command) {
    case Request::Command::Cancel:
        return actions::Kind::Cancel;
    case Request::Command::RollbackPrepared:
        return actions::Kind::RollbackPrepared;
    default:
        return actions::Kind::Terminate;
    }
}

int printOutcome(const actions::Outcome &outcome, bool json)
{
    if (json) {
        printJson(actions::toJson(outcome));
    } else {
        printLine(ui::ActionText::outcome(outcome));
        if (const QString advice = ui::ActionText::advice(outcome); !advice.isEmpty())
            printNote(advice);
        if (!outcome.auditProblem.isEmpty())
            printNote(base::visibleText(outcome.auditProblem));
    }
    const bool done = outcome.ending == actions::Ending::SignalledAndGone;
    return int(done ? ExitCode::Fine : ExitCode::Found);
}

// The session as the server shows it now, or, where this role may not see when that one started,
// only what is known of the one that is meant: the server then finds nothing to signal.
actions::Target targetOf(const Request &request, const snapshot::Snapshot &snapshot)
{
    const auto start = base::fromIso(request.backendStart);
    for (const snapshot::Session &session : snapshot.sessions) {
        if (session.pid == request.pid && (!start || session.backendStart == start))
            return {.session = session, .takenAt = snapshot.takenAt};
    }
    snapshot::Session meant{.pid = request.pid, .backendStart = start};
    meant.state = snapshot::SessionState::Active; // so that the server is asked
    return {.session = meant, .takenAt = snapshot.takenAt};
}

actions::Target preparedTarget(const Request &request, const snapshot::Snapshot &snapshot)
{
    actions::Target target{.takenAt = snapshot.takenAt};
    target.prepared = snapshot::PreparedTransaction{.gid = request.gid};
    const auto found =
        std::ranges::find(snapshot.prepared, request.gid, &snapshot::PreparedTransaction::gid);
    if (found != snapshot.prepared.end())
        target.prepared = *found;
    return target;
}

// When the session began, if the moment that was given is that of its window: without the fraction.
std::optional<base::Timestamp> exactStart(const Request &request,
                                          const snapshot::Snapshot &snapshot)
{
    const auto given = base::fromIso(request.backendStart);
    const auto found = std::ranges::find(snapshot.sessions, request.pid, &snapshot::Session::pid);
    if (!given || found == snapshot.sessions.end() || !found->backendStart)
        return {};
    const base::Timestamp start = *found->backendStart;
    const bool cut = start != *given && std::chrono::floor<std::chrono::seconds>(start) == *given;
    return cut ? std::optional(start) : std::nullopt;
}

// Why there is nothing to act on; nothing if the session that is meant may be there.
std::optional<actions::Reason> whyGone(const Request &request, const snapshot::Snapshot &snapshot)
{
    const auto found = std::ranges::find(snapshot.sessions, request.pid, &snapshot::Session::pid);
    const auto start = base::fromIso(request.backendStart);
    if (found == snapshot.sessions.end())
        return start ? actions::Reason::Gone : actions::Reason::NeverThere;
    if (start && found->backendStart && start != found->backendStart)
        return actions::Reason::OtherSession;
    return {};
}

actions::Confirmation confirmationOf(const Request &request, const WatchedServer &server,
                                     const actions::Target &target)
{
    const actions::Place place{.server = server.choice.name,
                               .production = server.choice.production,
                               .circumstances = {.readOnlyProfile = server.choice.readOnly,
                                                 .server = server.snapshot->server}};
    return actions::makeConfirmation(kindOf(request), {target}, place);
}

QString startText(const snapshot::Session &session)
{
    return session.backendStart ? base::toIso(*session.backendStart) : Tr::tr("(hidden)");
}

QList<QStringList> preparedRows(const actions::Target &target)
{
    const snapshot::PreparedTransaction &prepared = *target.prepared;
    return {
        {Tr::tr("prepared transaction"), QString::number(prepared.transactionId)},
        {Tr::tr("gid"), base::visibleText(prepared.gid)},
        {Tr::tr("owner"), prepared.owner},
        {Tr::tr("database"), prepared.database},
        {Tr::tr("prepared"), base::toIso(prepared.prepared)},
    };
}

QList<QStringList> sessionRows(const actions::Target &target)
{
    const snapshot::Session &session = target.session;
    return {
        {Tr::tr("session"), QString::number(session.pid)},
        {Tr::tr("backend start"), startText(session)},
        {Tr::tr("kind"), session.backendType},
        {Tr::tr("database"), session.database},
        {Tr::tr("role"), session.role},
        {Tr::tr("application"), session.application},
        {Tr::tr("client"), session.client},
        {Tr::tr("state"), ui::ActionText::stateWithAge(target)},
        {Tr::tr("query"), session.query},
    };
}

void show(const actions::Confirmation &confirmation, const snapshot::SnapshotPtr &snapshot)
{
    const auto &[target, warnings] = confirmation.items.front();
    const QList<QStringList> rows = target.prepared ? preparedRows(target) : sessionRows(target);
    for (const QString &line : alignedTable({Tr::tr("server"), confirmation.place.server}, rows))
        printNote(line);
    printNote(ui::ReliefText::preview(confirmation, *locks::situationOf(snapshot)));
    for (const actions::Warning warning : warnings)
        printNote("! "_L1 + ui::ActionText::warning(warning));
}

// Everything that the confirmation asks for.
actions::Answer agreement(const actions::Confirmation &confirmation)
{
    return {.typedName = confirmation.place.server,
            .typedWord = confirmation.wordToType(),
            .unsafeConfirmed = true};
}

// What the person says to it; nothing if that is no.
std::optional<actions::Answer> ask(const actions::Confirmation &confirmation)
{
    actions::Answer answer = agreement(confirmation);
    const QString question = base::visibleText(ui::ActionText::question(confirmation));
    if (!confirmation.wordToType().isEmpty())
        answer.typedWord = askLine(question + u' ' + ui::PreparedText::typeRequest(confirmation));
    if (confirmation.needsName()) {
        const QString name = base::visibleText(confirmation.place.server);
        answer.typedName = askLine(
            Tr::tr("%1 This is a production server. Type “%2” to go on:").arg(question, name));
    } else if (confirmation.wordToType().isEmpty() &&
               askLine(Tr::tr("%1 Type “yes” to go on:").arg(question)) != "yes"_L1) {
        return {};
    }
    return answer;
}

bool needsAnswer(const actions::Confirmation &confirmation, const Request &request)
{
    return !request.yes && (request.backendStart.isEmpty() || confirmation.needsName() ||
                            confirmation.needsIdentityCheck());
}

base::Error noTerminalError(const Request &request)
{
    const bool rollback = request.command == Request::Command::RollbackPrepared;
    return {.message = Tr::tr("This needs a confirmation, and there is no terminal to ask for it."),
            .hint = rollback ? Tr::tr("Pass --yes.")
                             : Tr::tr("Name the session with --backend-start as snapshot --json "
                                      "prints it, or pass --yes.")};
}

actions::Outcome refused(const actions::Confirmation &confirmation)
{
    const auto &[target, obstacle] = confirmation.skipped.front();
    return {.kind = confirmation.kind,
            .target = target,
            .ending = actions::Ending::Refused,
            .reason = actions::Reason::Obstructed,
            .obstacle = obstacle,
            .error = {.message = ui::ActionText::obstacle(obstacle)}};
}

QCoro::Task<int> act(Request request, WatchedServer server, actions::Target target)
{
    const actions::Confirmation confirmation = confirmationOf(request, server, target);
    if (confirmation.items.empty())
        co_return printOutcome(refused(confirmation), request.json);
    const bool asks = needsAnswer(confirmation, request);
    if (asks && !hasTerminal())
        co_return printError(noTerminalError(request), request.json, ExitCode::Usage);
    if (asks)
        show(confirmation, server.snapshot);
    const auto answer = asks ? ask(confirmation) : std::optional(agreement(confirmation));
    if (!answer || !actions::mayProceed(confirmation, *answer)) {
        co_return printError(
            {.kind = base::ErrorKind::Cancelled, .message = Tr::tr("Nothing was done.")},
            request.json, ExitCode::Found);
    }
    pg::Server &connections = server.source->server();
    const actions::Reach reach{
        .control = [&connections]() -> pg::Connection & { return connections.control(); },
        .parameters = [&connections] { return connections.parameters(); }};
    actions::Executor executor(reach, actions::AuditLog(auditPath()));
    const auto outcomes = co_await executor.run(actions::makePlan(confirmation, *answer, 1));
    if (outcomes.empty()) {
        co_return printError({.message = Tr::tr("Nothing was done.")}, request.json,
                             ExitCode::Found);
    }
    co_return printOutcome(outcomes.front(), request.json);
}

} // namespace

QCoro::Task<int> actOnSession(Request request, base::Secret password)
{
    if (!request.backendStart.isEmpty() && !base::fromIso(request.backendStart)) {
        co_return printError(
            {.message =
                 Tr::tr("“%1” is not a moment.").arg(base::visibleText(request.backendStart)),
             .hint = Tr::tr("It looks like 2026-11-20T03:12:47.000123Z.")},
            request.json, ExitCode::Usage);
    }
    auto server = co_await watchServer(request.connection, std::move(password));
    if (!server)
        co_return printError(server.error().error, request.json, server.error().exitCode);
    server->source->setPaused(true);
    if (const auto start = exactStart(request, *server->snapshot)) {
        co_return printError(
            {.message = Tr::tr("Session %1 did not begin at exactly that moment. Nothing was done.")
                            .arg(request.pid),
             .hint = Tr::tr("It began at %1.").arg(base::toIso(*start))},
            request.json, ExitCode::Usage);
    }
    if (const auto reason = whyGone(request, *server->snapshot)) {
        const snapshot::Session meant{.pid = request.pid,
                                      .backendStart = base::fromIso(request.backendStart)};
        const actions::Outcome gone{.kind = kindOf(request),
                                    .target = {.session = meant},
                                    .ending = actions::Ending::NotFound,
                                    .reason = *reason};
        co_return printOutcome(gone, request.json);
    }
    const actions::Target target = targetOf(request, *server->snapshot);
    co_return co_await act(request, std::move(*server), target);
}

QCoro::Task<int> rollBackPrepared(Request request, base::Secret password)
{
    auto server = co_await watchServer(request.connection, std::move(password));
    if (!server)
        co_return printError(server.error().error, request.json, server.error().exitCode);
    server->source->setPaused(true);
    const actions::Target target = preparedTarget(request, *server->snapshot);
    // A standby shows none, and says so itself.
    if (target.prepared->transactionId == 0 && !server->snapshot->server.standby) {
        const actions::Outcome gone{.kind = actions::Kind::RollbackPrepared,
                                    .target = target,
                                    .ending = actions::Ending::NotFound,
                                    .reason = actions::Reason::NeverThere};
        co_return printOutcome(gone, request.json);
    }
    co_return co_await act(request, std::move(*server), target);
}

} // namespace app
