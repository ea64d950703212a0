// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/attempt.h"

#include "postgres/diagnostics.h"

#include <QDir>
#include <QFileInfo>

namespace pgaccess {

using namespace Qt::StringLiterals;
using std::chrono::microseconds;

namespace {

// The functions of the server's source that refuse a session after it knows who comes.
bool refusedAfterAuthentication(const pg::ProbeReport &report)
{
    const base::Error &error = *report.error;
    if (error.isClass("28"_L1) || error.isClass("08"_L1) || error.sqlState == "57P03"_L1 ||
        error.sqlState == "0A000"_L1)
        return false;
    if (error.sqlState != "53300"_L1)
        return true;
    const QString &function = report.trace.function;
    return function == "InitPostgres"_L1 || function == "CheckMyDatabase"_L1 ||
           function == "InitializeSessionUserId"_L1;
}

bool tlsWasDue(const Observation &observation)
{
    const QString &mode = observation.sslMode;
    if (observation.socket || observation.tlsInUse || mode == "disable"_L1)
        return false;
    const bool optional = mode.isEmpty() || mode == "prefer"_L1 || mode == "allow"_L1;
    return !optional || observation.tlsOffered != false;
}

Stage stageOf(const Observation &observation, const pg::ProbeReport &report)
{
    if (!report.error)
        return Stage::Ready;
    if (!report.trace.reached)
        return observation.systemError == 0 && report.error->kind == base::ErrorKind::Local
                   ? Stage::Resolve
                   : Stage::Reach;
    if (report.facts.serverVersion > 0)
        return Stage::Ready;
    if (!report.error->sqlState.isEmpty())
        return refusedAfterAuthentication(report) ? Stage::OpenDatabase : Stage::Authenticate;
    const bool kind = report.error->message.startsWith("session is "_L1) ||
                      report.error->message.contains("hot standby mode"_L1);
    if (observation.sessionAttributes && kind)
        return Stage::Ready; // libpq looks at the session once it stands
    if (tlsWasDue(observation) && report.error->kind != base::ErrorKind::PasswordNeeded)
        return Stage::Tls;
    return Stage::Authenticate;
}

Observation baseOf(const LadderCandidate &candidate, const pg::Target &target)
{
    const pg::ConnectionSpec &spec = candidate.parameters.spec;
    Observation out;
    out.user = spec.value(u"user"_s);
    out.database = spec.options.value(u"dbname"_s, out.user);
    out.host = spec.value(u"host"_s).contains(u',') ? target.host : spec.value(u"host"_s);
    out.address = target.hostAddress.isEmpty() ? target.host : target.hostAddress;
    out.port = target.port;
    out.socket = target.isSocket();
    out.sslMode = spec.value(u"sslmode"_s);
    out.passwordGiven = !candidate.parameters.password.isEmpty();
    out.clientCertificate = spec.options.contains(u"sslcert"_s);
    out.directTls = spec.value(u"sslnegotiation"_s) == "direct"_L1;
    const QString wanted = spec.value(u"target_session_attrs"_s);
    out.sessionAttributes = !wanted.isEmpty() && wanted != "any"_L1;
    // "database" replicates too, but goes to one by the rules for that database.
    static const QStringList physical{u"true"_s, u"on"_s, u"yes"_s, u"1"_s};
    out.replication = physical.contains(spec.value(u"replication"_s).toLower());
    return out;
}

// libpq says so too, but in the language of this process.
bool rootFileIsMissing(const pg::ConnectionSpec &spec)
{
    const QString file = spec.value(u"sslrootcert"_s);
    if (!spec.value(u"sslmode"_s).startsWith("verify-"_L1) || file == "system"_L1)
        return false;
    return !QFileInfo::exists(file.isEmpty() ? QDir::home().filePath(u".postgresql/root.crt"_s)
                                             : file);
}

// The server sends its "yes, it is you" together with the open session: the two have one time.
void fillStages(Attempt &attempt, const pg::ProbeReport &report, microseconds resolved)
{
    const Stage stage = attempt.observation.stage;
    for (int i = 0; i < int(stage); ++i)
        attempt.stages[size_t(i)].outcome = StageOutcome::Ok;
    attempt.stages[size_t(stage)].outcome =
        attempt.connected() ? StageOutcome::Ok : StageOutcome::Failed;
    if (stage > Stage::Tls && !attempt.observation.tlsInUse)
        attempt.stages[size_t(Stage::Tls)].outcome = StageOutcome::Skipped;
    const pg::HandshakeTrace &trace = report.trace;
    const microseconds ended = trace.ended.value_or(microseconds(0));
    const auto set = [&attempt](Stage at, std::optional<microseconds> elapsed) {
        attempt.stages[size_t(at)].elapsed = elapsed;
    };
    set(Stage::Resolve, resolved);
    if (stage >= Stage::Reach)
        set(Stage::Reach, trace.reached.value_or(ended));
    const microseconds reached = trace.reached.value_or(ended);
    if (trace.secured || stage == Stage::Tls)
        set(Stage::Tls, trace.secured.value_or(ended) - reached);
    if (stage >= Stage::Authenticate)
        set(Stage::Authenticate, ended - trace.secured.value_or(reached));
    if (report.ready)
        set(Stage::Ready, *report.ready - ended);
}

} // namespace

Attempt attemptOf(const LadderCandidate &candidate, const pg::Target &target,
                  const pg::ProbeReport &report, microseconds resolved)
{
    Attempt attempt{.candidate = candidate.number, .observation = baseOf(candidate, target)};
    Observation &seen = attempt.observation;
    seen.error = report.error;
    seen.function = report.trace.function;
    seen.context = report.trace.context;
    seen.firstBytes = report.trace.firstBytes;
    seen.tlsOffered = report.tlsOffered;
    seen.tlsInUse = report.tlsInUse;
    seen.passwordAsked = report.trace.passwordAsked;
    seen.pooled = report.facts.pooled;
    if (report.error && !report.trace.reached)
        seen.systemError = pg::systemErrorIn(report.error->message);
    seen.stage = stageOf(seen, report);
    if (seen.stage == Stage::Tls && seen.tlsOffered == true &&
        rootFileIsMissing(candidate.parameters.spec))
        seen.known = Cause::TlsFiles;
    attempt.serverVersion = report.facts.serverVersion;
    attempt.tlsVersion = report.facts.tlsVersion;
    attempt.endedAt = base::now();
    fillStages(attempt, report, resolved);
    return attempt;
}

Attempt unresolvedAttempt(const LadderCandidate &candidate, const pg::Target &target,
                          const base::Error &error, microseconds elapsed)
{
    Attempt attempt{.candidate = candidate.number, .observation = baseOf(candidate, target)};
    attempt.observation.address.clear();
    attempt.observation.error = error;
    attempt.observation.stage = Stage::Resolve;
    attempt.observation.known = Cause::DnsFailure;
    attempt.endedAt = base::now();
    attempt.stages[size_t(Stage::Resolve)] = {StageOutcome::Failed, elapsed};
    return attempt;
}

Attempt unreadableAttempt(int candidate, const base::Error &error, Cause cause)
{
    Attempt attempt{.candidate = candidate};
    attempt.observation.error = error;
    attempt.observation.stage = Stage::Resolve;
    attempt.observation.known = cause;
    attempt.endedAt = base::now();
    attempt.stages[size_t(Stage::Resolve)].outcome = StageOutcome::Failed;
    return attempt;
}

bool failedForEverybody(const Attempt &attempt)
{
    if (attempt.connected() || !attempt.observation.error->sqlState.isEmpty())
        return false;
    const Observation &seen = attempt.observation;
    if (seen.stage == Stage::Reach)
        return true;
    const bool silent =
        seen.error->kind == base::ErrorKind::Timeout && seen.firstBytes.isEmpty() && !seen.tlsInUse;
    const bool other = !seen.firstBytes.isEmpty() && !looksLikePostgres(seen.firstBytes);
    return seen.stage > Stage::Resolve && (silent || other);
}

Attempt inheritedBy(const Attempt &attempt, const LadderCandidate &candidate)
{
    Attempt out = attempt;
    pg::Target target{.host = attempt.observation.socket ? attempt.observation.address : QString(),
                      .hostAddress =
                          attempt.observation.socket ? QString() : attempt.observation.address,
                      .port = attempt.observation.port};
    const Observation own = baseOf(candidate, target);
    out.candidate = candidate.number;
    out.observation.user = own.user;
    out.observation.database = own.database;
    out.observation.host = own.host;
    out.observation.sslMode = own.sslMode;
    out.observation.passwordGiven = own.passwordGiven;
    return out;
}

QLatin1StringView stageName(Stage stage)
{
    constexpr std::array names = {"resolve"_L1,      "reach"_L1,         "tls"_L1,
                                  "authenticate"_L1, "open_database"_L1, "ready"_L1};
    static_assert(names.size() == StageCount);
    return names[size_t(stage)];
}

QLatin1StringView outcomeName(StageOutcome outcome)
{
    constexpr std::array names = {"ok"_L1, "failed"_L1, "skipped"_L1};
    return names[size_t(outcome)];
}

} // namespace pgaccess
