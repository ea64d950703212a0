// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/checkreport.h"

#include "access/diagnosis/fixes.h"
#include "access/diagnosis/storyjson.h"
#include "access/diagnosistext.h"
#include "access/logtext.h"
#include "base/plaintext.h"
#include "commandline/terminal.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace app {

using pgaccess::Attempt;
using pgaccess::Diagnosis;
using pgaccess::Fix;
using pgaccess::Stage;
using ui::DiagnosisText;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::CheckReport)
};

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue numberOrNull(int number)
{
    return number > 0 ? QJsonValue(number) : QJsonValue();
}

QString hostOf(const pg::ConnectionSpec &spec)
{
    const QString host = spec.value(u"host"_s);
    return host.isEmpty() ? spec.value(u"hostaddr"_s) : host;
}

int portOf(const pg::ConnectionSpec &spec)
{
    const QString port = spec.value(u"port"_s).section(u',', 0, 0);
    return port.isEmpty() ? 5432 : port.toInt();
}

QJsonObject candidateToJson(const CheckedCandidate &candidate)
{
    const pg::ConnectionSpec &spec = candidate.parameters.spec;
    return {{u"source"_s, candidate.source},
            {u"line"_s, numberOrNull(candidate.line)},
            {u"user"_s, textOrNull(spec.value(u"user"_s))},
            {u"database"_s, textOrNull(spec.value(u"dbname"_s))},
            {u"host"_s, textOrNull(hostOf(spec))},
            {u"port"_s, numberOrNull(portOf(spec))},
            {u"inside_container"_s, candidate.insideContainer},
            {u"places"_s, QJsonArray::fromStringList(candidate.places)},
            {u"note"_s, textOrNull(candidate.note)}};
}

QJsonArray stagesToJson(const Attempt &attempt)
{
    QJsonArray stages;
    for (int i = 0; i < pgaccess::StageCount; ++i) {
        const pgaccess::StageResult &result = attempt.at(Stage(i));
        QJsonValue elapsed;
        if (result.elapsed)
            elapsed = double(result.elapsed->count()) / 1000;
        stages.append(QJsonObject{{u"stage"_s, pgaccess::stageName(Stage(i))},
                                  {u"outcome"_s, pgaccess::outcomeName(result.outcome)},
                                  {u"elapsed_ms"_s, elapsed}});
    }
    return stages;
}

QJsonArray fixesToJson(const QList<Fix> &fixes)
{
    QJsonArray out;
    for (const Fix &fix : fixes)
        out.append(QJsonObject{{u"kind"_s, pgaccess::fixKindName(fix.kind)},
                               {u"text"_s, textOrNull(fix.text)},
                               {u"setting"_s, textOrNull(fix.setting)},
                               {u"sql"_s, fix.sql ? QJsonValue(fix.text) : QJsonValue()},
                               {u"advice"_s, DiagnosisText::advice(fix)},
                               {u"needs"_s, textOrNull(DiagnosisText::needs(fix.right))},
                               {u"before"_s, textOrNull(fix.before)}});
    return out;
}

void addDiagnosis(QJsonObject &object, const CheckReport &report, qsizetype number)
{
    const Attempt &attempt = report.attempts[number];
    const Diagnosis &diagnosis = report.diagnoses[number];
    QJsonArray alternatives;
    for (const pgaccess::Cause cause : diagnosis.alternatives)
        alternatives.append(pgaccess::causeName(cause));
    const base::Error &error = *attempt.observation.error;
    object[u"cause"_s] = pgaccess::causeName(diagnosis.cause);
    object[u"certainty"_s] = diagnosis.isProved() ? u"proved"_s : u"likely"_s;
    object[u"alternatives"_s] = alternatives;
    object[u"sqlstate"_s] = textOrNull(error.sqlState);
    object[error.sqlState.isEmpty() ? u"client_message"_s : u"server_message"_s] = error.message;
    object[u"server_detail"_s] = textOrNull(error.detail);
    if (diagnosis.rule) {
        object[u"hba_line"_s] = numberOrNull(diagnosis.rule->line);
        object[u"hba_file"_s] = textOrNull(diagnosis.rule->file);
        object[u"hba_rule"_s] = textOrNull(diagnosis.rule->text);
    }
    object[u"explanation"_s] = checkExplanation(report, number);
    object[u"fixes"_s] = fixesToJson(diagnosis.fixes);
    object[u"evidence"_s] = textOrNull(diagnosis.facts.value(pgaccess::Fact::Evidence));
}

QJsonObject attemptToJson(const CheckReport &report, qsizetype number)
{
    const Attempt &attempt = report.attempts[number];
    const pgaccess::Observation &seen = attempt.observation;
    QJsonObject object{{u"candidate"_s, attempt.candidate},
                       {u"address"_s, textOrNull(seen.address)},
                       {u"port"_s, seen.port},
                       {u"stages"_s, stagesToJson(attempt)},
                       {u"outcome"_s, attempt.connected() ? u"connected"_s : u"failed"_s},
                       {u"cause"_s, QJsonValue()},
                       {u"certainty"_s, QJsonValue()},
                       {u"alternatives"_s, QJsonArray()},
                       {u"sqlstate"_s, QJsonValue()},
                       {u"server_message"_s, QJsonValue()},
                       {u"hba_line"_s, QJsonValue()},
                       {u"explanation"_s, QJsonValue()},
                       {u"fixes"_s, QJsonArray()},
                       {u"server_version_num"_s, numberOrNull(attempt.serverVersion)},
                       {u"tls"_s, textOrNull(attempt.tlsVersion)},
                       {u"pooled"_s, seen.pooled}};
    if (!attempt.connected())
        addDiagnosis(object, report, number);
    return object;
}

QJsonObject logToJson(const CheckReport &report)
{
    return pgaccess::storyToJson(
        report.log, [&report](const auto &failures) { return isOfTried(report, failures); });
}

QJsonObject filesToJson(const pgaccess::EvidenceFiles &files)
{
    return {{u"log"_s, textOrNull(files.log)},
            {u"hba"_s, textOrNull(files.hba)},
            {u"ident"_s, textOrNull(files.ident)}};
}

QString milliseconds(const Attempt &attempt)
{
    std::chrono::microseconds sum(0);
    for (const pgaccess::StageResult &stage : attempt.stages)
        sum += stage.elapsed.value_or(std::chrono::microseconds(0));
    return QString::number(double(sum.count()) / 1000, 'f', 1);
}

QString shortName(const CheckedCandidate &candidate)
{
    return base::visibleText(candidate.parameters.spec.shortText());
}

QString sourceOf(const CheckedCandidate &candidate)
{
    const QString source = base::visibleText(candidate.source);
    return candidate.line > 0 ? source + u':' + QString::number(candidate.line) : source;
}

// Nothing of it is known where the settings cannot be read.
QString placeOf(const pgaccess::Observation &seen)
{
    const QString place = seen.address.isEmpty() ? seen.host : seen.address;
    return place.isEmpty() ? Tr::tr("settings") : base::visibleText(place);
}

QStringList rowOf(const CheckReport &report, qsizetype number)
{
    const Attempt &attempt = report.attempts[number];
    const pgaccess::Observation &seen = attempt.observation;
    const QString verdict = attempt.connected()
                                ? Tr::tr("connected")
                                : DiagnosisText::name(report.diagnoses[number].cause);
    return {QString::number(number), shortName(report.candidates[attempt.candidate]),
            placeOf(seen),           DiagnosisText::stage(seen.stage),
            milliseconds(attempt),   verdict};
}

QStringList verdictOf(const CheckReport &report, qsizetype number)
{
    const Attempt &attempt = report.attempts[number];
    const Diagnosis &diagnosis = report.diagnoses[number];
    const QString sure = diagnosis.isProved() ? Tr::tr("proved") : Tr::tr("likely");
    QStringList lines{QString(),
                      u"%1  %2: %3 (%4)"_s.arg(QString::number(number),
                                               placeOf(attempt.observation),
                                               DiagnosisText::name(diagnosis.cause), sure),
                      u"   "_s + checkExplanation(report, number)};
    for (const Fix &fix : diagnosis.fixes) {
        const QString needs = DiagnosisText::needs(fix.right);
        const QString advice = DiagnosisText::advice(fix);
        lines.append(needs.isEmpty() ? Tr::tr("   – %1.").arg(advice)
                                     : Tr::tr("   – %1 (it takes %2).").arg(advice, needs));
        if (!fix.text.isEmpty())
            lines.append(u"       "_s + base::visibleText(fix.text));
    }
    return lines;
}

// What concerns those who were tried stands with their attempts.
QStringList logLines(const CheckReport &report)
{
    if (report.log.file.isEmpty())
        return {};
    QStringList lines{QString(), ui::LogText::head(report.log)};
    QList<pgaccess::LoginFailures> others = report.log.groups;
    others.removeIf([&report](const auto &failures) { return isOfTried(report, failures); });
    for (const pgaccess::LoginFailures &failures : others) {
        lines.append(u"   – "_s + ui::LogText::failures(failures));
        if (const QString verdict = ui::LogText::verdict(failures); !verdict.isEmpty())
            lines.append(u"     "_s + verdict);
    }
    if (!others.isEmpty() && !report.attempts.isEmpty())
        lines.append(Tr::tr("   Nobody of these was tried here."));
    else if (report.log.total() > 0 && others.isEmpty())
        lines.append(Tr::tr("   All of them are of users who were tried here."));
    return lines;
}

} // namespace

// A changed POSTGRES_PASSWORD does not change the role's password.
QString checkExplanation(const CheckReport &report, qsizetype number)
{
    const Attempt &attempt = report.attempts[number];
    const Diagnosis &diagnosis = report.diagnoses[number];
    QString text = DiagnosisText::explanation(diagnosis, attempt.observation);
    const bool password = attempt.observation.error->sqlState == "28P01"_L1;
    if (password && report.candidates[attempt.candidate].firstInitOnly)
        text +=
            u' ' + Tr::tr("The password in the compose file counts only when the data directory "
                          "is made: changing it there later does not change that of the role.");
    return text;
}

bool isOfTried(const CheckReport &report, const pgaccess::LoginFailures &failures)
{
    return std::ranges::any_of(report.attempts, [&failures](const Attempt &attempt) {
        return pgaccess::isOf(attempt.observation, failures);
    });
}

bool isAllWell(const CheckReport &report)
{
    for (int i = 0; i < report.candidates.size(); ++i) {
        const bool tried = std::ranges::contains(report.attempts, i, &Attempt::candidate);
        const bool works = std::ranges::any_of(report.attempts, [i](const Attempt &attempt) {
            return attempt.candidate == i && attempt.connected();
        });
        if (tried && !works)
            return false;
    }
    return !report.attempts.isEmpty();
}

QJsonObject checkToJson(const CheckReport &report)
{
    QJsonArray candidates, attempts, works;
    for (const CheckedCandidate &candidate : report.candidates)
        candidates.append(candidateToJson(candidate));
    for (int i = 0; i < report.attempts.size(); ++i) {
        attempts.append(attemptToJson(report, i));
        if (report.attempts[i].connected())
            works.append(i);
    }
    return {{u"schema"_s, u"pgvigil.check/1"_s},
            {u"candidates"_s, candidates},
            {u"attempts"_s, attempts},
            {u"works"_s, works},
            {u"problems"_s, QJsonArray::fromStringList(report.problems)},
            {u"evidence_files"_s, filesToJson(report.files)},
            {u"log"_s, report.log.file.isEmpty() ? QJsonValue() : logToJson(report)}};
}

QStringList checkToText(const CheckReport &report)
{
    QStringList lines;
    for (const CheckedCandidate &candidate : report.candidates) {
        lines.append(u"%1  (%2)"_s.arg(shortName(candidate), sourceOf(candidate)));
        if (!candidate.note.isEmpty())
            lines.append(u"   "_s + base::visibleText(candidate.note));
    }
    QList<QStringList> rows;
    for (qsizetype i = 0; i < report.attempts.size(); ++i)
        rows.append(rowOf(report, i));
    if (!rows.isEmpty())
        lines.append(QString());
    if (!rows.isEmpty())
        lines += alignedTable({Tr::tr("NR"), Tr::tr("CONNECTION"), Tr::tr("ADDRESS"),
                               Tr::tr("GOT TO"), Tr::tr("MS"), Tr::tr("RESULT")},
                              rows, {0, 4});
    for (qsizetype i = 0; i < report.attempts.size(); ++i) {
        if (!report.attempts[i].connected())
            lines += verdictOf(report, i);
    }
    lines += logLines(report);
    if (!lines.isEmpty() && lines.first().isEmpty())
        lines.removeFirst();
    return lines;
}

} // namespace app
