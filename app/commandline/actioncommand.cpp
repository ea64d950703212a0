// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/actioncommand.h"

#include "actions/actiontext.h"
#include "actions/executor.h"
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
    return request.command == Request::Command::Cancel ? actions::Kind::Cancel
                                                       : actions::Kind::Terminate;
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

actions::Confirmation confirmationOf(const Request &request, const WatchedServer &server)
{
    const actions::Place place{.server = server.choice.name,
                               .production = server.choice.production,
                               .circumstances = {.readOnlyProfile = server.choice.readOnly,
                                                 .server = server.snapshot->server}};
    return actions::makeConfirmation(kindOf(request), {targetOf(request, *server.snapshot)}, place);
}

QString startText(const snapshot::Session &session)
{
    return session.backendStart ? base::toIso(*session.backendStart) : Tr::tr("(hidden)");
}

void show(const actions::Confirmation &confirmation)
{
    const auto &[target, warnings] = confirmation.items.front();
    const snapshot::Session &session = target.session;
    const QList<QStringList> rows{
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
    for (const QString &line : alignedTable({Tr::tr("server"), confirmation.place.server}, rows))
        printNote(line);
    for (const actions::Warning warning : warnings)
        printNote("! "_L1 + ui::ActionText::warning(warning));
}

// What the person says to it; nothing if that is no.
std::optional<actions::Answer> ask(const actions::Confirmation &confirmation,
                                   const Request &request)
{
    actions::Answer yes{.typedName = confirmation.place.server, .unsafeConfirmed = true};
    if (request.yes)
        return yes;
    const bool known = !request.backendStart.isEmpty();
    if (known && !confirmation.needsName() && !confirmation.needsIdentityCheck())
        return yes;
    show(confirmation);
    const QString question = base::visibleText(ui::ActionText::question(confirmation));
    if (confirmation.needsName()) {
        const QString name = base::visibleText(confirmation.place.server);
        const QString typed = askLine(
            Tr::tr("%1 This is a production server. Type “%2” to go on:").arg(question, name));
        return typed == confirmation.place.server ? std::optional(yes) : std::nullopt;
    }
    return askLine(Tr::tr("%1 Type “yes” to go on:").arg(question)) == "yes"_L1 ? std::optional(yes)
                                                                                : std::nullopt;
}

bool needsTerminal(const actions::Confirmation &confirmation, const Request &request)
{
    return !request.yes && (request.backendStart.isEmpty() || confirmation.needsName() ||
                            confirmation.needsIdentityCheck());
}

base::Error noTerminalError()
{
    return {.message = Tr::tr("This needs a confirmation, and there is no terminal to ask for it."),
            .hint = Tr::tr("Name the session with --backend-start as snapshot --json prints it, or "
                           "pass --yes.")};
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

QCoro::Task<int> act(Request request, WatchedServer server)
{
    const actions::Confirmation confirmation = confirmationOf(request, server);
    if (confirmation.items.empty())
        co_return printOutcome(refused(confirmation), request.json);
    if (needsTerminal(confirmation, request) && !hasTerminal())
        co_return printError(noTerminalError(), request.json, ExitCode::Usage);
    const auto answer = ask(confirmation, request);
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
    if (const auto reason = whyGone(request, *server->snapshot)) {
        const snapshot::Session meant{.pid = request.pid,
                                      .backendStart = base::fromIso(request.backendStart)};
        const actions::Outcome gone{.kind = kindOf(request),
                                    .target = {.session = meant},
                                    .ending = actions::Ending::NotFound,
                                    .reason = *reason};
        co_return printOutcome(gone, request.json);
    }
    co_return co_await act(request, std::move(*server));
}

} // namespace app
