// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphlayout.h"

#include "locks/samplelocks.h"

#include <rapidcheck.h>

#include <QTest>

using namespace Qt::StringLiterals;
using locks::DrawnKey;
using locks::FoldKey;
using locks::GraphLayout;
using locks::LayoutInput;
using locks::NodeKey;
using snapshot::LockMode;

namespace {

DrawnKey key(int pid)
{
    return NodeKey{.pid = pid};
}

FoldKey foldKey(int number)
{
    return {.mode = LockMode::Exclusive, .ordinal = number};
}

// "7>12 7>13 12>14": who blocks whom, by pid.
LayoutInput inputOf(const QString &text)
{
    LayoutInput input;
    const auto index = [&](const QString &pid) {
        const auto found =
            std::ranges::find(input.nodes, key(pid.toInt()), &locks::LayoutNode::key);
        if (found != input.nodes.end())
            return int(found - input.nodes.begin());
        input.nodes.push_back({.key = key(pid.toInt())});
        return int(input.nodes.size()) - 1;
    };
    for (const QString &pair : text.split(u' ', Qt::SkipEmptyParts)) {
        const int blocker = index(pair.section(u'>', 0, 0));
        input.edges.push_back({blocker, index(pair.section(u'>', 1, 1))});
    }
    return input;
}

int layerOf(const GraphLayout &layout, int pid)
{
    const auto found = std::ranges::find(layout.placements, key(pid), &locks::Placement::key);
    return found == layout.placements.end() ? -1 : found->layer;
}

QRectF rectOf(const GraphLayout &layout, const DrawnKey &which)
{
    const auto found = std::ranges::find(layout.placements, which, &locks::Placement::key);
    return found == layout.placements.end() ? QRectF() : found->rect;
}

// Empty if all is well.
QString overlap(const GraphLayout &layout)
{
    std::vector<const locks::Placement *> sorted;
    for (const locks::Placement &placement : layout.placements)
        sorted.push_back(&placement);
    std::ranges::sort(sorted, {}, [](const locks::Placement *placement) {
        return std::pair(placement->rect.x(), placement->rect.y());
    });
    for (size_t i = 1; i < sorted.size(); ++i) {
        const QRectF &above = sorted[i - 1]->rect;
        const QRectF &below = sorted[i]->rect;
        if (above.x() == below.x() && above.bottom() > below.top())
            return u"column %1: %2 and %3"_s.arg(above.x()).arg(above.bottom()).arg(below.top());
    }
    return {};
}

QString misplacedRoot(const LayoutInput &input, const GraphLayout &layout)
{
    std::vector<bool> waits(input.nodes.size());
    for (const locks::LayoutEdge &edge : input.edges)
        waits[size_t(edge.waiter)] = true;
    for (size_t i = 0; i < waits.size(); ++i) {
        if (!waits[i] && layout.placements[i].layer != 0)
            return u"node %1 is in layer %2"_s.arg(i).arg(layout.placements[i].layer);
    }
    return {};
}

// Whatever lines a server can cause, cycles and all.
rc::Gen<LayoutInput> anyInput(int most)
{
    return rc::gen::exec([most] {
        const int count = *rc::gen::inRange(1, most);
        LayoutInput input;
        for (int i = 0; i < count; ++i)
            input.nodes.push_back({.key = key(100 + i),
                                   .height = *rc::gen::element(52.0, 56.0, 60.0),
                                   .weight = *rc::gen::inRange(0, 40)});
        const int edges = *rc::gen::inRange(0, count * 2);
        for (int i = 0; i < edges; ++i)
            input.edges.push_back({*rc::gen::inRange(0, count), *rc::gen::inRange(0, count)});
        return input;
    });
}

// The same without some of its nodes, and with new ones that wait for somebody.
LayoutInput changed(const LayoutInput &before)
{
    LayoutInput after;
    std::vector<int> now(before.nodes.size(), -1);
    for (size_t i = 0; i < before.nodes.size(); ++i) {
        if (*rc::gen::inRange(0, 8) == 0)
            continue;
        now[i] = int(after.nodes.size());
        after.nodes.push_back(before.nodes[i]);
    }
    for (const locks::LayoutEdge &edge : before.edges) {
        if (now[size_t(edge.blocker)] >= 0 && now[size_t(edge.waiter)] >= 0)
            after.edges.push_back({now[size_t(edge.blocker)], now[size_t(edge.waiter)]});
    }
    const int more = *rc::gen::inRange(0, 12);
    for (int i = 0; i < more; ++i) {
        const int node = int(after.nodes.size());
        after.nodes.push_back({.key = key(5000 + i)});
        if (node > 0 && *rc::gen::arbitrary<bool>())
            after.edges.push_back({*rc::gen::inRange(0, node), node});
    }
    return after;
}

} // namespace

class TestGraphLayout final : public QObject
{
    Q_OBJECT

private slots:
    void whoWaitsStandsRightOfAllItWaitsFor();
    void aChainIsStraight();
    void cyclesEnd();
    void partsStandBelowEachOther();
    void linesGoRoundTheBoxesBetween();
    void linesBackGoRoundTheBoxesToo();
    void noLineCrossesABox();
    void nothingOverlaps();
    void rootsAreInTheFirstLayer();
    void whatStaysInItsLayerStaysInItsPlace();
    void refreshesNeverOverlap();
    void theSameAgainMovesNothing();
    void anOpenedFoldPushesDownAndAClosedOnePullsUp();
    void membersStandInTheOrderOfTheQueue();
    void muchLessIsArrangedAnew();
    void twoThousandAreLaidOut();
};

void TestGraphLayout::whoWaitsStandsRightOfAllItWaitsFor()
{
    const GraphLayout layout = locks::arrange(inputOf(u"7>12 7>13 12>14 7>14 13>14 8>15"_s));
    QCOMPARE(layerOf(layout, 7), 0);
    QCOMPARE(layerOf(layout, 8), 0);
    QCOMPARE(layerOf(layout, 12), 1);
    QCOMPARE(layerOf(layout, 14), 2);
    QVERIFY(rectOf(layout, key(14)).left() > rectOf(layout, key(12)).right());
}

void TestGraphLayout::aChainIsStraight()
{
    const GraphLayout layout = locks::arrange(inputOf(u"1>2 2>3 3>4 1>3 1>4"_s));
    for (const int pid : {2, 3, 4})
        QCOMPARE(rectOf(layout, key(pid)).center().y(), rectOf(layout, key(1)).center().y());
}

void TestGraphLayout::cyclesEnd()
{
    LayoutInput input = inputOf(u"1>2 2>3 3>1 3>4 5>5"_s);
    input.nodes[1].weight = 9;
    const GraphLayout layout = locks::arrange(input);
    QCOMPARE(layerOf(layout, 2), 0); // the weightiest
    QCOMPARE(layerOf(layout, 3), 1);
    QCOMPARE(layerOf(layout, 1), 2);
    QCOMPARE(std::ranges::count(layout.routes, true, &locks::Route::back), 2);
    QCOMPARE(locks::arrange(input), layout); // the same every time
}

void TestGraphLayout::partsStandBelowEachOther()
{
    LayoutInput input = inputOf(u"1>2 3>4"_s);
    input.nodes[2].weight = 5;
    const GraphLayout layout = locks::arrange(input);
    QVERIFY(rectOf(layout, key(3)).bottom() < rectOf(layout, key(1)).top());
    QCOMPARE(rectOf(layout, key(3)).left(), rectOf(layout, key(1)).left());
}

void TestGraphLayout::linesGoRoundTheBoxesBetween()
{
    const LayoutInput input = inputOf(u"1>2 2>3 1>3"_s);
    const GraphLayout layout = locks::arrange(input);
    QVERIFY(layout.routes[0].tracks.empty());
    QCOMPARE(layout.routes[2].tracks.size(), size_t(1));
    const double passage = layout.routes[2].tracks[0];
    const QRectF between = rectOf(layout, key(2));
    QVERIFY(passage < between.top() || passage > between.bottom());
    QVERIFY(layout.bounds.top() < passage && passage < layout.bounds.bottom());
}

void TestGraphLayout::linesBackGoRoundTheBoxesToo()
{
    const GraphLayout layout = locks::arrange(inputOf(u"1>2 2>3 3>1 2>4"_s));
    QVERIFY(layout.routes[2].back);
    QCOMPARE(layout.routes[2].tracks.size(), size_t(1));
    QVERIFY(layout.routes[2].tracks[0] > rectOf(layout, key(2)).bottom());
}

namespace {

// Empty if no line passes through a box of a column in between.
QString crossedBox(const LayoutInput &input, const GraphLayout &layout)
{
    for (size_t i = 0; i < input.edges.size(); ++i) {
        const locks::Placement &from = layout.placements[size_t(input.edges[i].blocker)];
        const locks::Route &route = layout.routes[i];
        for (size_t step = 0; step < route.tracks.size(); ++step) {
            const int column = from.column() + (route.back ? -1 : 1) * (int(step) + 1);
            for (const locks::Placement &box : layout.placements) {
                if (box.column() == column && box.rect.top() < route.tracks[step] &&
                    route.tracks[step] < box.rect.bottom())
                    return u"line %1 in column %2"_s.arg(i).arg(column);
            }
        }
    }
    return {};
}

} // namespace

void TestGraphLayout::noLineCrossesABox()
{
    QVERIFY(rc::check("lines", [] {
        const LayoutInput input = *anyInput(40);
        const GraphLayout layout = locks::arrange(input);
        RC_ASSERT(crossedBox(input, layout).toStdString() == std::string());
        const LayoutInput later = changed(input);
        const GraphLayout now = locks::layOut(later, layout);
        RC_ASSERT(crossedBox(later, now).toStdString() == std::string());
    }));
}

void TestGraphLayout::nothingOverlaps()
{
    QVERIFY(rc::check("arranged", [] {
        const GraphLayout layout = locks::arrange(*anyInput(60));
        RC_ASSERT(overlap(layout).toStdString() == std::string());
    }));
}

void TestGraphLayout::rootsAreInTheFirstLayer()
{
    QVERIFY(rc::check("roots", [] {
        const LayoutInput input = *anyInput(60);
        RC_ASSERT(misplacedRoot(input, locks::arrange(input)).toStdString() == std::string());
    }));
}

void TestGraphLayout::whatStaysInItsLayerStaysInItsPlace()
{
    QVERIFY(rc::check("stable", [] {
        const LayoutInput before = *anyInput(40);
        const GraphLayout old = locks::arrange(before);
        const LayoutInput after = changed(before);
        RC_PRE(after.nodes.size() * 3 >= before.nodes.size() || before.nodes.size() < 12);
        const GraphLayout now = locks::layOut(after, old);
        for (const locks::Placement &placement : now.placements) {
            const auto was =
                std::ranges::find(old.placements, placement.key, &locks::Placement::key);
            if (was != old.placements.end() && was->column() == placement.column())
                RC_ASSERT(was->rect == placement.rect);
        }
    }));
}

void TestGraphLayout::refreshesNeverOverlap()
{
    QVERIFY(rc::check("refreshed", [] {
        LayoutInput input = *anyInput(40);
        GraphLayout layout = locks::arrange(input);
        for (int round = 0; round < 4; ++round) {
            input = changed(input);
            std::map<DrawnKey, int> seen;
            for (locks::LayoutNode &node : input.nodes) {
                if (++seen[node.key] > 1)
                    node.key = key(6000 + round * 100 + int(seen.size()) + seen[node.key] * 1000);
            }
            layout = locks::layOut(input, layout);
            RC_ASSERT(overlap(layout).toStdString() == std::string());
            RC_ASSERT(misplacedRoot(input, layout).toStdString() == std::string());
            for (const locks::Placement &placement : layout.placements)
                RC_ASSERT(placement.rect.top() >= 0);
        }
    }));
}

void TestGraphLayout::theSameAgainMovesNothing()
{
    QVERIFY(rc::check("same", [] {
        const LayoutInput input = *anyInput(40);
        const GraphLayout layout = locks::arrange(input);
        RC_ASSERT(locks::layOut(input, layout).placements == layout.placements);
    }));
}

namespace {

// 1 blocks 2, the members 101, 102 … of a fold or that fold, and 3, which stands below.
LayoutInput fanInput(int members, bool open)
{
    LayoutInput input{.nodes = {{.key = key(1), .weight = 99}, {.key = key(2), .weight = 50}},
                      .folds = {foldKey(0)}};
    input.edges.push_back({0, 1});
    for (int i = 0; open && i < members; ++i) {
        input.edges.push_back({0, int(input.nodes.size())});
        input.nodes.push_back({.key = key(101 + i), .weight = 5, .fold = 0, .place = i});
    }
    if (!open) {
        input.edges.push_back({0, int(input.nodes.size())});
        input.nodes.push_back({.key = foldKey(0), .weight = 5});
    }
    input.edges.push_back({0, int(input.nodes.size())});
    input.nodes.push_back({.key = key(3)});
    return input;
}

} // namespace

void TestGraphLayout::anOpenedFoldPushesDownAndAClosedOnePullsUp()
{
    const GraphLayout closed = locks::arrange(fanInput(5, false));
    const GraphLayout open = locks::layOut(fanInput(5, true), closed);
    QCOMPARE(rectOf(open, key(1)), rectOf(closed, key(1)));
    QCOMPARE(rectOf(open, key(2)), rectOf(closed, key(2)));
    QCOMPARE(rectOf(open, key(101)).top(), rectOf(closed, foldKey(0)).top());
    const double moved = rectOf(open, key(3)).top() - rectOf(closed, key(3)).top();
    QCOMPARE(moved, 4 * (52 + locks::layout::FoldGap));
    QVERIFY2(overlap(open).isEmpty(), qPrintable(overlap(open)));
    const GraphLayout again = locks::layOut(fanInput(5, false), open);
    QCOMPARE(again.placements, closed.placements);
}

void TestGraphLayout::membersStandInTheOrderOfTheQueue()
{
    GraphLayout layout = locks::arrange(fanInput(8, true));
    const auto isOrdered = [&](int from, int to) {
        for (int pid = from; pid < to; ++pid) {
            if (rectOf(layout, key(pid)).bottom() > rectOf(layout, key(pid + 1)).top())
                return false;
        }
        return true;
    };
    QVERIFY(isOrdered(101, 108));
    layout = locks::layOut(fanInput(12, true), layout); // four more come to the end
    QVERIFY(isOrdered(101, 112));
    QVERIFY2(overlap(layout).isEmpty(), qPrintable(overlap(layout)));
}

void TestGraphLayout::muchLessIsArrangedAnew()
{
    QString many;
    for (int i = 0; i < 30; ++i)
        many += u"1>%1 "_s.arg(100 + i);
    const GraphLayout before = locks::arrange(inputOf(many));
    const LayoutInput few = inputOf(u"1>129"_s);
    QVERIFY(rectOf(before, key(129)).top() > 1000);
    QCOMPARE(locks::layOut(few, before), locks::arrange(few));
}

void TestGraphLayout::twoThousandAreLaidOut()
{
    const auto situation = locks::situationOf(tests::sampleLocks(2000));
    const auto closed = locks::foldedGraph(*situation, {});
    std::set<FoldKey> all;
    for (const locks::Fold &fold : closed.folds)
        all.insert(fold.key);
    const auto open = locks::foldedGraph(*situation, all);
    const GraphLayout first = locks::arrange(layoutInput(closed, situation->graph));
    const GraphLayout second = locks::layOut(layoutInput(open, situation->graph), first);
    QVERIFY2(overlap(first).isEmpty(), qPrintable(overlap(first)));
    QVERIFY2(overlap(second).isEmpty(), qPrintable(overlap(second)));
    QVERIFY(first.bounds.width() > first.bounds.height()); // beside each other, not one long column
}

QTEST_GUILESS_MAIN(TestGraphLayout)
#include "tst_graphlayout.moc"
