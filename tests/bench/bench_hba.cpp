// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a pg_hba.conf of 100,000 lines costs: to parse, to check, and to match a client against.

#include "access/hba/hbafindings.h"
#include "access/hba/hbamatch.h"

#include <benchmark/benchmark.h>

using namespace pgaccess;

namespace {

constexpr int Lines = 100'000;

/// As a program would write it for many customers: each with its database, user and network.
std::string customers()
{
    std::string text = "local all postgres peer\n";
    for (int i = 1; i < Lines; ++i) {
        const std::string number = std::to_string(i);
        const std::string net = std::to_string(i / 256 % 256) + '.' + std::to_string(i % 256);
        text += (i % 2 ? "hostssl customer_" : "host    customer_") + number + "   app_" + number +
                "   10." + net + ".0/24   scram-sha-256\n";
    }
    return text;
}

/// Few words in every combination, so that lines repeat and cover each other.
std::string crowded()
{
    std::string text;
    for (int i = 0; i < Lines; ++i) {
        const std::string net = std::to_string(i * 7 % 256) + '.' + std::to_string(i % 253);
        text += std::string(i % 3 ? "hostssl " : "hostnossl ") + (i % 5 ? "app" : "all") +
                std::to_string(i % 40) + ",sameuser user" + std::to_string(i % 30) + ",+staff 10." +
                net + ".0/" + std::to_string(16 + i % 17) + " md5 # line\n";
    }
    return text;
}

HbaRules parse(const std::string &text)
{
    return parseHbaText("pg_hba.conf", text, {}, 18);
}

// From nowhere, so that every rule is looked at.
HbaClient client()
{
    return {.address = parseIpAddress("192.0.2.1"), .user = "app_1", .database = "customer_1"};
}

void parsing(benchmark::State &state, std::string (*make)())
{
    const std::string text = make();
    for (auto _ : state)
        benchmark::DoNotOptimize(parse(text).rules.size());
}

void checking(benchmark::State &state, std::string (*make)())
{
    const HbaRules rules = parse(make());
    for (auto _ : state)
        benchmark::DoNotOptimize(checkHba(rules).size());
}

void matching(benchmark::State &state, std::string (*make)())
{
    const HbaRules rules = parse(make());
    for (auto _ : state)
        benchmark::DoNotOptimize(matchHba(rules, client()).rule.has_value());
}

void together(benchmark::State &state, std::string (*make)())
{
    const std::string text = make();
    for (auto _ : state) {
        const HbaRules rules = parse(text);
        benchmark::DoNotOptimize(checkHba(rules).size());
        benchmark::DoNotOptimize(matchHba(rules, client()).rule.has_value());
    }
}

} // namespace

BENCHMARK_CAPTURE(parsing, customers, customers)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(checking, customers, customers)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(matching, customers, customers)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(together, customers, customers)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parsing, crowded, crowded)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(checking, crowded, crowded)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(together, crowded, crowded)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
