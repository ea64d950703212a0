// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/picturecommand.h"

#include "activity/activitypage.h"
#include "base/plaintext.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "locks/lockspage.h"
#include "widgets/theme.h"
#include "window/picture.h"

#include <QApplication>
#include <QCoroTimer>
#include <QSaveFile>

#include <KSyntaxHighlighting/Repository>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::PictureCommand)
};

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

QImage paint(ui::Panel &panel, const WatchedServer &server, const Request &request)
{
    const ui::PictureCaption caption{.panel = panel.title(),
                                     .server = server.choice.name,
                                     .role = server.snapshot->server.role,
                                     .takenAt = server.snapshot->takenAt};
    const int band = ui::panelPicture(&panel, caption, 1).height() - panel.height();
    panel.resize(request.size - QSize(0, band)); // the size asked for includes it
    return ui::panelPicture(&panel, caption, request.scale);
}

base::Result<void> save(const QImage &image, const QString &path)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && image.save(&file, "PNG") && file.commit())
        return {};
    return base::localError(
        Tr::tr("%1 could not be written: %2").arg(base::visibleText(path), file.errorString()));
}

} // namespace

QCoro::Task<int> savePicture(Request request, base::Secret password)
{
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
    const auto saved = save(paint(*panel, *server, request), request.output);
    if (!saved)
        co_return printError(saved.error(), request.json, ExitCode::Usage);
    co_return int(ExitCode::Fine);
}

} // namespace app
