// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What it costs to work out who blocks whom.

#include "locks/impact.h"
#include "locks/samplelocks.h"

#include <benchmark/benchmark.h>

namespace {

void edges(benchmark::State &state)
{
    const auto snapshot = tests::sampleLocks(int(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(locks::waitGraph(*snapshot));
}

void edgesAndImpact(benchmark::State &state)
{
    const auto snapshot = tests::sampleLocks(int(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(locks::situationOf(snapshot));
}

void whomToAsk(benchmark::State &state)
{
    const auto snapshot = tests::sampleLocks(int(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(locks::pidsToConfirm(*snapshot));
}

// All of them wait for one row: the most edges that there can be.
void oneQueue(benchmark::State &state)
{
    const auto waiting = int(state.range(0));
    auto snapshot = std::make_shared<snapshot::Snapshot>();
    snapshot->server.versionNum = 170004;
    for (int i = 0; i <= waiting; ++i) {
        snapshot::Lock lock{.target = {.type = QStringLiteral("tuple"), .relation = 1},
                            .pid = i + 1,
                            .mode = locks::LockMode::Exclusive,
                            .granted = i == 0};
        if (i > 0)
            lock.waitStart = snapshot::Timestamp(std::chrono::seconds(i));
        snapshot->locks.push_back(lock);
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(locks::situationOf(snapshot));
}

} // namespace

BENCHMARK(edges)->Arg(300)->Arg(2000)->Unit(benchmark::kMillisecond);
BENCHMARK(edgesAndImpact)->Arg(300)->Arg(2000)->Unit(benchmark::kMillisecond);
BENCHMARK(whomToAsk)->Arg(2000)->Unit(benchmark::kMillisecond);
BENCHMARK(oneQueue)->Arg(500)->Arg(2000)->Arg(10000)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
