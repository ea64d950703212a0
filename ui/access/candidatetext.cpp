// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/candidatetext.h"

#include "access/diagnosistext.h"
#include "base/plaintext.h"

#include <QLocale>

#include <array>

using namespace Qt::StringLiterals;

namespace ui {

using pgaccess::NoteId;
using pgaccess::Reach;
using pgaccess::SourceProblem;

QStringList CandidateText::places(const AccessCandidate &candidate)
{
    if (!candidate.profile.isEmpty())
        return {tr("the settings of the selected server")};
    QStringList out;
    QString file;
    for (const pgaccess::Place &place : candidate.candidate.places) {
        if (place.line > 0 && place.file == file)
            out.last() += u", "_s + QString::number(place.line);
        else
            out.append(base::visibleText(pgaccess::placeText(place), 120));
        file = place.file;
    }
    return out;
}

QString CandidateText::whyNot(const AccessCandidate &candidate)
{
    switch (candidate.candidate.reach) {
    case Reach::Translated:
        return tr("Inside the container network; from here the published port leads to it.");
    case Reach::NotPublished:
        return tr("Inside a container network, and none of its ports is published to this "
                  "machine.");
    case Reach::Cluster:
        return tr("A name that only a Kubernetes cluster knows.");
    case Reach::OwnContainer:
        return tr("“localhost” means the container itself here.");
    case Reach::Unknown:
    case Reach::Published:
        break;
    }
    if (candidate.candidate.isComplete())
        return {};
    return tr("Not all of it is known: %1.")
        .arg(base::visibleText(candidate.candidate.unresolved.join(u", "_s)));
}

QStringList CandidateText::notes(const AccessCandidate &candidate)
{
    QStringList out;
    if (candidate.candidate.reach == Reach::Published && !candidate.candidate.service.isEmpty())
        out.append(tr("The published port of the service “%1”.")
                       .arg(base::visibleText(candidate.candidate.service, 80)));
    for (const pgaccess::PlacedNote &note : candidate.candidate.notes) {
        const QString subject = base::visibleText(note.subject, 80);
        QString text;
        if (note.id == NoteId::FirstInitOnly)
            text = tr("POSTGRES_PASSWORD counts only when the data directory is first made; "
                      "changing it later does not change the role's password.");
        else if (note.id == NoteId::ExampleFile)
            text = tr("From an example file: its values may not be meant.");
        else if (note.id == NoteId::NotEscaped)
            text = tr("A character in the URL should be written as %XX.");
        else if (note.id == NoteId::CommandNotRun)
            text = tr("Part of it comes from a command that was not run.");
        else if (note.id == NoteId::TrustedByImage)
            text = tr("The container's image lets everybody in without a password.");
        else if (note.id == NoteId::PasswordEncoded)
            text = tr("The password is kept elsewhere, encoded; it was not read.");
        else if (note.id == NoteId::PasswordInFile)
            text = tr("The password is in a file that was not read: %1.").arg(subject);
        else if (note.id == NoteId::EngineNotStated)
            text = tr("Nothing says that it is PostgreSQL.");
        if (!text.isEmpty() && !out.contains(text))
            out.append(text);
    }
    return out;
}

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::CandidateText)
};

QString contradiction(const pgaccess::Candidates &found, const pgaccess::Contradiction &each)
{
    const auto placeOf = [&found](int credential) {
        const auto &places = found.credentials.value(credential).places;
        return places.isEmpty() ? QString() : base::visibleText(placeText(places.first()), 120);
    };
    const QString user = base::visibleText(found.credentials.value(each.first).user, 80);
    return each.kind == pgaccess::Contradiction::Kind::Password
               ? Tr::tr("%1 and %2 state different passwords for “%3”.")
                     .arg(placeOf(each.first), placeOf(each.second), user)
               : Tr::tr("%1 and %2 state different databases for “%3”.")
                     .arg(placeOf(each.first), placeOf(each.second), user);
}

QString fileProblem(const pgaccess::FileReport &file)
{
    const QString name = base::visibleText(file.file, 120);
    if (!file.trouble.isEmpty())
        return Tr::tr("%1 was not read: %2").arg(name, base::singleLine(file.trouble));
    switch (file.problem) {
    case SourceProblem::None:
        return {};
    case SourceProblem::TooLarge:
    case SourceProblem::TooDeep:
    case SourceProblem::TooManyNodes:
        return Tr::tr("%1 is larger than such a file can be, and was not read.").arg(name);
    case SourceProblem::NotUtf8:
        return Tr::tr("%1 is no text in UTF-8.").arg(name);
    case SourceProblem::Syntax:
        return file.problemLine > 0 ? Tr::tr("%1 cannot be understood from line %2 on.")
                                          .arg(name, QString::number(file.problemLine))
                                    : Tr::tr("%1 cannot be understood.").arg(name);
    case SourceProblem::NothingHere:
        return Tr::tr("%1 names no PostgreSQL.").arg(name);
    }
    return {};
}

} // namespace

QStringList CandidateText::troubles(const pgaccess::Candidates &found)
{
    QStringList out;
    for (const pgaccess::Contradiction &each : found.contradictions)
        out.append(contradiction(found, each));
    for (const pgaccess::FileReport &file : found.files) {
        if (const QString text = fileProblem(file); !text.isEmpty())
            out.append(text);
    }
    if (!found.complete)
        out.append(tr("There are more files than are searched; name the one that matters."));
    return out;
}

QString CandidateText::address(const pgaccess::Attempt &attempt)
{
    const pgaccess::Observation &seen = attempt.observation;
    const QString place = base::visibleText(seen.address.isEmpty() ? seen.host : seen.address, 80);
    return tr("%1 port %2").arg(place, QString::number(seen.port));
}

QString CandidateText::outcome(const pgaccess::StageResult &result)
{
    switch (result.outcome) {
    case pgaccess::StageOutcome::Ok:
        return tr("ok");
    case pgaccess::StageOutcome::Failed:
        return tr("failed");
    case pgaccess::StageOutcome::Skipped:
        break;
    }
    return u"–"_s;
}

QString CandidateText::elapsed(const pgaccess::StageResult &result)
{
    if (!result.elapsed || result.outcome == pgaccess::StageOutcome::Skipped)
        return {};
    const double ms = double(result.elapsed->count()) / 1000.0;
    const QLocale locale;
    if (ms < 0.1)
        return tr("< 0.1 ms");
    if (ms < 10)
        return tr("%1 ms").arg(locale.toString(ms, 'f', 1));
    if (ms < 1000)
        return tr("%1 ms").arg(locale.toString(ms, 'f', 0));
    return tr("%1 s").arg(locale.toString(ms / 1000, 'f', 1));
}

QString CandidateText::result(const JudgedAttempt &judged)
{
    return judged.attempt.connected() ? tr("connected")
                                      : DiagnosisText::name(judged.diagnosis.cause);
}

QString CandidateText::wayIn(pgaccess::WayIn way)
{
    // In the order of WayIn.
    static constexpr std::array texts = {
        QT_TR_NOOP("URI"),    QT_TR_NOOP("Keywords"),    QT_TR_NOOP("psql"),
        QT_TR_NOOP("Docker"), QT_TR_NOOP(".env"),        QT_TR_NOOP(".pgpass"),
        QT_TR_NOOP("JDBC"),   QT_TR_NOOP("Django"),      QT_TR_NOOP("SQLAlchemy"),
        QT_TR_NOOP("Rails"),  QT_TR_NOOP("Node"),        QT_TR_NOOP("Go"),
        QT_TR_NOOP(".NET"),   QT_TR_NOOP("GUI programs")};
    static_assert(texts.size() == size_t(pgaccess::WayInCount));
    return tr(texts[size_t(way)]);
}

} // namespace ui
