// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/ladder.h"

#include "access/ladder/addresses.h"
#include "access/ladder/settingsproblem.h"
#include "postgres/addresslookup.h"

namespace pgaccess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

constexpr int AtATime = 4;
constexpr auto TlsLookTime = 3s;

microseconds since(const QElapsedTimer &clock)
{
    return std::chrono::duration_cast<microseconds>(clock.durationElapsed());
}

bool isCancelled(const Attempt &attempt)
{
    return attempt.observation.error &&
           attempt.observation.error->kind == base::ErrorKind::Cancelled;
}

// libpq does not say what is wrong with a certificate; and whether TLS is spoken at all tells a
// missing line of pg_hba.conf from one that wants TLS.
bool wantsTlsLook(const Attempt &attempt)
{
    const Observation &seen = attempt.observation;
    if (seen.socket || attempt.connected() || seen.error->kind == base::ErrorKind::Timeout)
        return false;
    const bool other = !seen.firstBytes.isEmpty() && !looksLikePostgres(seen.firstBytes);
    if (seen.stage == Stage::Tls)
        return seen.tlsOffered != false && !other;
    return seen.error->sqlState == "28000"_L1 && !seen.tlsInUse && !seen.tlsOffered;
}

pg::ProbeReport notTried()
{
    return {.error = base::Error{.kind = base::ErrorKind::Timeout,
                                 .message = u"The time was over before this was tried."_s}};
}

} // namespace

/// One address for one candidate.
struct Ladder::Job
{
    int order = 0; ///< Of the candidate in the list.
    LadderCandidate candidate;
    pg::Target target;
    microseconds resolved{};
    std::optional<Attempt> attempt; ///< Once over.
};

/// The jobs at one address, worked off by a few at a time.
struct Ladder::Endpoint
{
    std::vector<Job *> jobs;
    size_t next = 0;
    std::optional<Attempt> failure; ///< One that everybody would meet.
};

Ladder::Ladder(QObject *parent)
    : QObject(parent)
{
}

Ladder::~Ladder()
{
    cancel();
}

void Ladder::cancel()
{
    m_cancelled = true;
    const QSet<QObject *> running = m_running;
    for (QObject *step : running) {
        if (!m_running.contains(step))
            continue; // ended by the one before
        if (auto *lookup = qobject_cast<pg::AddressLookup *>(step))
            lookup->abort();
        else if (auto *probe = qobject_cast<pg::Probe *>(step))
            probe->abort();
        else if (auto *tls = qobject_cast<pg::TlsProbe *>(step))
            tls->abort();
    }
}

QCoro::Task<Ladder::Attempts> Ladder::climb(QList<LadderCandidate> candidates,
                                            std::chrono::milliseconds deadline)
{
    m_deadline = QDeadlineTimer(deadline);
    m_jobs.clear();
    m_cancelled = false;
    std::vector<QCoro::Task<void>> resolving;
    for (int i = 0; i < candidates.size(); ++i)
        resolving.push_back(resolve(candidates[i], i));
    for (const QCoro::Task<void> &task : resolving)
        co_await task;
    std::ranges::stable_sort(m_jobs, {}, [](const auto &job) { return job->order; });
    std::vector<QCoro::Task<void>> working;
    for (const std::shared_ptr<Endpoint> &endpoint : endpoints()) {
        for (int i = 0; i < AtATime; ++i)
            working.push_back(work(endpoint));
    }
    for (const QCoro::Task<void> &task : working)
        co_await task;
    Attempts attempts;
    for (const std::shared_ptr<Job> &job : m_jobs)
        attempts.append(*job->attempt);
    co_return attempts;
}

void Ladder::addJob(const Job &job)
{
    m_jobs.push_back(std::make_shared<Job>(job));
}

QCoro::Task<void> Ladder::resolve(LadderCandidate candidate, int order)
{
    pg::ConnectionSpec &spec = candidate.parameters.spec;
    spec = withImpliedTls(spec);
    const auto targets = pg::targets(spec);
    const auto problem = targets ? settingsProblem(spec) : targets.error();
    if (problem) {
        Job job{.order = order, .candidate = candidate};
        job.attempt = unreadableAttempt(candidate.number, *problem, Cause::BadConninfo);
        addJob(job);
        co_return;
    }
    std::vector<QCoro::Task<void>> tasks;
    for (const pg::Target &target : *targets)
        tasks.push_back(resolveTarget(candidate, target, order));
    for (const QCoro::Task<void> &task : tasks)
        co_await task;
}

QCoro::Task<void> Ladder::resolveTarget(LadderCandidate candidate, pg::Target target, int order)
{
    Job job{.order = order, .candidate = candidate, .target = target};
    if (const auto places = knownPlaces(target)) {
        for (const pg::Target &place : *places) {
            job.target = place;
            addJob(job);
        }
        co_return;
    }
    QElapsedTimer clock;
    clock.start();
    pg::AddressLookup lookup;
    m_running.insert(&lookup);
    lookup.start(target.host, m_deadline);
    const pg::AddressLookup::Outcome found = co_await lookup.completion();
    m_running.remove(&lookup);
    job.resolved = since(clock);
    if (!found) {
        job.attempt = unresolvedAttempt(candidate, target, found.error(), job.resolved);
        addJob(job);
        co_return;
    }
    for (const QString &address : *found) {
        job.target.hostAddress = address;
        addJob(job);
    }
}

// The jobs that are left, by their address.
std::vector<std::shared_ptr<Ladder::Endpoint>> Ladder::endpoints()
{
    std::map<std::pair<QString, int>, std::shared_ptr<Endpoint>> byAddress;
    for (const std::shared_ptr<Job> &job : m_jobs) {
        if (job->attempt)
            continue;
        const pg::Target &target = job->target;
        const QString address = target.isSocket() ? target.host : target.hostAddress;
        auto &endpoint = byAddress[{address, target.port}];
        if (!endpoint)
            endpoint = std::make_shared<Endpoint>();
        endpoint->jobs.push_back(job.get());
    }
    std::vector<std::shared_ptr<Endpoint>> out;
    for (const auto &[address, endpoint] : byAddress)
        out.push_back(endpoint);
    return out;
}

QCoro::Task<void> Ladder::work(std::shared_ptr<Endpoint> endpoint)
{
    while (endpoint->next < endpoint->jobs.size()) {
        Job *job = endpoint->jobs[endpoint->next++];
        if (endpoint->failure)
            job->attempt = inheritedBy(*endpoint->failure, job->candidate);
        else
            job->attempt = co_await tryOnce(job);
        if (failedForEverybody(*job->attempt))
            endpoint->failure = job->attempt;
        if (!m_cancelled)
            emit attemptEnded(*job->attempt);
    }
}

QCoro::Task<Attempt> Ladder::tryOnce(const Job *job)
{
    if (m_cancelled || m_deadline.hasExpired())
        co_return attemptOf(job->candidate, job->target, notTried(), job->resolved);
    pg::Probe probe;
    m_running.insert(&probe);
    const pg::ProbeReport report =
        co_await probe.run(job->candidate.parameters, job->target, m_deadline);
    m_running.remove(&probe);
    const Attempt attempt = attemptOf(job->candidate, job->target, report, job->resolved);
    if (isCancelled(attempt) || !wantsTlsLook(attempt))
        co_return attempt;
    co_return co_await lookAtTls(attempt, job->candidate.parameters.spec);
}

QCoro::Task<Attempt> Ladder::lookAtTls(Attempt attempt, pg::ConnectionSpec spec)
{
    const Observation &seen = attempt.observation;
    const pg::TlsQuestion question{.address = seen.address,
                                   .port = seen.port,
                                   .host = seen.host,
                                   .rootFile = spec.value(u"sslrootcert"_s)};
    pg::TlsProbe probe;
    m_running.insert(&probe);
    probe.start(question, QDeadlineTimer(std::min<std::chrono::milliseconds>(
                              TlsLookTime, m_deadline.remainingTimeAsDuration() / 1ms * 1ms)));
    const pg::TlsReport report = co_await probe.completion();
    m_running.remove(&probe);
    if (report.reached && !attempt.observation.tlsOffered)
        attempt.observation.tlsOffered = report.offered;
    if (seen.stage == Stage::Tls)
        attempt.observation.tls = report;
    co_return attempt;
}

} // namespace pgaccess
