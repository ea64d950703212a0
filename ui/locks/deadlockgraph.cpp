// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockgraph.h"

#include "base/plaintext.h"
#include "locks/graphlayout.h"

#include <QCoreApplication>

namespace ui {

namespace {

constexpr qreal NodeHeight = 52;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::DeadlockGraph)
};

GraphNode nodeOf(const locks::DeadlockParticipant &participant, bool victim, int column)
{
    return {.id = quint64(participant.pid),
            .rect = QRectF(column * locks::layout::Pitch, 0, locks::layout::NodeWidth, NodeHeight),
            .title = QString::number(participant.pid),
            .badge = victim ? Tr::tr("ended") : Tr::tr("went on"),
            .subtitle = base::singleLine(participant.statement),
            .severity = victim ? Severity::Critical : Severity::None,
            .filled = victim};
}

} // namespace

// Each waits for the next one, so the last one stands at the left.
GraphPicture deadlockPicture(const locks::DeadlockReport &report)
{
    constexpr qreal below = NodeHeight + 22;
    const int count = int(report.participants.size());
    GraphPicture picture{.columnWidth = locks::layout::NodeWidth,
                         .columnPitch = locks::layout::Pitch};
    for (int column = 0; column < count; ++column) {
        const auto &participant = report.participants[size_t(count - 1 - column)];
        picture.nodes.push_back(nodeOf(participant, participant.pid == report.victim, column));
    }
    for (int waiter = 0; waiter < count; ++waiter) {
        const auto &participant = report.participants[size_t(count - 1 - waiter)];
        const int blocker = picture.find(quint64(participant.blocker));
        if (blocker < 0 || blocker == waiter)
            continue;
        const bool back = blocker > waiter;
        picture.edges.push_back(
            {.from = blocker,
             .to = waiter,
             .label = base::singleLine(participant.object),
             .alarm = true,
             .back = back,
             .passages = back ? QList<qreal>(blocker - waiter - 1, below) : QList<qreal>{}});
    }
    picture.bounds = QRectF(0, 0, (count - 1) * locks::layout::Pitch + locks::layout::NodeWidth,
                            NodeHeight + locks::layout::ReturnRoom);
    return picture;
}

} // namespace ui
