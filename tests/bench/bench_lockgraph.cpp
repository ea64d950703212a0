// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the picture of locks costs with 2,000 waiting sessions: from a snapshot to a layout, to the
// first paint, and Graphviz on the same drawn graph beside it. Ends with 1 if a goal is missed.

#include "locks/graphlayout.h"
#include "locks/lockgraph.h"
#include "locks/samplelocks.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

namespace {

constexpr int Waiting = 2000;
constexpr int Rounds = 31;
constexpr int DotRounds = 5;
constexpr double MostLayout = 15; // ms
constexpr double MostPaint = 50;
constexpr double LeastRatio = 20;

double median(int rounds, const std::function<void()> &work)
{
    work(); // warms up
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        times.push_back(took.count());
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

std::set<locks::FoldKey> foldsOf(const locks::Situation &situation)
{
    std::set<locks::FoldKey> keys;
    for (const locks::Fold &fold : locks::foldedGraph(situation, {}).folds)
        keys.insert(fold.key);
    return keys;
}

// The boxes with their real sizes, so that both do the same work.
QByteArray dotOf(const locks::LayoutInput &input)
{
    QByteArray text = "digraph { rankdir=LR; nodesep=0.39; ranksep=1.78;\n"
                      "node [shape=box, fixedsize=true, width=3.06, label=\"\"];\n";
    for (size_t i = 0; i < input.nodes.size(); ++i)
        text += "n" + QByteArray::number(qulonglong(i)) +
                " [height=" + QByteArray::number(input.nodes[i].height / 72) + "];\n";
    for (const locks::LayoutEdge &edge : input.edges)
        text += "n" + QByteArray::number(edge.blocker) + " -> n" + QByteArray::number(edge.waiter) +
                ";\n";
    return text + "}\n";
}

double dotTime(const locks::LayoutInput &input)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"graph.dot"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(dotOf(input)) < 0)
        return -1;
    file.close();
    bool worked = true;
    const double time = median(DotRounds, [&] {
        worked = worked && QProcess::execute(u"dot"_s, {u"-Tplain"_s, u"-o"_s, u"/dev/null"_s,
                                                        file.fileName()}) == 0;
    });
    return worked ? time : -1;
}

bool report(const char *what, double time, double most)
{
    std::printf("%-52s %8.2f ms   (goal: %g)%s\n", what, time, most, time > most ? "  MISSED" : "");
    return time <= most;
}

bool benchLayout(const char *what, const snapshot::SnapshotPtr &snapshot, bool expand)
{
    const std::set<locks::FoldKey> open =
        expand ? foldsOf(*locks::situationOf(snapshot)) : std::set<locks::FoldKey>{};
    size_t nodes = 0;
    const double edges = median(Rounds, [&] { locks::situationOf(snapshot); });
    const double all = median(Rounds, [&] {
        const auto situation = locks::situationOf(snapshot);
        const auto folded = locks::foldedGraph(*situation, open);
        nodes = locks::arrange(layoutInput(folded, situation->graph)).placements.size();
    });
    const auto situation = locks::situationOf(snapshot);
    const auto folded = locks::foldedGraph(*situation, open);
    const locks::LayoutInput input = layoutInput(folded, situation->graph);
    const locks::GraphLayout layout = locks::arrange(input);
    const double again = median(Rounds, [&] { locks::layOut(input, layout); });
    std::printf("%s: %zu nodes, %zu lines\n", what, nodes, input.edges.size());
    const bool good = report("  edges, impact, fold, layout", all, MostLayout);
    std::printf("%-52s %8.2f ms\n%-52s %8.2f ms\n", "  of which edges and impact", edges,
                "  layout that goes on from the one before", again);
    const double drawing = median(Rounds, [&] { locks::arrange(input); });
    const double dot = dotTime(input);
    const double ratio = dot / drawing;
    std::printf("%-52s %8.2f ms\n", "  layout alone", drawing);
    std::printf("%-52s %8.0f ms   %.0f times (goal: %g)%s\n", "  dot -Tplain on the same graph",
                dot, ratio, LeastRatio, ratio < LeastRatio ? "  MISSED" : "");
    return good && ratio >= LeastRatio;
}

QAction *actionOf(const ui::LockGraph &graph, const QString &name)
{
    for (QAction *action : graph.viewActions()) {
        if (action->objectName() == name)
            return action;
    }
    return nullptr;
}

// With the situation known: from a view that shows nothing until its picture has been painted.
double paintTime(const locks::SituationPtr &situation, bool expand, bool whole)
{
    QImage image(1200, 800, QImage::Format_RGB32);
    ui::LockGraph graph;
    graph.resize(image.size());
    graph.show();
    graph.showSituation(situation);
    if (expand)
        actionOf(graph, u"expandAll"_s)->trigger();
    return median(Rounds, [&] {
        graph.showSituation({});
        graph.showSituation(situation);
        if (whole)
            actionOf(graph, u"fit"_s)->trigger();
        graph.render(&image);
    });
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::Theme theme(application);
    const snapshot::SnapshotPtr snapshot = tests::sampleLocks(Waiting);
    bool good = benchLayout("folded", snapshot, false);
    good = benchLayout("all expanded", snapshot, true) && good;
    const auto situation = locks::situationOf(snapshot);
    std::printf("first paint at 1200 by 800: fold, layout, words and painting\n");
    good = report("  folded", paintTime(situation, false, false), MostPaint) && good;
    good =
        report("  folded, the whole graph", paintTime(situation, false, true), MostPaint) && good;
    good = report("  all expanded", paintTime(situation, true, false), MostPaint) && good;
    good = report("  all expanded, the whole graph", paintTime(situation, true, true), MostPaint) &&
           good;
    return good ? 0 : 1;
}
