// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphwalk.h"

#include <cmath>

namespace ui {

namespace {

int alongEdge(const GraphPicture &picture, int node, bool forwards)
{
    const qreal level = picture.nodes[size_t(node)].rect.center().y();
    int best = -1;
    qreal distance = 0;
    for (const GraphEdge &edge : picture.edges) {
        if ((forwards ? edge.from : edge.to) != node)
            continue;
        const int other = forwards ? edge.to : edge.from;
        const qreal far = std::abs(picture.nodes[size_t(other)].rect.center().y() - level);
        if (best < 0 || far < distance) {
            best = other;
            distance = far;
        }
    }
    return best;
}

int inColumn(const GraphPicture &picture, int node, bool downwards)
{
    const QRectF &from = picture.nodes[size_t(node)].rect;
    int best = -1;
    qreal distance = 0;
    for (size_t i = 0; i < picture.nodes.size(); ++i) {
        const QRectF &rect = picture.nodes[i].rect;
        const qreal far = downwards ? rect.top() - from.top() : from.top() - rect.top();
        if (rect.left() != from.left() || far <= 0 || (best >= 0 && far >= distance))
            continue;
        best = int(i);
        distance = far;
    }
    return best;
}

} // namespace

int neighbour(const GraphPicture &picture, int node, GraphStep step)
{
    switch (step) {
    case GraphStep::Left:
        return alongEdge(picture, node, false);
    case GraphStep::Right:
        return alongEdge(picture, node, true);
    case GraphStep::Up:
        return inColumn(picture, node, false);
    case GraphStep::Down:
        return inColumn(picture, node, true);
    }
    return -1;
}

int nextMatch(const std::vector<bool> &matches, int node, bool backwards)
{
    const int count = int(matches.size());
    for (int step = 1; step <= count; ++step) {
        const int start = node < 0 && !backwards ? -1 : std::max(node, 0);
        const int next = (start + (backwards ? count - step : step) + count) % count;
        if (matches[size_t(next)])
            return next;
    }
    return -1;
}

} // namespace ui
