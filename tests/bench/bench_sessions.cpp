// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a refresh of the table of sessions costs the window thread.

#include "sessions/sessionmodel.h"

#include "sessions/samplesessions.h"

#include <benchmark/benchmark.h>
#include <QApplication>
#include <QHeaderView>
#include <QTreeView>

#include <map>

namespace {

constexpr int Snapshots = 40;

std::vector<snapshot::SnapshotPtr> makeRefreshes(int sessions)
{
    test::RandomServer server(1, sessions);
    server.changedShare = 0.04; // 5 % in all
    server.replacedShare = 0.01;
    std::vector<snapshot::SnapshotPtr> result;
    for (int i = 0; i < Snapshots; ++i)
        result.push_back(server.next());
    return result;
}

// Made once: the library calls a benchmark again and again.
const std::vector<snapshot::SnapshotPtr> &refreshes(int sessions)
{
    static std::map<int, std::vector<snapshot::SnapshotPtr>> made;
    auto &result = made[sessions];
    if (result.empty())
        result = makeRefreshes(sessions);
    return result;
}

sessions::Arrangement arrangement(sessions::Column column, QStringView filter)
{
    return {.filter = sessions::parseFilter(filter), .sortColumn = column};
}

void refresh(benchmark::State &state, sessions::SessionModel &model)
{
    const std::vector<snapshot::SnapshotPtr> &snapshots = refreshes(int(state.range(0)));
    size_t next = 0;
    for (auto _ : state) {
        state.PauseTiming(); // freeing the one before is not ours to do: others hold it too
        const snapshot::SnapshotPtr snapshot = snapshots[next++ % snapshots.size()];
        if (next % snapshots.size() == 1)
            model.setSnapshot(snapshot);
        state.ResumeTiming();
        model.setSnapshot(snapshot);
    }
}

void model(benchmark::State &state, sessions::Column column, QStringView filter)
{
    sessions::SessionModel table;
    table.setArrangement(arrangement(column, filter));
    refresh(state, table);
}

// With a view on it that has a selection, the relayout that it puts off included.
void view(benchmark::State &state, sessions::Column column, QStringView filter)
{
    sessions::SessionModel table;
    table.setArrangement(arrangement(column, filter));
    QTreeView tree;
    tree.setUniformRowHeights(true);
    tree.setRootIsDecorated(false);
    tree.setItemsExpandable(false);
    tree.setModel(&table);
    tree.resize(1200, 500);
    tree.show();
    const std::vector<snapshot::SnapshotPtr> &snapshots = refreshes(int(state.range(0)));
    table.setSnapshot(snapshots.front());
    tree.selectionModel()->select(table.index(7, 0),
                                  QItemSelectionModel::Select | QItemSelectionModel::Rows);
    size_t next = 0;
    for (auto _ : state) {
        if (next % snapshots.size() == 0) {
            state.PauseTiming();
            table.setSnapshot(snapshots.front());
            state.ResumeTiming();
        }
        table.setSnapshot(snapshots[next++ % snapshots.size()]);
        benchmark::DoNotOptimize(tree.visualRect(table.index(0, 0))); // lays out
    }
}

} // namespace

BENCHMARK_CAPTURE(model, by_age, sessions::StateAgeColumn, u"")
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(model, by_query, sessions::QueryColumn, u"")
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(model, filtered, sessions::StateAgeColumn, u"-role:deploy -type:walsender")
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(model, text, sessions::StateAgeColumn, u"cart")
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(view, filtered, sessions::StateAgeColumn, u"-role:deploy -type:walsender")
    ->Arg(5000)
    ->Unit(benchmark::kMillisecond);

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
