// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/layoutrefresh.h"

#include "locks/layoutplaces.h"
#include "locks/layoutresult.h"

#include <algorithm>

namespace locks::layout {

namespace {

constexpr double TrackGap = 4;

class Refresher
{
public:
    Refresher(const LayoutInput &input, const GraphLayout &previous)
        : m_input(input)
        , m_previous(previous)
        , m_layers(layersOf(input))
        , m_bases(size_t(m_layers.components), -1)
        , m_placed(input.nodes.size())
    {
        m_result.placements.resize(input.nodes.size());
        m_result.folds = input.folds;
        m_result.mostItems = std::max(previous.mostItems, itemCount(input));
    }

    GraphLayout run();

private:
    struct Old
    {
        int node = -1; // in the input; -1 if it is gone
        QRectF rect;
        const Placement *placement = nullptr;
    };

    void recall();
    void findBases();
    int columnOf(int node) const;
    void openFolds();
    void openFold(int fold, const Old &closed);
    void closeFolds();
    void closeFold(int node, const std::vector<const Old *> &members);
    void shift(int column, double from, double by);
    void keep();
    void addParts();
    void addPart(const std::vector<const Item *> &items, double height);
    void addNodes();
    void addNode(int node, const Lists &waits, const Lists &blocks);
    double wantedTop(int node, const Lists &waits, const Lists &blocks) const;
    void addTracks();
    void place(int node, double top);

    const LayoutInput &m_input;
    const GraphLayout &m_previous;
    const Layers m_layers;
    std::vector<int> m_bases; // by component; -1 for those that are new
    std::vector<bool> m_placed;
    std::vector<Old> m_old;
    std::map<DrawnKey, size_t> m_oldByKey;
    std::map<std::pair<DrawnKey, int>, double> m_tracks;
    std::map<int, double> m_foldEnd; // by fold: where the next member goes
    Places m_places;
    GraphLayout m_result;
};

GraphLayout Refresher::run()
{
    m_tracks = m_previous.tracks;
    recall();
    findBases();
    openFolds();
    closeFolds();
    keep();
    addParts();
    addNodes();
    addTracks();
    finishLayout(m_result, m_input, m_layers);
    return std::move(m_result);
}

void Refresher::recall()
{
    for (const Placement &placement : m_previous.placements) {
        m_oldByKey.emplace(placement.key, m_old.size());
        m_old.push_back({-1, placement.rect, &placement});
    }
    for (size_t node = 0; node < m_input.nodes.size(); ++node) {
        const auto found = m_oldByKey.find(m_input.nodes[node].key);
        if (found != m_oldByKey.end())
            m_old[found->second].node = int(node);
    }
}

// A part stays where its weightiest old node stands. Members of a fold stand for it, and it for
// them.
void Refresher::findBases()
{
    for (const int node : byWeight(m_input)) {
        int &base = m_bases[size_t(m_layers.component[size_t(node)])];
        if (base >= 0)
            continue;
        const LayoutNode &now = m_input.nodes[size_t(node)];
        auto found = m_oldByKey.find(now.key);
        if (found == m_oldByKey.end() && now.fold >= 0)
            found = m_oldByKey.find(m_input.folds[size_t(now.fold)]);
        if (found != m_oldByKey.end())
            base = m_old[found->second].placement->base;
    }
}

int Refresher::columnOf(int node) const
{
    return m_bases[size_t(m_layers.component[size_t(node)])] + m_layers.layer[size_t(node)];
}

void Refresher::openFolds()
{
    for (size_t fold = 0; fold < m_input.folds.size(); ++fold) {
        const auto found = m_oldByKey.find(m_input.folds[fold]);
        if (found != m_oldByKey.end() && m_old[found->second].node < 0)
            openFold(int(fold), m_old[found->second]);
    }
}

// The members go where the fold was, and what stood below moves down.
void Refresher::openFold(int fold, const Old &closed)
{
    std::vector<int> members;
    double height = -FoldGap;
    for (size_t node = 0; node < m_input.nodes.size(); ++node) {
        if (m_input.nodes[node].fold != fold || columnOf(int(node)) != closed.placement->column())
            continue;
        members.push_back(int(node));
        height += heightOf(m_input, m_layers, int(node)) + FoldGap;
    }
    if (members.empty())
        return;
    std::ranges::stable_sort(members, {},
                             [this](int node) { return m_input.nodes[size_t(node)].place; });
    double top = closed.rect.top();
    shift(closed.placement->column(), closed.rect.bottom(), height - closed.rect.height());
    for (const int node : members) {
        place(node, top);
        top += heightOf(m_input, m_layers, node) + FoldGap;
    }
}

void Refresher::closeFolds()
{
    std::map<FoldKey, std::vector<const Old *>> members;
    for (const Old &old : m_old) {
        if (old.placement->fold >= 0 && old.node < 0)
            members[m_previous.folds[size_t(old.placement->fold)]].push_back(&old);
    }
    for (size_t node = 0; node < m_input.nodes.size(); ++node) {
        const auto *key = std::get_if<FoldKey>(&m_input.nodes[node].key);
        const auto found = key ? members.find(*key) : members.end();
        if (found == members.end() || m_oldByKey.contains(*key))
            continue;
        int &base = m_bases[size_t(m_layers.component[node])];
        if (base < 0)
            base = found->second.front()->placement->base;
        closeFold(int(node), found->second);
    }
}

// The fold goes where its first member was, and what stood below all of them moves up.
void Refresher::closeFold(int node, const std::vector<const Old *> &members)
{
    const int column = columnOf(node);
    double top = members.front()->rect.top();
    double bottom = top;
    for (const Old *old : members) {
        if (old->placement->column() != column)
            return;
        top = std::min(top, old->rect.top());
        bottom = std::max(bottom, old->rect.bottom());
    }
    for (const Old &old : m_old) {
        const bool between = old.node >= 0 && old.placement->column() == column &&
                             old.rect.top() >= top && old.rect.top() < bottom;
        if (between)
            return;
    }
    const double height = heightOf(m_input, m_layers, node);
    if (bottom - top > height)
        shift(column, bottom, top + height - bottom);
    if (m_places.isFree(column, top, height, 0))
        place(node, top);
}

void Refresher::shift(int column, double from, double by)
{
    for (Old &old : m_old) {
        if (old.placement->column() == column && old.rect.top() >= from)
            old.rect.translate(0, by);
    }
    for (auto &[key, middle] : m_tracks) {
        if (key.second == column && middle >= from)
            middle += by;
    }
}

void Refresher::keep()
{
    for (const Old &old : m_old) {
        if (old.node < 0 || m_placed[size_t(old.node)] ||
            columnOf(old.node) != old.placement->column())
            continue;
        const double height = m_input.nodes[size_t(old.node)].height;
        const double top = std::max(0.0, old.rect.center().y() - height / 2);
        if (m_places.isFree(columnOf(old.node), top, height, 0))
            place(old.node, top);
    }
}

void Refresher::place(int node, double top)
{
    const LayoutNode &now = m_input.nodes[size_t(node)];
    const int component = m_layers.component[size_t(node)];
    const int column = columnOf(node);
    const bool roomBelow = m_places.isFree(column, top, heightOf(m_input, m_layers, node), 0);
    m_places.take(column, top, roomBelow ? heightOf(m_input, m_layers, node) : now.height);
    m_result.placements[size_t(node)] = {.key = now.key,
                                         .rect = {column * Pitch, top, NodeWidth, now.height},
                                         .layer = m_layers.layer[size_t(node)],
                                         .base = m_bases[size_t(component)],
                                         .fold = now.fold};
    m_placed[size_t(node)] = true;
    if (now.fold >= 0) {
        double &end = m_foldEnd.try_emplace(now.fold, 0).first->second;
        end = std::max(end, top + heightOf(m_input, m_layers, node) + FoldGap);
    }
}

// Parts of which nothing was there before come in one piece.
void Refresher::addParts()
{
    std::vector<bool> wanted;
    for (int &base : m_bases) {
        wanted.push_back(base < 0);
        base = std::max(base, 0);
    }
    const Arrangement parts = arrangeParts(m_input, m_layers, wanted);
    std::vector<std::vector<const Item *>> items(wanted.size());
    for (const Item &item : parts.items)
        items[size_t(item.component)].push_back(&item);
    for (size_t i = 0; i < items.size(); ++i) {
        if (wanted[i])
            addPart(items[i], parts.heights[i]);
    }
}

// Where the first column has room for it, if the others have too; else below everything.
void Refresher::addPart(const std::vector<const Item *> &items, double height)
{
    double top = m_places.firstBelow(0, 0, height, BandGap);
    const bool fits = std::ranges::all_of(items, [&](const Item *item) {
        return m_places.isFree(item->layer, top + item->top, item->height, NodeGap);
    });
    if (!fits) {
        for (const Item *item : items)
            top = std::max(top, m_places.end(item->layer) + BandGap);
    }
    for (const Item *item : items) {
        put(m_result, {m_input, m_layers, 0, top}, *item);
        m_places.take(item->layer, top + item->top, item->height);
        for (const int node : item->nodes)
            m_placed[size_t(node)] = true;
        if (item->isTrack())
            m_tracks[{m_input.nodes[size_t(item->source)].key, item->layer}] =
                top + item->top + item->middle;
    }
}

void Refresher::addNodes()
{
    std::vector<int> missing;
    for (const int node : byWeight(m_input)) {
        if (!m_placed[size_t(node)])
            missing.push_back(node);
    }
    std::ranges::stable_sort(missing, {}, [this](int node) {
        const LayoutNode &now = m_input.nodes[size_t(node)];
        return std::tuple(m_layers.layer[size_t(node)], now.fold, now.place);
    });
    const size_t count = m_input.nodes.size();
    const Lists waits(count, m_input.edges.size(),
                      [this](size_t edge) { return m_input.edges[edge].waiter; });
    const Lists blocks(count, m_input.edges.size(),
                       [this](size_t edge) { return m_input.edges[edge].blocker; });
    for (const int node : missing)
        addNode(node, waits, blocks);
}

void Refresher::addNode(int node, const Lists &waits, const Lists &blocks)
{
    const LayoutNode &now = m_input.nodes[size_t(node)];
    const int column = columnOf(node);
    const auto end = m_foldEnd.find(now.fold);
    const bool next = now.fold >= 0 && end != m_foldEnd.end();
    const double top =
        next ? m_places.firstBelow(column, end->second, heightOf(m_input, m_layers, node), FoldGap)
             : m_places.nearest(column, wantedTop(node, waits, blocks),
                                heightOf(m_input, m_layers, node), NodeGap);
    place(node, top);
}

// Level with its blockers, or with its waiters.
double Refresher::wantedTop(int node, const Lists &waits, const Lists &blocks) const
{
    double sum = 0;
    int count = 0;
    const auto add = [&](int other) {
        if (!m_placed[size_t(other)])
            return;
        sum += m_result.placements[size_t(other)].rect.center().y();
        ++count;
    };
    for (const int edge : waits.of(node))
        add(m_input.edges[size_t(edge)].blocker);
    if (count == 0) {
        for (const int edge : blocks.of(node))
            add(m_input.edges[size_t(edge)].waiter);
    }
    const double middle = count > 0 ? sum / count : 0;
    return std::max(0.0, middle - m_input.nodes[size_t(node)].height / 2);
}

void Refresher::addTracks()
{
    for (const LayoutEdge &edge : m_input.edges) {
        const Placement &from = m_result.placements[size_t(edge.blocker)];
        for (const int column : columnsBetween(from, m_result.placements[size_t(edge.waiter)])) {
            if (m_result.tracks.size() > 2 * m_input.nodes.size() + 100)
                return; // the other lines go straight
            const auto [track, isNew] = m_result.tracks.try_emplace({from.key, column});
            if (!isNew)
                continue;
            const auto old = m_tracks.find(track->first);
            const double wanted = old == m_tracks.end() ? from.rect.center().y() : old->second;
            const double top =
                m_places.nearest(column, wanted - TrackHeight / 2, TrackHeight, TrackGap);
            m_places.take(column, top, TrackHeight);
            track->second = top + TrackHeight / 2;
        }
    }
}

} // namespace

GraphLayout refresh(const LayoutInput &input, const GraphLayout &previous)
{
    return Refresher(input, previous).run();
}

} // namespace locks::layout
