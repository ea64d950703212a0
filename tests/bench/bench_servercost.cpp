// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one tick costs the server, beside what reading the same two system functions whole costs,
// and beside one refresh of pg_activity. All through one connection, by turns.

#include "bench/crowd.h"
#include "locks/waitgraph.h"
#include "snapshot/livesource.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Rounds = 41;
constexpr int Sessions = 1000;

[[noreturn]] void giveUp(const QString &why)
{
    std::fprintf(stderr, "bench_servercost: %s\n", qUtf8Printable(why));
    std::exit(1);
}

// The first number of schedstat: nanoseconds on a processor.
qint64 processorTime(int pid)
{
    QFile file(u"/proc/%1/schedstat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        giveUp(u"no schedstat of the server process"_s);
    return file.readLine().split(' ').first().toLongLong();
}

struct Cost
{
    std::vector<double> wall;      // ms of the round trip
    std::vector<double> processor; // ms of the server process
};

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qsizetype(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

// The three statements of pg_activity's refresh as it sends them, with the values that it puts in
// by default.
QList<pg::Query> pgActivity()
{
    const QDir folder(u"/usr/lib/python3/dist-packages/pgactivity/queries"_s);
    QList<pg::Query> queries;
    for (const auto *name : {"get_pg_activity_post_130000.sql", "get_waiting_post_090200.sql",
                             "get_blocking_post_090600.sql"}) {
        QFile file(folder.filePath(QLatin1StringView(name)));
        if (!file.open(QIODevice::ReadOnly))
            giveUp(u"pg_activity 3 is not installed: "_s + file.fileName());
        QByteArray sql = file.readAll();
        sql.replace("{duration_column}", "\"query_start\"");
        sql.replace("{min_duration}", "0");
        sql.replace("%(min_duration)s", "0");
        sql.replace("{dbname_filter}", "NULL");
        sql.replace("%(dbname_filter)s", "NULL");
        queries.append({.sql = sql.trimmed()});
    }
    return queries;
}

class Comparison
{
public:
    explicit Comparison(const pg::ConnectionSpec &spec)
        : m_source({.spec = spec})
    {
        QObject::connect(&m_source, &snapshot::SnapshotSource::snapshotTaken, &m_context,
                         [this](const snapshot::SnapshotPtr &taken) {
                             m_last = taken;
                             m_loop.quit();
                         });
        m_source.setPidsToConfirm(
            [](const snapshot::Snapshot &taken) { return locks::pidsToConfirm(taken); });
        m_source.setInterval(1h);
        m_source.start();
        m_loop.exec();
        rest(500ms); // for the control connection and the names
    }

    ~Comparison() { m_source.server().stop(); }

    const snapshot::Snapshot &last() const { return *m_last; }

    void tick(Cost &cost)
    {
        const qint64 before = backendTime();
        m_source.refresh();
        m_loop.exec();
        cost.wall.push_back(std::chrono::duration<double, std::milli>(m_last->elapsed).count());
        rest(5ms);
        cost.processor.push_back(double(backendTime() - before) / 1e6);
    }

    void run(const QList<pg::Query> &batch, Cost &cost)
    {
        const qint64 before = backendTime();
        QElapsedTimer clock;
        clock.start();
        const auto results = QCoro::waitFor(m_source.server().watch().run(batch));
        cost.wall.push_back(double(clock.nsecsElapsed()) / 1e6);
        for (const auto &result : results) {
            if (!result)
                giveUp(result.error().message);
        }
        rest(5ms);
        cost.processor.push_back(double(backendTime() - before) / 1e6);
    }

private:
    qint64 backendTime() { return processorTime(m_source.server().watch().facts().backendPid); }

    void rest(std::chrono::milliseconds time)
    {
        QTimer::singleShot(time, &m_loop, &QEventLoop::quit);
        m_loop.exec();
    }

    snapshot::LiveSource m_source;
    QObject m_context;
    QEventLoop m_loop;
    snapshot::SnapshotPtr m_last;
};

void print(const char *name, const Cost &cost)
{
    std::printf("%-44s %8.2f %8.2f\n", name, median(cost.wall), median(cost.processor));
}

void printRatio(const char *name, const Cost &ours, const Cost &theirs)
{
    std::printf("%-44s %8.2f %8.2f\n", name, median(ours.wall) / median(theirs.wall),
                median(ours.processor) / median(theirs.processor));
}

void compare(Comparison &comparison)
{
    const QByteArray activity = "SELECT * FROM pg_stat_get_activity(NULL)";
    const QByteArray locks = "SELECT * FROM pg_locks";
    const QList<pg::Query> plain = {{.sql = activity}, {.sql = locks}};
    const QList<pg::Query> binary = {{.sql = activity, .binary = true, .prepare = true},
                                     {.sql = locks, .binary = true, .prepare = true}};
    const QList<pg::Query> refresh = pgActivity();
    Cost ours, ofPlain, ofBinary, ofRefresh;
    for (int i = 0; i < Rounds; ++i) {
        comparison.tick(ours);
        comparison.run(plain, ofPlain);
        comparison.run(binary, ofBinary);
        comparison.run(refresh, ofRefresh);
    }
    std::printf("%-44s %8s %8s\n", "medians of 41 rounds, ms", "wall", "backend");
    print("one tick", ours);
    print("the two functions whole, as text", ofPlain);
    print("the two functions whole, prepared, binary", ofBinary);
    print("one refresh of pg_activity, three queries", ofRefresh);
    printRatio("tick : functions, text (goal 1.25)", ours, ofPlain);
    printRatio("tick : functions, prepared, binary", ours, ofBinary);
    printRatio("tick : pg_activity (goal 0.3)", ours, ofRefresh);
}

void measure(int version, int waiting, bench::Crowd::Queue queue)
{
    bench::Crowd crowd(version);
    if (const auto ready = crowd.gather(Sessions, waiting, queue); !ready)
        giveUp(ready.error().message);
    Comparison comparison(crowd.server().spec());
    compare(comparison);
    const snapshot::Snapshot &last = comparison.last();
    const auto waits = [](const snapshot::Lock &lock) { return !lock.granted; };
    std::printf("PostgreSQL %s: %zu sessions, %zu locks read, %td of them waited for; asked about "
                "%zu pids, %zu names\n\n",
                qPrintable(last.server.version), last.sessions.size(), last.locks.size(),
                std::ranges::count_if(last.locks, waits), last.blocking.size(),
                last.objects.size());
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int version = argc > 1 ? QByteArrayView(argv[1]).toInt() : tests::anyServer();
    measure(version, 300, bench::Crowd::Queue::Writers);
    measure(version, 660, bench::Crowd::Queue::Readers);
    return 0;
}
