// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/actioncommand.h"
#include "commandline/checkcommand.h"
#include "commandline/databasescommand.h"
#include "commandline/hbacommand.h"
#include "commandline/lockscommand.h"
#include "commandline/picturecommand.h"
#include "commandline/practicecommand.h"
#include "commandline/processsecrets.h"
#include "commandline/rolescommand.h"
#include "commandline/snapshotcommand.h"
#include "commandline/terminal.h"
#include "postgres/connectionspec.h"
#include "practice/keeper.h"
#include "window/application.h"

#include <QApplication>
#include <QFile>

#include <cstring>

using namespace Qt::StringLiterals;

namespace {

bool wantsJson(int argc, const char *const *argv)
{
    return std::any_of(argv, argv + argc,
                       [](const char *word) { return !std::strcmp(word, "--json"); });
}

int refuse(const app::Refusal &refusal, bool json)
{
    if (refusal.exitCode == app::ExitCode::Fine)
        app::printLine(refusal.text);
    else
        app::printError({.message = refusal.text}, json, refusal.exitCode);
    return int(refusal.exitCode);
}

int runCommand(const app::Request &request, const base::Secret &password)
{
    switch (request.command) {
    case app::Request::Command::PracticeStart:
        return app::startPractice(request);
    case app::Request::Command::PracticeStop:
        return app::stopPractice(request);
    case app::Request::Command::PracticeList:
        return app::listPractice(request);
    case app::Request::Command::Snapshot:
        return QCoro::waitFor(app::printSnapshot(request, password));
    case app::Request::Command::Locks:
        return QCoro::waitFor(app::printLocks(request, password));
    case app::Request::Command::Roles:
        return QCoro::waitFor(app::printRoles(request, password));
    case app::Request::Command::Databases:
        return QCoro::waitFor(app::printDatabases(request, password));
    case app::Request::Command::Cancel:
    case app::Request::Command::Terminate:
        return QCoro::waitFor(app::actOnSession(request, password));
    case app::Request::Command::RollbackPrepared:
        return QCoro::waitFor(app::rollBackPrepared(request, password));
    case app::Request::Command::Check:
        return QCoro::waitFor(app::checkConnections(request, password));
    case app::Request::Command::HbaCheck:
    case app::Request::Command::HbaMatch:
        return QCoro::waitFor(app::lookAtHba(request, password));
    case app::Request::Command::Picture:
        return QCoro::waitFor(app::savePicture(request, password));
    default:
        break;
    }
    return int(app::ExitCode::Usage);
}

// Qt would end the program without a word that helps.
bool hasDisplay()
{
    constexpr std::array names = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::ranges::any_of(names,
                               [](const char *name) { return !qEnvironmentVariableIsEmpty(name); });
}

int runWindow(int argc, char **argv, const app::Request &request, const base::Secret &password,
              const pgaccess::Variables &environment)
{
    if (const auto spec = pg::ConnectionSpec::parse(request.connection);
        !request.connection.isEmpty() && !spec)
        return app::printError(spec.error(), false, app::ExitCode::Usage);
    if (!hasDisplay()) {
        return app::printError({.message = QCoreApplication::translate(
                                    "app::Main", "There is no display for the window."),
                                .hint = QCoreApplication::translate(
                                    "app::Main", "pgvigil --help lists what works without.")},
                               false, app::ExitCode::Usage);
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"pgvigil"_s);
    QApplication::setApplicationDisplayName(u"PgVigil"_s);
    QApplication::setApplicationVersion(QStringLiteral(PGVIGIL_VERSION));
    app::Application program(application);
    program.setEnvironment(environment);
    program.start(request.connection, request.name, password);
    return QApplication::exec();
}

// A picture is painted the same everywhere, with a display and without.
std::unique_ptr<QCoreApplication> makeApplication(const app::Request &request, int &argc,
                                                  char **argv)
{
    const bool draws = request.command == app::Request::Command::Locks && !request.output.isEmpty();
    if (!draws && request.command != app::Request::Command::Picture)
        return std::make_unique<QCoreApplication>(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("QT_SCALE_FACTOR");
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace

int main(int argc, char **argv)
{
    const pgaccess::Variables environment = app::postgresEnvironment();
    const base::Secret password = app::takePostgresEnvironment();
    app::forbidCoreDumps();
    const bool json = wantsJson(argc, argv);
    const auto request = app::parseCommandLine(argc, argv);
    app::maskArguments(argc, argv);
    if (!request)
        return refuse(request.error(), json);
    if (request->command == app::Request::Command::PracticeKeep)
        return app::keepPracticeFolder(QFile::encodeName(request->name).toStdString());
    if (request->command == app::Request::Command::Window)
        return runWindow(argc, argv, *request, password, environment);
    const std::unique_ptr<QCoreApplication> application = makeApplication(*request, argc, argv);
    QCoreApplication::setApplicationName(u"pgvigil"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PGVIGIL_VERSION));
    return runCommand(*request, password);
}
