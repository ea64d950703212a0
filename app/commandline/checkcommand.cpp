// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/checkcommand.h"

#include "access/diagnosis/evidence.h"
#include "access/ladder/evidencereader.h"
#include "access/ladder/ladder.h"
#include "base/plaintext.h"
#include "commandline/checkreport.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

using pgaccess::Attempt;
using pgaccess::Cause;

namespace {

constexpr auto Deadline = 10s;
constexpr qint64 MaxFile = 32 * 1024 * 1024;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::CheckCommand)
};

// The last part of a file; logs grow.
base::Result<QByteArray> readTail(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::localError(u"%1: %2"_s.arg(base::visibleText(path), file.errorString()));
    if (file.size() > MaxFile)
        file.seek(file.size() - MaxFile);
    return file.read(MaxFile);
}

// A connection string that cannot even be read is an answer too, if it is clear which part it is.
std::optional<Cause> causeOfChoice(const QString &text)
{
    const auto parsed = pg::ConnectionSpec::parse(text);
    if (!parsed)
        return text.contains(u'=') || text.contains("://"_L1) ? std::optional(Cause::BadConninfo)
                                                              : std::nullopt;
    if (parsed->spec.options.contains(u"service"_s))
        return Cause::ServiceFile;
    if (parsed->spec.options.contains(u"passfile"_s))
        return Cause::PassFile;
    return {};
}

/// What is at hand besides what clients see.
struct Sources
{
    std::vector<pgaccess::AuthLogEntry> log;
    QStringList problems;
};

Sources readFiles(const Request &request)
{
    Sources out;
    if (request.serverLog.isEmpty())
        return out;
    if (const auto bytes = readTail(request.serverLog))
        out.log = pgaccess::parseAuthLog({bytes->data(), size_t(bytes->size())});
    else
        out.problems.append(bytes.error().message);
    return out;
}

// The second connection, and what it tells of each failure at its server.
class Admin final
{
public:
    QCoro::Task<base::Result<void>> open(QString text)
    {
        auto choice = co_await chooseServer(text, {});
        if (!choice)
            co_return std::unexpected(choice.error().error);
        const auto opened = co_await m_connection.open(choice->parameters);
        if (!opened)
            co_return std::unexpected(opened.error());
        co_return base::Result<void>();
    }

    QCoro::Task<pgaccess::Evidence> evidenceOf(pgaccess::Observation seen)
    {
        if (!m_connection.isOpen() || !m_reader.isSameServer(seen))
            co_return pgaccess::Evidence();
        pgaccess::Evidence evidence = co_await m_reader.read(seen);
        if (!m_log)
            m_log = co_await m_reader.readLog();
        evidence.log = *m_log;
        co_return evidence;
    }

private:
    pg::Connection m_connection;
    pgaccess::EvidenceReader m_reader{m_connection};
    std::optional<std::vector<pgaccess::AuthLogEntry>> m_log;
};

QCoro::Task<pgaccess::Diagnosis> diagnosed(Attempt attempt, const Sources *sources, Admin *admin)
{
    if (attempt.connected())
        co_return pgaccess::Diagnosis();
    pgaccess::Evidence evidence = co_await admin->evidenceOf(attempt.observation);
    evidence.attemptedAt = attempt.endedAt;
    evidence.log.insert(evidence.log.end(), sources->log.begin(), sources->log.end());
    co_return pgaccess::refine(pgaccess::diagnose(attempt.observation), attempt.observation,
                               evidence);
}

QCoro::Task<void> diagnoseAll(CheckReport *report, const Request *request)
{
    const Sources sources = readFiles(*request);
    report->problems += sources.problems;
    Admin admin;
    if (!request->asAdmin.isEmpty()) {
        const auto opened = co_await admin.open(request->asAdmin);
        if (!opened)
            report->problems.append(Tr::tr("The second connection could not be made: %1")
                                        .arg(base::singleLine(opened.error().message)));
    }
    for (const Attempt &attempt : report->attempts)
        report->diagnoses.append(co_await diagnosed(attempt, &sources, &admin));
}

int print(const CheckReport &report, bool json)
{
    if (json) {
        printJson(checkToJson(report));
    } else {
        for (const QString &line : checkToText(report))
            printLine(line);
        for (const QString &problem : report.problems)
            printNote(base::visibleText(problem));
    }
    const bool unreadable = std::ranges::any_of(report.diagnoses, [](const auto &diagnosis) {
        return diagnosis.isProved() && diagnosis.cause <= Cause::PassFile;
    });
    if (unreadable)
        return int(ExitCode::Usage);
    return int(isAllWell(report) ? ExitCode::Fine : ExitCode::Found);
}

} // namespace

QCoro::Task<int> checkConnections(Request request, base::Secret password)
{
    CheckReport report;
    QList<pgaccess::LadderCandidate> candidates;
    if (!request.connection.isEmpty()) {
        const auto choice = co_await chooseServer(request.connection, std::move(password));
        const auto cause = causeOfChoice(request.connection);
        if (!choice && !cause)
            co_return printError(choice.error().error, request.json, choice.error().exitCode);
        report.candidates.append({.source = u"CONN"_s});
        if (choice) {
            report.candidates.last().parameters = choice->parameters;
            candidates.append({.number = 0, .parameters = choice->parameters});
        } else {
            report.attempts.append(pgaccess::unreadableAttempt(0, choice.error().error, *cause));
        }
    }
    pgaccess::Ladder ladder;
    report.attempts += co_await ladder.climb(candidates, Deadline);
    co_await diagnoseAll(&report, &request);
    co_return print(report, request.json);
}

} // namespace app
