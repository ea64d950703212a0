// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/picturecommand.h"

#include "activity/activitypage.h"
#include "commandline/accesspicture.h"
#include "commandline/panelpicture.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "locks/lockspage.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCoroTimer>

#include <KSyntaxHighlighting/Repository>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

// The one whose transaction is the oldest: what a person would look at first.
const snapshot::Session *oldestTransaction(const snapshot::Snapshot &snapshot)
{
    const snapshot::Session *oldest = nullptr;
    for (const snapshot::Session &session : snapshot.sessions) {
        if (session.xactStart && (!oldest || *session.xactStart < *oldest->xactStart))
            oldest = &session;
    }
    return oldest;
}

ui::PanelSubject subjectOf(const WatchedServer &server)
{
    return {.name = server.choice.name, .production = server.choice.production};
}

std::unique_ptr<ui::Panel> activityPanel(KSyntaxHighlighting::Repository &repository,
                                         const WatchedServer &server)
{
    auto panel = std::make_unique<ui::ActivityPage>(repository);
    panel->setSubject(subjectOf(server));
    panel->showSnapshot(server.snapshot);
    if (const snapshot::Session *session = oldestTransaction(*server.snapshot))
        panel->selectSession(session->key());
    return panel;
}

std::unique_ptr<ui::Panel> locksPanel(KSyntaxHighlighting::Repository &repository,
                                      const WatchedServer &server)
{
    auto panel = std::make_unique<ui::LocksPage>(repository);
    panel->setSubject(subjectOf(server));
    panel->showSituation(locks::situationOf(server.snapshot));
    panel->lead({});
    return panel;
}

} // namespace

QCoro::Task<int> savePicture(Request request, base::Secret password)
{
    if (request.panel == "access"_L1)
        co_return co_await saveAccessPicture(request, std::move(password));
    auto server = co_await watchServer(request.connection, std::move(password));
    if (!server)
        co_return printError(server.error().error, request.json, server.error().exitCode);
    ui::Theme theme(*qApp);
    theme.setChoice(request.dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    KSyntaxHighlighting::Repository repository;
    const bool locks = request.panel == "locks"_L1; // the parser lets only these through
    const auto panel = locks ? locksPanel(repository, *server) : activityPanel(repository, *server);
    panel->showStatus(server->source->server().status());
    panel->resize(request.size);
    co_await QCoro::sleepFor(0ms); // the highlighter works from the event loop
    co_return savePanel(*panel,
                        {.panel = panel->title(),
                         .server = server->choice.name,
                         .role = server->snapshot->server.role,
                         .takenAt = server->snapshot->takenAt},
                        request);
}

} // namespace app
