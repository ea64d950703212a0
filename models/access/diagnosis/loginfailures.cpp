// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/loginfailures.h"

#include "access/diagnosis/clientmessage.h"
#include "access/diagnosis/evidence.h"
#include "base/plaintext.h"

#include <algorithm>
#include <numeric>

namespace pgaccess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto StartupTime = 1min;

QString text(const std::string &bytes)
{
    return base::decodeText(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

// The zone is left out: of one log all times are in the same one.
std::optional<base::Timestamp> timeOf(const QString &logged)
{
    return base::fromIso(logged.section(u' ', 0, 1) + u'Z');
}

// What its client was told.
Observation observed(const AuthLogEntry &entry)
{
    const QString state = text(entry.sqlState);
    const QString said =
        state.isEmpty() ? text(entry.message) : state + u": "_s + text(entry.message);
    const QList<Observation> read = readClientMessage(u"FATAL:  "_s + said);
    Observation out = read.first();
    if (!entry.user.empty())
        out.user = text(entry.user);
    if (!entry.database.empty())
        out.database = text(entry.database);
    return out;
}

bool isRefusedLogin(const Observation &seen)
{
    const QString &state = seen.error->sqlState;
    return state.startsWith("28"_L1) || state == "3D000"_L1 || state == "42501"_L1 ||
           state == "53300"_L1;
}

struct Failure
{
    LoginFailures group;
    std::optional<base::Timestamp> time;
};

Failure failureOf(const AuthLogEntry &entry, const Observation &seen)
{
    Evidence evidence{.log = {entry}};
    const QString logged = text(entry.time);
    const auto time = timeOf(logged);
    evidence.attemptedAt = time.value_or(base::Timestamp{});
    const Diagnosis diagnosis = refine(diagnose(seen), seen, evidence);
    Failure out{.group = {.user = seen.user,
                          .database = seen.database,
                          .address = text(entry.address),
                          .cause = diagnosis.cause,
                          .rule = diagnosis.rule},
                .time = time};
    if (out.group.address.isEmpty())
        out.group.address = diagnosis.facts.value(Fact::ClientAddress);
    out.group.first = out.group.last = logged;
    return out;
}

bool isSameKind(const LoginFailures &one, const LoginFailures &other)
{
    return one.user == other.user && one.database == other.database &&
           one.address == other.address && one.cause == other.cause && one.rule == other.rule;
}

void takePhase(LoginFailures &group, const std::optional<base::Timestamp> &first,
               const QList<base::Timestamp> &ready)
{
    if (!first || ready.isEmpty())
        return;
    const auto later = std::ranges::upper_bound(ready, *first);
    if (later == ready.begin()) { // refused before the server was ready
        group.phase = LoginPhase::Startup;
        return;
    }
    group.sinceReady = *first - *std::prev(later);
    group.phase = *group.sinceReady < StartupTime ? LoginPhase::Startup : LoginPhase::Runtime;
}

int peakOf(QList<base::Timestamp> times)
{
    std::ranges::sort(times);
    qsizetype peak = 0, from = 0;
    for (qsizetype to = 0; to < times.size(); ++to) {
        while (times[to] - times[from] >= 1min)
            ++from;
        peak = std::max(peak, to - from + 1);
    }
    return int(peak);
}

} // namespace

int LogStory::total() const
{
    return std::transform_reduce(groups.begin(), groups.end(), 0, std::plus(),
                                 [](const LoginFailures &group) { return group.count; });
}

LogStory storyOf(const ServerLog &log)
{
    LogStory story;
    QList<base::Timestamp> ready;
    for (const std::string &time : log.readyAt) {
        story.readyAt.append(text(time));
        if (const auto at = timeOf(story.readyAt.last()))
            ready.append(*at);
    }
    std::ranges::sort(ready);
    QList<QList<base::Timestamp>> times; // of each group
    for (const AuthLogEntry &entry : log.refused) {
        const Observation seen = observed(entry);
        if (!seen.error || !isRefusedLogin(seen))
            continue;
        const Failure failure = failureOf(entry, seen);
        auto group = std::ranges::find_if(story.groups, [&failure](const LoginFailures &known) {
            return isSameKind(known, failure.group);
        });
        const auto number = group - story.groups.begin();
        if (group == story.groups.end()) {
            story.groups.append(failure.group);
            times.append(QList<base::Timestamp>());
            takePhase(story.groups.last(), failure.time, ready);
        }
        LoginFailures &known = story.groups[number];
        ++known.count;
        known.last = failure.group.last;
        if (failure.time)
            times[number].append(*failure.time);
    }
    for (qsizetype i = 0; i < story.groups.size(); ++i)
        story.groups[i].peakPerMinute = peakOf(times[i]);
    return story;
}

bool isOf(const Observation &attempt, const LoginFailures &failures)
{
    return attempt.user == failures.user &&
           (failures.database.isEmpty() || attempt.database == failures.database);
}

} // namespace pgaccess
