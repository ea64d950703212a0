// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A server with 1000 sessions, 300 of them waiting, for console.py: says its port and stays until
// its input ends. Each second 50 sessions run a statement.

#include "bench/crowd.h"

#include <QCoreApplication>

#include <cstdio>

#include <poll.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    bench::Crowd crowd(tests::anyServer());
    if (const auto ready = crowd.gather(1000, 300); !ready) {
        std::fprintf(stderr, "bench_crowd: %s\n", qUtf8Printable(ready.error().message));
        return 1;
    }
    std::printf("%d\n", crowd.server().port());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
