// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/locktree.h"

#include "base/plaintext.h"
#include "locks/nodetext.h"
#include "locks/waittree.h"

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

QString waitPart(const locks::TreeRow &row, base::Timestamp now)
{
    const QString lasted =
        row.since ? base::formatDuration(std::max(base::Duration{}, now - *row.since)) : u"?"_s;
    return Tr::tr(", waits %1 for %2 (%3)")
        .arg(lasted, base::singleLine(row.object), QString(snapshot::lockModeText(row.mode)));
}

QString lineOf(const Situation &situation, const locks::TreeRow &row)
{
    QString line = nodeLine(situation, row.node);
    if (!row.object.isEmpty())
        line += waitPart(row, situation.snapshot->takenAt);
    if (row.inCycle)
        line += Tr::tr(", deadlock");
    if (row.elsewhere)
        return line + Tr::tr(", see above");
    return row.blocks > 0 ? line + Tr::tr(", blocks %1").arg(row.blocks) : line;
}

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
    const auto [session, prepared] = factsOf(node, snapshot);
    if (prepared)
        return preparedLine(*prepared, snapshot.takenAt);
    return session ? sessionLine(*session, snapshot.takenAt) : nodeTitle(node, snapshot);
}

QStringList lockTree(const Situation &situation)
{
    const std::vector<locks::TreeRow> rows = locks::arrangeTree(situation, {});
    QStringList lines(qsizetype(rows.size()));
    std::vector<bool> more; // by depth: whether a sibling follows, seen from below
    for (qsizetype i = lines.size() - 1; i >= 0; --i) {
        const locks::TreeRow &row = rows[size_t(i)];
        const auto depth = size_t(row.depth);
        more.resize(depth + 1);
        QString indent;
        for (size_t level = 1; level < depth; ++level)
            indent += more[level] ? u"│  "_s : u"   "_s;
        if (depth > 0)
            indent += more[depth] ? u"├─ "_s : u"└─ "_s;
        lines[i] = indent + lineOf(situation, row);
        more[depth] = true;
    }
    return lines;
}

} // namespace app
