// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/checkcommand.h"

#include "access/diagnosis/evidence.h"
#include "access/hba/diskfiles.h"
#include "access/ladder/evidencereader.h"
#include "access/ladder/ladder.h"
#include "access/ladder/rulefacts.h"
#include "access/sources/collect.h"
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
using pgaccess::Stage;

namespace {

constexpr auto Deadline = 10s;
constexpr qint64 MaxFile = 32 * 1024 * 1024;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::CheckCommand)
};

base::Error fileError(const QString &path, const QString &reason)
{
    return {.message = u"%1: %2"_s.arg(base::visibleText(path), reason)};
}

// The last part of a file; logs grow.
base::Result<QByteArray> readTail(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(fileError(path, file.errorString()));
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
    std::optional<pgaccess::HbaRules> rules;
    QList<pgaccess::MapLine> maps;
    QStringList problems;
    std::optional<base::Error> unreadable; ///< A file that was named cannot be read.
};

// Of a file alone nobody can say which version it is for; the newest knows the most.
constexpr int VersionOfFiles = 18;

void readRules(const QString &path, Sources &out)
{
    const auto rules = pgaccess::parseHbaFile(QFile::encodeName(path).toStdString(),
                                              pgaccess::diskFiles(), VersionOfFiles);
    if (rules.rules.empty() && !rules.problem.empty())
        out.unreadable = fileError(path, base::decodeText(rules.problem));
    else if (rules.isRejected())
        out.problems.append(
            Tr::tr("A server would not load %1; it says nothing about what is in force.")
                .arg(base::visibleText(path)));
    out.rules = rules;
}

void readMaps(const QString &path, Sources &out)
{
    const auto rules = pgaccess::parseIdentFile(QFile::encodeName(path).toStdString(),
                                                pgaccess::diskFiles(), VersionOfFiles);
    if (!rules.problem.empty())
        out.unreadable = fileError(path, base::decodeText(rules.problem));
    out.maps = pgaccess::mapLinesOf(rules);
}

void readLog(const QString &path, Sources &out)
{
    if (const auto bytes = readTail(path))
        out.log = pgaccess::parseAuthLog({bytes->data(), size_t(bytes->size())});
    else
        out.unreadable = bytes.error();
}

Sources readFiles(const Request &request)
{
    Sources out;
    if (!request.serverLog.isEmpty())
        readLog(request.serverLog, out);
    if (!request.hbaFile.isEmpty())
        readRules(request.hbaFile, out);
    if (!request.identFile.isEmpty())
        readMaps(request.identFile, out);
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
        co_return co_await m_reader.read(seen);
    }

private:
    pg::Connection m_connection;
    pgaccess::EvidenceReader m_reader{m_connection};
};

QCoro::Task<pgaccess::Diagnosis> diagnosed(Attempt attempt, const Sources *sources, Admin *admin)
{
    if (attempt.connected())
        co_return pgaccess::Diagnosis();
    pgaccess::Evidence evidence = co_await admin->evidenceOf(attempt.observation);
    evidence.attemptedAt = attempt.endedAt;
    evidence.maps += sources->maps;
    evidence.log.insert(evidence.log.end(), sources->log.begin(), sources->log.end());
    if (sources->rules && attempt.observation.error->isClass("28"_L1))
        evidence.rules = pgaccess::ruleFactsOf(*sources->rules, attempt.observation);
    co_return pgaccess::refine(pgaccess::diagnose(attempt.observation), attempt.observation,
                               evidence);
}

// Where another address of the same candidate works, or comes further than this one.
void addOtherWays(CheckReport &report)
{
    for (int i = 0; i < report.attempts.size(); ++i) {
        const Attempt &failed = report.attempts[i];
        const auto isBetter = [&failed](const Attempt &other) {
            return other.candidate == failed.candidate &&
                   (other.connected() || (other.observation.stage >= Stage::Authenticate &&
                                          other.observation.error->sqlState == "28P01"_L1));
        };
        const Cause cause = report.diagnoses[i].cause;
        const bool ofAddress = cause <= Cause::NotPostgres || cause == Cause::NoHbaEntry ||
                               cause == Cause::HbaReject || cause == Cause::PeerMismatch;
        const auto better = std::ranges::find_if(report.attempts, isBetter);
        if (!failed.connected() && ofAddress && better != report.attempts.end())
            report.diagnoses[i].fixes.append({.kind = pgaccess::FixKind::ConnectElsewhere,
                                              .text = u"host="_s + better->observation.address});
    }
}

QCoro::Task<void> diagnoseAll(CheckReport *report, const Sources *sources, QString asAdmin)
{
    report->problems += sources->problems;
    Admin admin;
    if (!asAdmin.isEmpty()) {
        const auto opened = co_await admin.open(asAdmin);
        report->adminFailed = !opened;
        if (!opened)
            report->problems.append(Tr::tr("The second connection could not be made: %1")
                                        .arg(base::singleLine(opened.error().message)));
    }
    for (const Attempt &attempt : report->attempts)
        report->diagnoses.append(co_await diagnosed(attempt, sources, &admin));
    addOtherWays(*report);
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
    if (report.adminFailed)
        return int(ExitCode::Connect);
    return int(isAllWell(report) ? ExitCode::Fine : ExitCode::Found);
}

// What one person asks for by hand.
QCoro::Task<std::optional<ConnectFailure>> addConnection(CheckReport *report, QString text,
                                                         base::Secret password)
{
    const auto choice = co_await chooseServer(text, std::move(password));
    const auto cause = causeOfChoice(text);
    if (!choice && !cause)
        co_return choice.error();
    report->candidates.append({.source = u"CONN"_s});
    if (choice)
        report->candidates.last().parameters = choice->parameters;
    else
        report->attempts.append(pgaccess::unreadableAttempt(0, choice.error().error, *cause));
    co_return std::nullopt;
}

QString whyNotTried(const pgaccess::Candidate &candidate)
{
    switch (candidate.reach) {
    case pgaccess::Reach::Translated:
        return Tr::tr("This address is inside a container network; from this machine the "
                      "published port leads to the same server.");
    case pgaccess::Reach::NotPublished:
        return Tr::tr("This address is inside a container network, and no port of it is published "
                      "to this machine.");
    case pgaccess::Reach::Cluster:
        return Tr::tr("This name is known only inside a Kubernetes cluster.");
    case pgaccess::Reach::OwnContainer:
        return Tr::tr("“localhost” means the container itself here.");
    case pgaccess::Reach::Unknown:
    case pgaccess::Reach::Published:
        break;
    }
    return candidate.isComplete() ? QString()
                                  : Tr::tr("Not all of it is known: %1.")
                                        .arg(base::visibleText(candidate.unresolved.join(u", "_s)));
}

void addFiles(CheckReport &report, const QStringList &paths)
{
    const pgaccess::Candidates found = pgaccess::collectSources(paths);
    for (const pgaccess::Candidate &candidate : found.candidates) {
        const pgaccess::Place place = candidate.places.value(0);
        CheckedCandidate out{.source = place.file,
                             .line = place.line,
                             .insideContainer = candidate.insideContainer,
                             .note = whyNotTried(candidate)};
        for (const pgaccess::Place &stated : candidate.places)
            out.places.append(pgaccess::placeText(stated));
        out.parameters.spec = candidate.spec;
        out.parameters.password = candidate.password;
        out.firstInitOnly = std::ranges::contains(candidate.notes, pgaccess::NoteId::FirstInitOnly,
                                                  &pgaccess::PlacedNote::id);
        report.candidates.append(out);
    }
    for (const QString &file : found.needConsent)
        report.problems.append(
            Tr::tr("%1 is named by a compose file and was not read.").arg(base::visibleText(file)));
    for (const pgaccess::FileReport &file : found.files) {
        if (!file.trouble.isEmpty())
            report.problems.append(u"%1: %2"_s.arg(base::visibleText(file.file), file.trouble));
    }
}

} // namespace

QCoro::Task<int> checkConnections(Request request, base::Secret password)
{
    if (const auto unreadable = readFiles(request).unreadable)
        co_return printError(*unreadable, request.json, ExitCode::Usage);
    CheckReport report;
    if (!request.connection.isEmpty()) {
        const auto failure = co_await addConnection(&report, request.connection, password);
        if (failure)
            co_return printError(failure->error, request.json, failure->exitCode);
    }
    if (!request.from.isEmpty())
        addFiles(report, request.from);
    if (report.candidates.isEmpty())
        co_return printError({.message = Tr::tr("Nothing there names a PostgreSQL connection.")},
                             request.json, ExitCode::Usage);
    QList<pgaccess::LadderCandidate> candidates;
    for (int i = 0; i < report.candidates.size(); ++i) {
        const CheckedCandidate &candidate = report.candidates[i];
        const bool unreadable = std::ranges::contains(report.attempts, i, &Attempt::candidate);
        if (candidate.note.isEmpty() && !unreadable)
            candidates.append({.number = i, .parameters = candidate.parameters});
    }
    pgaccess::Ladder ladder;
    report.attempts += co_await ladder.climb(candidates, Deadline);
    const Sources sources = readFiles(request); // once more: the log has grown
    co_await diagnoseAll(&report, &sources, request.asAdmin);
    co_return print(report, request.json);
}

} // namespace app
