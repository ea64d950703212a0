// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphtext.h"

#include <QStringList>

#include <map>

namespace tests {

using namespace Qt::StringLiterals;
using locks::Edge;
using locks::EdgeKind;
using locks::Evidence;
using locks::WaitGraph;

namespace {

QString nodeText(const locks::Node &node)
{
    return node.isPrepared() ? u'P' + QString::number(node.key.preparedXid)
                             : QString::number(node.key.pid);
}

QString howText(const Edge &edge)
{
    QString text;
    if (edge.kind == EdgeKind::SafeSnapshot)
        text = u" (snapshot)"_s;
    else if (edge.kind == EdgeKind::Queue)
        text = edge.evidence == Evidence::Server ? u" (server)"_s : u" (queue)"_s;
    return edge.drawn ? text : text + u'~';
}

} // namespace

QString edgesText(const WaitGraph &graph)
{
    std::map<std::pair<int, int>, QString> texts;
    for (const Edge &edge : graph.edges) {
        const QString text = nodeText(graph.nodes[size_t(edge.waiter)]) + u" waits "_s +
                             nodeText(graph.nodes[size_t(edge.blocker)]) + howText(edge);
        texts.emplace(std::pair(edge.waiter, edge.blocker), text);
    }
    QStringList lines;
    for (const auto &[pair, text] : texts)
        lines.append(text);
    return lines.join(u", "_s);
}

QString pairsText(const WaitGraph &graph)
{
    std::map<std::pair<int, int>, bool> pairs;
    for (const Edge &edge : graph.edges)
        pairs[{graph.nodes[size_t(edge.waiter)].key.pid,
               graph.nodes[size_t(edge.blocker)].key.pid}] = true;
    QStringList lines;
    for (const auto &[pair, there] : pairs)
        lines.append(QString::number(pair.first) + u" waits "_s + QString::number(pair.second));
    return lines.join(u", "_s);
}

QString nodesText(const WaitGraph &graph, const std::vector<int> &nodes)
{
    QStringList texts;
    for (const int node : nodes)
        texts.append(nodeText(graph.nodes[size_t(node)]));
    return texts.join(u", "_s);
}

QString cyclesText(const WaitGraph &graph)
{
    QStringList texts;
    for (const std::vector<int> &cycle : graph.cycles)
        texts.append(nodesText(graph, cycle).remove(u','));
    return texts.join(u"; "_s);
}

} // namespace tests
