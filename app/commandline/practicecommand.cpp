// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/practicecommand.h"

#include "base/plaintext.h"
#include "commandline/detachedprocess.h"
#include "commandline/errorjson.h"
#include "commandline/terminal.h"
#include "commandline/unixsignals.h"
#include "practice/practicesupervisor.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QThread>

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

constexpr auto Patience = 15s;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::PracticeCommand)
};

QJsonObject document(QJsonObject fields)
{
    fields.insert(u"schema"_s, u"pgvigil.practice/1"_s);
    return fields;
}

void announce(const PracticeRecord &record, const Request &request)
{
    if (request.json) {
        printJson(document(toJson(record)));
        return;
    }
    printNote(Tr::tr("The practice server “%1” runs PostgreSQL %2. Over TCP it is reached by")
                  .arg(record.name, record.version));
    printNote("  "_L1 + record.tcpConnection);
    printNote(request.foreground ? Tr::tr("Ctrl+C ends it and removes all of it.")
                                 : Tr::tr("To end it: pgvigil practice stop %1").arg(record.name));
    printLine(record.connection);
}

// Standard input only tells by its end that whoever started us is gone.
void endWithInput(PracticeSupervisor &supervisor)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &supervisor);
    QObject::connect(notifier, &QSocketNotifier::activated, &supervisor, [&supervisor, notifier] {
        std::array<char, 64> ignored;
        if (read(STDIN_FILENO, ignored.data(), ignored.size()) > 0)
            return;
        notifier->setEnabled(false);
        supervisor.stop();
    });
}

int supervise(const Request &request)
{
    PracticeSupervisor supervisor;
    UnixSignals unixSignals({SIGINT, SIGTERM, SIGHUP});
    int exitCode = int(ExitCode::Fine);
    QObject::connect(&unixSignals, &UnixSignals::received, &supervisor, &PracticeSupervisor::stop);
    const auto say = [&](const PracticeRecord &record) { announce(record, request); };
    if (request.wait)
        QObject::connect(&supervisor, &PracticeSupervisor::staged, &supervisor, say);
    else
        QObject::connect(&supervisor, &PracticeSupervisor::played, &supervisor, say);
    QObject::connect(&supervisor, &PracticeSupervisor::ended, &supervisor,
                     [&](const base::Error &reason) {
                         if (!reason.message.isEmpty())
                             exitCode = printError(reason, request.json, ExitCode::Connect);
                         QCoreApplication::exit(exitCode);
                     });
    if (request.untilEof)
        endWithInput(supervisor);
    supervisor.start(request.name);
    QCoreApplication::exec();
    return exitCode;
}

// Runs ourselves in the foreground, but detached from this terminal, until it has something to say.
int superviseDetached(const Request &request)
{
    QStringList arguments{u"practice"_s, u"start"_s, request.name, u"--foreground"_s, u"--json"_s};
    if (request.wait)
        arguments.append(u"--wait"_s);
    const auto line = firstLineOfDetached(QCoreApplication::applicationFilePath(), arguments);
    if (!line)
        return printError(line.error(), request.json, ExitCode::Connect);
    const QJsonObject answer = QJsonDocument::fromJson(*line).object();
    const auto record = practiceRecordFromJson(answer);
    if (!record)
        return printError(errorFromJson(answer), request.json, ExitCode::Connect);
    announce(*record, request);
    return int(ExitCode::Fine);
}

bool isGone(const PracticeRecord &record)
{
    return access(QFile::encodeName(record.folder).constData(), F_OK) != 0;
}

bool waitUntilGone(const PracticeRecord &record)
{
    const auto deadline = std::chrono::steady_clock::now() + Patience;
    while (!isGone(record) && std::chrono::steady_clock::now() < deadline)
        QThread::sleep(50ms);
    return isGone(record);
}

// The pid is that of the process that holds the folder's lock at this moment. If asking nicely does
// not help, its keeper clears up.
bool end(const PracticeRecord &record)
{
    if (record.supervisor <= 0)
        return isGone(record);
    kill(pid_t(record.supervisor), SIGTERM);
    if (waitUntilGone(record))
        return true;
    kill(pid_t(record.supervisor), SIGKILL);
    return waitUntilGone(record);
}

} // namespace

int startPractice(const Request &request)
{
    return request.foreground ? supervise(request) : superviseDetached(request);
}

int stopPractice(const Request &request)
{
    const auto base = practiceBase();
    if (!base)
        return printError(base.error(), request.json, ExitCode::Usage);
    QJsonArray stopped;
    bool known = request.name.isEmpty();
    for (const PracticeRecord &record : runningPracticeServers(*base)) {
        if (!request.name.isEmpty() && record.name != request.name)
            continue;
        known = true;
        if (!end(record)) {
            return printError({.message = Tr::tr("“%1” did not end.").arg(record.name)},
                              request.json, ExitCode::Found);
        }
        stopped.append(record.name);
        if (!request.json)
            printLine(Tr::tr("Stopped “%1” and removed %2.").arg(record.name, record.folder));
    }
    if (!known) {
        const QString name = base::visibleText(request.name);
        return printError({.message = Tr::tr("No practice server “%1” runs.").arg(name)},
                          request.json, ExitCode::Usage);
    }
    if (request.json)
        printJson(document({{u"stopped"_s, stopped}}));
    else if (stopped.isEmpty())
        printLine(Tr::tr("No practice server runs."));
    return int(ExitCode::Fine);
}

int listPractice(const Request &request)
{
    const auto base = practiceBase();
    if (!base)
        return printError(base.error(), request.json, ExitCode::Usage);
    QJsonArray servers;
    QList<QStringList> rows;
    for (const PracticeRecord &record : runningPracticeServers(*base)) {
        servers.append(toJson(record));
        rows.append(
            {record.name, practiceStateText(record.state), record.version, record.connection});
    }
    if (request.json) {
        printJson(document({{u"servers"_s, servers}}));
        return int(ExitCode::Fine);
    }
    if (rows.isEmpty())
        printLine(Tr::tr("No practice server runs."));
    else
        for (const QString &line : alignedTable(
                 {Tr::tr("NAME"), Tr::tr("STATE"), Tr::tr("VERSION"), Tr::tr("CONNECTION")}, rows))
            printLine(line);
    return int(ExitCode::Fine);
}

} // namespace app
