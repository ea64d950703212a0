// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long the ladder takes for twenty candidates whose addresses are all dead: the goal is the
// deadline of one attempt and one second more, since they are tried side by side.

#include "access/diagnosis/diagnosis.h"
#include "access/ladder/ladder.h"
#include "support/hostileserver.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QElapsedTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;

namespace {

constexpr int Candidates = 20;
constexpr auto Deadline = 3000ms;
constexpr auto Allowance = 1000ms;

LadderCandidate candidate(int number, const QStringList &ports)
{
    LadderCandidate out{.number = number};
    const QStringList hosts(ports.size(), u"127.0.0.1"_s);
    out.parameters.spec.options = {{u"host"_s, hosts.join(u',')},
                                   {u"port"_s, ports.join(u',')},
                                   {u"user"_s, u"app"_s},
                                   {u"sslmode"_s, u"require"_s}};
    out.parameters.password = base::Secret("sesame");
    return out;
}

// Each has addresses of its own: one that drops what is sent, and one that takes the connection and
// says nothing; and two that all share.
QList<LadderCandidate> deadCandidates(const std::vector<tests::BlackHole> &holes,
                                      const std::list<tests::HostileServer> &silent)
{
    QList<LadderCandidate> out;
    auto mute = silent.begin();
    for (int i = 0; i < Candidates; ++i, ++mute) {
        const QList<int> ports{holes[size_t(i)].port(), mute->port(), holes.back().port(),
                               silent.back().port()};
        QStringList words;
        for (const int port : ports)
            words.append(QString::number(port));
        out.append(candidate(i, words));
    }
    return out;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    std::vector<tests::BlackHole> holes(Candidates + 1);
    std::list<tests::HostileServer> silent;
    for (int i = 0; i < Candidates + 1; ++i)
        silent.emplace_back(tests::Hostility::Silent);
    Ladder ladder;
    QElapsedTimer clock;
    clock.start();
    const QList<Attempt> attempts =
        QCoro::waitFor(ladder.climb(deadCandidates(holes, silent), Deadline));
    const std::chrono::milliseconds elapsed(clock.elapsed());
    const auto timedOut = std::ranges::count_if(attempts, [](const Attempt &attempt) {
        return !attempt.connected() && diagnose(attempt.observation).cause == Cause::Timeout;
    });
    std::printf(
        "%d candidates, %lld dead addresses, %lld judged: %lld ms; one deadline is %lld ms\n",
        Candidates, static_cast<long long>(attempts.size()), static_cast<long long>(timedOut),
        static_cast<long long>(elapsed.count()), static_cast<long long>(Deadline.count()));
    const bool complete = attempts.size() == 4 * Candidates && timedOut == attempts.size();
    return complete && elapsed <= Deadline + Allowance ? 0 : 1;
}
