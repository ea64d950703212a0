// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/locktree.h"

#include "base/plaintext.h"
#include "locks/objecttext.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using locks::Situation;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::LockTree)
};

// The edges that a tree draws, by blocker: hard ones, and for those who only stand in a queue the
// one just ahead.
std::vector<std::vector<int>> edgesByBlocker(const locks::WaitGraph &graph)
{
    std::vector<bool> hasHard(graph.nodes.size());
    for (const locks::Edge &edge : graph.edges) {
        if (edge.kind != locks::EdgeKind::Queue)
            hasHard[size_t(edge.waiter)] = true;
    }
    std::vector<std::vector<int>> children(graph.nodes.size());
    for (size_t i = 0; i < graph.edges.size(); ++i) {
        const locks::Edge &edge = graph.edges[i];
        const bool queue = edge.kind == locks::EdgeKind::Queue;
        if (edge.drawn && !(queue && hasHard[size_t(edge.waiter)]))
            children[size_t(edge.blocker)].push_back(int(i));
    }
    for (std::vector<int> &edges : children) {
        std::ranges::stable_sort(edges, {}, [&](int edge) {
            return graph.waits[size_t(graph.edges[size_t(edge)].wait)].queuePosition;
        });
    }
    return children;
}

class TreeWriter final
{
public:
    explicit TreeWriter(const Situation &situation)
        : m_situation(situation)
        , m_children(edgesByBlocker(situation.graph))
        , m_written(situation.graph.nodes.size())
    {
    }

    QStringList write()
    {
        for (const int root : m_situation.roots)
            writeTop(root);
        for (const auto &cycle : m_situation.graph.cycles)
            writeTop(cycle.front());
        for (size_t node = 0; node < m_children.size(); ++node) {
            if (!m_written[node] && !m_children[node].empty())
                writeTop(int(node)); // behind something that is in no graph
        }
        return m_lines;
    }

private:
    struct Open
    {
        int node;
        size_t next = 0;
        QString indent;
    };

    void writeTop(int node)
    {
        m_lines.append(nodeLine(m_situation, node) + blocksText(node));
        writeBelow(node);
    }

    // With a stack of our own: a chain may be as long as the server has sessions.
    void writeBelow(int top)
    {
        std::vector<Open> stack;
        if (!m_written[size_t(top)])
            stack.push_back({.node = top});
        m_written[size_t(top)] = true;
        while (!stack.empty()) {
            Open &open = stack.back();
            const std::vector<int> &edges = m_children[size_t(open.node)];
            if (open.next == edges.size()) {
                stack.pop_back();
                continue;
            }
            const locks::Edge &edge = m_situation.graph.edges[size_t(edges[open.next])];
            const bool last = ++open.next == edges.size();
            const bool again = m_written[size_t(edge.waiter)];
            const QString indent = open.indent;
            m_lines.append(indent + (last ? u"└─ "_s : u"├─ "_s) + waiterLine(edge, again));
            if (!again) {
                m_written[size_t(edge.waiter)] = true;
                stack.push_back(
                    {.node = edge.waiter, .indent = indent + (last ? u"   "_s : u"│  "_s)});
            }
        }
    }

    QString waiterLine(const locks::Edge &edge, bool again) const
    {
        const locks::WaitGraph &graph = m_situation.graph;
        const locks::Wait &wait = graph.waits[size_t(edge.wait)];
        const auto lasted = locks::waited(wait, *m_situation.snapshot);
        const QString object =
            base::singleLine(locks::waitText(wait, graph, *m_situation.snapshot));
        const QString line = Tr::tr("%1, waits %2 for %3 (%4)")
                                 .arg(nodeLine(m_situation, edge.waiter),
                                      lasted ? base::formatDuration(*lasted) : u"?"_s, object,
                                      QString(snapshot::lockModeText(wait.mode)));
        return line + (again ? Tr::tr(", see above") : blocksText(edge.waiter));
    }

    QString blocksText(int node) const
    {
        const int blocks = m_situation.impacts[size_t(node)].inAll;
        return blocks > 0 ? Tr::tr(", blocks %1").arg(blocks) : QString();
    }

    const Situation &m_situation;
    std::vector<std::vector<int>> m_children;
    std::vector<bool> m_written;
    QStringList m_lines;
};

QString preparedLine(const snapshot::PreparedTransaction &prepared, base::Timestamp now)
{
    return Tr::tr("prepared “%1” of %2@%3, prepared %4 ago")
        .arg(base::singleLine(prepared.gid), base::singleLine(prepared.owner),
             base::singleLine(prepared.database), base::formatDuration(now - prepared.prepared));
}

QString sessionLine(const snapshot::Session &session, base::Timestamp now)
{
    const QString program =
        session.application.isEmpty() ? session.backendType : session.application;
    QString line =
        u"%1 %2@%3 %4"_s.arg(QString::number(session.pid), base::singleLine(session.role),
                             base::singleLine(session.database), base::singleLine(program));
    if (session.isHidden())
        return line + Tr::tr(", hidden from this role");
    const bool idle = session.state == snapshot::SessionState::IdleInTransaction ||
                      session.state == snapshot::SessionState::IdleInTransactionAborted;
    if (idle && session.stateChange) {
        line += u", %1 %2"_s.arg(QString(snapshot::stateText(session.state)),
                                 base::formatDuration(now - *session.stateChange));
    }
    return line;
}

} // namespace

QString nodeLine(const Situation &situation, int index)
{
    const locks::Node &node = situation.graph.nodes[size_t(index)];
    const snapshot::Snapshot &snapshot = *situation.snapshot;
    if (node.prepared >= 0)
        return preparedLine(snapshot.prepared[size_t(node.prepared)], snapshot.takenAt);
    if (node.session >= 0)
        return sessionLine(snapshot.sessions[size_t(node.session)], snapshot.takenAt);
    return node.isPrepared() ? Tr::tr("a prepared transaction") : QString::number(node.key.pid);
}

QStringList lockTree(const Situation &situation)
{
    return TreeWriter(situation).write();
}

} // namespace app
