// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/layoutarrange.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace locks::layout {

namespace {

constexpr double Grid = 2;
constexpr double TrackGap = 12;
constexpr int Sweeps = 3;
constexpr double TrackWeight = 0.01; // boxes stand level with boxes, tracks give way

struct Link
{
    int from = -1; // items in neighbouring layers
    int to = -1;
};

double weightOf(const Item &item)
{
    return item.isTrack() ? TrackWeight : 1;
}

class Arranger
{
public:
    Arranger(const LayoutInput &input, const Layers &layers, const std::vector<bool> &wanted)
        : m_input(input)
        , m_layers(layers)
        , m_wanted(wanted)
        , m_itemOf(input.nodes.size(), -1)
    {
    }

    Arrangement run();

private:
    using Tracks = std::map<std::pair<int, int>, int>; // by blocker and layer
    using Row = std::vector<int>; // the items of one layer of one part, from the top

    void makeItems();
    void makeLinks();
    void linkLong(int source, const Link &ends, Tracks &tracks);
    void makeRows();
    void order(std::vector<Row> &rows);
    void sortRow(Row &row, const Lists &links, bool forward);
    void settle(const std::vector<Row> &rows);
    void settleRow(const Row &row, const Lists &links, bool forward);
    double wantedTop(int item, const Lists &links, bool forward) const;
    void finish(const std::vector<Row> &rows, int component);

    const LayoutInput &m_input;
    const Layers &m_layers;
    const std::vector<bool> &m_wanted;
    std::vector<int> m_itemOf; // by node
    std::vector<Link> m_links;
    std::vector<std::vector<Row>> m_rows; // by component, by layer
    std::vector<int> m_position;          // by item: its place in its row
    const Lists *m_before = nullptr;      // by item: links to the layer before
    const Lists *m_after = nullptr;
    Arrangement m_result;
};

Arrangement Arranger::run()
{
    makeItems();
    makeLinks();
    makeRows();
    const size_t count = m_result.items.size();
    const Lists before(count, m_links.size(), [this](size_t i) { return m_links[i].to; });
    const Lists after(count, m_links.size(), [this](size_t i) { return m_links[i].from; });
    m_before = &before;
    m_after = &after;
    m_position.resize(count);
    for (size_t i = 0; i < m_rows.size(); ++i) {
        if (!m_wanted[i])
            continue;
        for (const Row &row : m_rows[i]) {
            for (size_t place = 0; place < row.size(); ++place)
                m_position[size_t(row[place])] = int(place);
        }
        for (int sweep = 0; sweep < Sweeps; ++sweep)
            order(m_rows[i]);
        settle(m_rows[i]);
        finish(m_rows[i], int(i));
    }
    return std::move(m_result);
}

void Arranger::makeItems()
{
    std::map<int, int> folds;
    for (const int node : byWeight(m_input)) {
        const LayoutNode &from = m_input.nodes[size_t(node)];
        const int component = m_layers.component[size_t(node)];
        if (!m_wanted[size_t(component)])
            continue;
        int item = int(m_result.items.size());
        if (from.fold >= 0)
            item = folds.try_emplace(from.fold, item).first->second;
        if (item == int(m_result.items.size()))
            m_result.items.push_back({.layer = m_layers.layer[size_t(node)],
                                      .component = component,
                                      .weight = from.weight});
        m_result.items[size_t(item)].nodes.push_back(node);
        m_itemOf[size_t(node)] = item;
    }
    for (Item &item : m_result.items) {
        std::ranges::stable_sort(item.nodes, {},
                                 [&](int node) { return m_input.nodes[size_t(node)].place; });
        for (const int node : item.nodes)
            item.height += heightOf(m_input, m_layers, node) + FoldGap;
        item.height -= FoldGap;
        const bool alone = item.nodes.size() == 1;
        item.middle = (alone ? m_input.nodes[size_t(item.nodes[0])].height : item.height) / 2;
    }
}

void Arranger::makeLinks()
{
    Tracks tracks;
    for (size_t i = 0; i < m_input.edges.size(); ++i) {
        const LayoutEdge &edge = m_input.edges[i];
        int from = m_itemOf[size_t(edge.blocker)];
        int to = m_itemOf[size_t(edge.waiter)];
        if (from < 0 || to < 0 || from == to)
            continue;
        if (m_layers.back[i])
            std::swap(from, to);
        const int length = m_result.items[size_t(to)].layer - m_result.items[size_t(from)].layer;
        if (length > 1)
            linkLong(edge.blocker, {from, to}, tracks);
        else if (!m_layers.back[i])
            m_links.push_back({from, to});
    }
}

// The lines of one blocker share a track. There are no more tracks than a picture can bear.
void Arranger::linkLong(int source, const Link &ends, Tracks &tracks)
{
    int last = ends.from;
    const int end = m_result.items[size_t(ends.to)].layer;
    for (int layer = m_result.items[size_t(last)].layer + 1; layer < end; ++layer) {
        const auto [track, isNew] = tracks.try_emplace({source, layer}, int(m_result.items.size()));
        if (isNew && tracks.size() > 2 * m_input.nodes.size() + 100) {
            tracks.erase(track);
            return;
        }
        const bool back = m_itemOf[size_t(source)] == ends.to;
        if (isNew)
            m_result.items.push_back({.source = source,
                                      .back = back,
                                      .layer = layer,
                                      .component = m_layers.component[size_t(source)],
                                      .height = TrackHeight,
                                      .middle = TrackHeight / 2});
        if (isNew || (back && last == ends.from))
            m_links.push_back({last, track->second});
        last = track->second;
    }
    m_links.push_back({last, ends.to});
}

void Arranger::makeRows()
{
    m_rows.resize(size_t(m_layers.components));
    m_result.heights.resize(m_rows.size());
    m_result.widths.resize(m_rows.size());
    for (size_t i = 0; i < m_result.items.size(); ++i) {
        const Item &item = m_result.items[i];
        auto &rows = m_rows[size_t(item.component)];
        if (rows.size() <= size_t(item.layer))
            rows.resize(size_t(item.layer) + 1);
        rows[size_t(item.layer)].push_back(int(i));
    }
}

void Arranger::order(std::vector<Row> &rows)
{
    for (size_t i = rows.size(); i-- > 1;)
        sortRow(rows[i - 1], *m_after, false);
    for (size_t i = 1; i < rows.size(); ++i)
        sortRow(rows[i], *m_before, true);
}

// By the mean place of the neighbours; what has none stays about where it is.
void Arranger::sortRow(Row &row, const Lists &links, bool forward)
{
    std::vector<std::pair<double, int>> places;
    places.reserve(row.size());
    for (const int item : row) {
        double sum = 0;
        for (const int link : links.of(item)) {
            const Link &to = m_links[size_t(link)];
            sum += m_position[size_t(forward ? to.from : to.to)];
        }
        const auto count = double(links.of(item).size());
        const double place = count > 0 ? sum / count : m_position[size_t(item)];
        places.emplace_back(m_result.items[size_t(item)].back ? place + 0.6 : place, item);
    }
    std::ranges::stable_sort(places, {}, &std::pair<double, int>::first);
    for (size_t i = 0; i < row.size(); ++i) {
        row[i] = places[i].second;
        m_position[size_t(row[i])] = int(i);
    }
}

void Arranger::settle(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        double top = 0;
        for (const int item : row) {
            m_result.items[size_t(item)].top = top;
            top += m_result.items[size_t(item)].height + NodeGap;
        }
    }
    for (int sweep = 0; sweep < Sweeps; ++sweep) {
        for (size_t i = 1; i < rows.size(); ++i)
            settleRow(rows[i], *m_before, true);
        for (size_t i = rows.size(); i-- > 1;)
            settleRow(rows[i - 1], *m_after, false);
    }
}

double Arranger::wantedTop(int item, const Lists &links, bool forward) const
{
    const auto neighbours = links.of(item);
    if (neighbours.empty())
        return m_result.items[size_t(item)].top;
    double sum = 0;
    double weights = 0;
    for (const int link : neighbours) {
        const Link &to = m_links[size_t(link)];
        const Item &other = m_result.items[size_t(forward ? to.from : to.to)];
        const double weight = weightOf(other);
        sum += weight * (other.top + other.middle);
        weights += weight;
    }
    return sum / weights - m_result.items[size_t(item)].middle;
}

// Every item as near as can be to where it wants to be, in this order and without overlap: least
// squares, by joining neighbours that get in each other's way.
void Arranger::settleRow(const Row &row, const Lists &links, bool forward)
{
    struct Bunch
    {
        double sum = 0;
        double weight = 0;
        int count = 0;
        double mean() const { return sum / weight; }
    };
    std::vector<Bunch> bunches;
    std::vector<double> offsets;
    double offset = 0;
    for (size_t i = 0; i < row.size(); ++i) {
        const Item &item = m_result.items[size_t(row[i])];
        offsets.push_back(offset);
        const double weight = weightOf(item);
        bunches.push_back({weight * (wantedTop(row[i], links, forward) - offset), weight, 1});
        while (bunches.size() > 1 && bunches[bunches.size() - 2].mean() >= bunches.back().mean()) {
            bunches[bunches.size() - 2].sum += bunches.back().sum;
            bunches[bunches.size() - 2].weight += bunches.back().weight;
            bunches[bunches.size() - 2].count += bunches.back().count;
            bunches.pop_back();
        }
        const bool track =
            i + 1 < row.size() && (item.isTrack() || m_result.items[size_t(row[i + 1])].isTrack());
        offset += item.height + (track ? TrackGap : NodeGap);
    }
    size_t next = 0;
    for (const Bunch &bunch : bunches) {
        const double start = std::round(bunch.mean() / Grid) * Grid;
        for (int i = 0; i < bunch.count; ++i, ++next)
            m_result.items[size_t(row[next])].top = start + offsets[next];
    }
}

void Arranger::finish(const std::vector<Row> &rows, int component)
{
    double top = std::numeric_limits<double>::max();
    double bottom = std::numeric_limits<double>::lowest();
    for (const Row &row : rows) {
        for (const int i : row) {
            const Item &item = m_result.items[size_t(i)];
            top = std::min(top, item.top);
            bottom = std::max(bottom, item.top + item.height);
        }
    }
    for (const Row &row : rows) {
        for (const int i : row)
            m_result.items[size_t(i)].top -= top;
    }
    m_result.heights[size_t(component)] = bottom - top;
    m_result.widths[size_t(component)] = int(rows.size());
}

} // namespace

double heightOf(const LayoutInput &input, const Layers &layers, int node)
{
    return input.nodes[size_t(node)].height + (layers.returns[size_t(node)] ? ReturnRoom : 0);
}

Arrangement arrangeParts(const LayoutInput &input, const Layers &layers,
                         const std::vector<bool> &wanted)
{
    return Arranger(input, layers, wanted).run();
}

} // namespace locks::layout
