// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/checkcommand.h"

#include "access/candidatetext.h"
#include "access/ladder/ladder.h"
#include "access/ladder/unknownkeyword.h"
#include "access/sources/collect.h"
#include "base/plaintext.h"
#include "checkevidence.h"
#include "commandline/checkerror.h"
#include "commandline/checkreport.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

using pgaccess::Attempt;
using pgaccess::Cause;

namespace {

constexpr auto Deadline = 10s;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::CheckCommand)
};

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

QCoro::Task<void> diagnoseAll(CheckReport *report, CheckEvidence evidence, QString asAdmin)
{
    if (!asAdmin.isEmpty()) {
        const auto choice = co_await chooseServer(asAdmin, {});
        if (choice)
            evidence.admin = choice->parameters;
        else
            evidence.problems.append(Tr::tr("The second connection could not be made: %1")
                                         .arg(base::singleLine(choice.error().error.message)));
    }
    const Judgement judged = co_await judgeAttempts(report->attempts, evidence, {});
    report->diagnoses = judged.diagnoses;
    report->problems += judged.problems;
    report->adminFailed = judged.adminFailed || (!asAdmin.isEmpty() && !evidence.admin);
}

bool isUnreadable(const pgaccess::Diagnosis &diagnosis)
{
    return diagnosis.isProved() && diagnosis.cause <= Cause::PassFile;
}

void printForPeople(const CheckReport &report)
{
    // One wrong word needs no table.
    if (report.candidates.size() == 1 && report.diagnoses.size() == 1 &&
        isUnreadable(report.diagnoses.first())) {
        printReadable(*report.attempts.first().observation.error, false, ExitCode::Usage);
        return;
    }
    for (const QString &line : checkToText(report))
        printLine(line);
    for (const QString &problem : report.problems)
        printNote(base::singleLine(problem));
}

int print(const CheckReport &report, bool json)
{
    if (json)
        printJson(checkToJson(report));
    else
        printForPeople(report);
    if (std::ranges::any_of(report.diagnoses, isUnreadable))
        return int(ExitCode::Usage);
    if (report.adminFailed)
        return int(ExitCode::Connect);
    return int(isAllWell(report) ? ExitCode::Fine : ExitCode::Found);
}

// libpq says only that there is such a word.
base::Error unreadableString(const QString &text, const base::Error &error)
{
    const auto unknown = pgaccess::unknownKeyword(text);
    if (!unknown)
        return error;
    const QString word = base::visibleText(unknown->word, 60);
    base::Error out = error;
    out.message = unknown->nearest.isEmpty()
                      ? Tr::tr("A connection string has no keyword “%1”.").arg(word)
                      : Tr::tr("A connection string has no keyword “%1”; is “%2” meant?")
                            .arg(word, unknown->nearest);
    return out;
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
        report->attempts.append(
            pgaccess::unreadableAttempt(0, unreadableString(text, choice.error().error), *cause));
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

// Files that others name are read with consent only: by an option, or by a person at a terminal.
pgaccess::Candidates readSources(const Request &request, const QStringList &paths)
{
    pgaccess::Candidates found =
        pgaccess::collectSources(paths, {.readEnvFiles = request.readEnvFiles});
    if (found.needConsent.isEmpty() || request.json || !hasTerminal())
        return found;
    const QString answer =
        askLine(Tr::tr("A compose file names %1. Read it too? [y/N]")
                    .arg(base::visibleText(found.needConsent.join(u", "_s), 400)));
    if (!answer.trimmed().startsWith(u'y', Qt::CaseInsensitive))
        return found;
    return pgaccess::collectSources(paths, {.readEnvFiles = true});
}

void addFiles(CheckReport &report, const Request &request, const QStringList &paths)
{
    const pgaccess::Candidates found = readSources(request, paths);
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
        report.problems.append(Tr::tr("%1 is named by a compose file and was not read; --env-files "
                                      "allows it.")
                                   .arg(base::visibleText(file)));
    report.problems += ui::CandidateText::troubles(found);
}

QCoro::Task<QList<Attempt>> climb(CheckReport report)
{
    QList<pgaccess::LadderCandidate> candidates;
    for (int i = 0; i < report.candidates.size(); ++i) {
        const CheckedCandidate &candidate = report.candidates[i];
        const bool unreadable = std::ranges::contains(report.attempts, i, &Attempt::candidate);
        if (candidate.note.isEmpty() && !unreadable)
            candidates.append({.number = i, .parameters = candidate.parameters});
    }
    pgaccess::Ladder ladder;
    co_return co_await ladder.climb(candidates, Deadline);
}

} // namespace

QCoro::Task<int> checkConnections(Request request, base::Secret password)
{
    if (const auto unreadable = readEvidence(request.evidence).unreadable; !unreadable.isEmpty())
        co_return printError(unreadable.first(), request.json, ExitCode::Usage);
    for (const QString &path : request.from) {
        if (!QFileInfo::exists(path))
            co_return printError(
                {.message = Tr::tr("There is no file or folder %1.").arg(base::visibleText(path))},
                request.json, ExitCode::Usage);
    }
    CheckReport report;
    QStringList sources = request.from;
    report.files = pgaccess::takeEvidence(sources);
    report.files.take(request.evidence);
    if (!request.connection.isEmpty()) {
        const auto failure = co_await addConnection(&report, request.connection, password);
        if (failure)
            co_return printReadable(failure->error, request.json, failure->exitCode);
    }
    if (!sources.isEmpty())
        addFiles(report, request, sources);
    report.attempts += co_await climb(report);
    // Only now: the log has grown.
    const CheckEvidence evidence = readEvidence(report.files);
    report.log = evidence.story;
    if (report.candidates.isEmpty() && report.log.total() == 0)
        co_return printError({.message = Tr::tr("Nothing there names a PostgreSQL connection.")},
                             request.json, ExitCode::Usage);
    co_await diagnoseAll(&report, evidence, request.asAdmin);
    co_return print(report, request.json);
}

} // namespace app
