// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/nodeactions.h"

#include "actions/action.h"
#include "activity/sessionactions.h"
#include "widgets/plainlabel.h"

#include <QAction>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;

namespace {

void offer(QAction *action, bool possible, const QString &toolTip)
{
    action->setEnabled(possible);
    action->setToolTip(plainToolTip(toolTip));
    action->setStatusTip(possible ? QString() : toolTip);
}

} // namespace

NodeActions::NodeActions(QObject *parent)
    : QObject(parent)
    , m_session(new SessionActions(this))
    , m_rollBack(new QAction(tr("Roll Back Prepared…"), this))
    , m_roots(new QAction(tr("Terminate Its Roots…"), this))
    , m_activity(new QAction(tr("Show in Activity"), this))
{
    m_rollBack->setObjectName(u"rollBackPrepared"_s);
    m_roots->setObjectName(u"terminateRoots"_s);
    m_activity->setObjectName(u"showInActivity"_s);
    connect(m_session, &SessionActions::cancelRequested, this, &NodeActions::cancelRequested);
    connect(m_session, &SessionActions::terminateRequested, this, &NodeActions::terminateRequested);
    connect(m_rollBack, &QAction::triggered, this, [this] { emit rollbackRequested(*m_prepared); });
    connect(m_roots, &QAction::triggered, this,
            [this] { emit terminateRequested(m_rootSessions); });
    connect(m_activity, &QAction::triggered, this,
            [this] { emit activityRequested(m_target->key()); });
    update();
}

QAction *NodeActions::cancel() const
{
    return m_session->cancel();
}

QAction *NodeActions::terminate() const
{
    return m_session->terminate();
}

QList<QAction *> NodeActions::all() const
{
    return {cancel(), terminate(), m_roots, m_rollBack, m_activity};
}

void NodeActions::setNode(const locks::SituationPtr &situation, const std::optional<NodeKey> &key)
{
    m_target.reset();
    m_prepared.reset();
    m_rootSessions.clear();
    const int number = situation && key ? situation->find(*key) : -1;
    if (number >= 0) {
        const auto facts = factsOf(situation->graph.nodes[size_t(number)], *situation->snapshot);
        if (facts.session)
            m_target = *facts.session;
        if (facts.prepared)
            m_prepared = *facts.prepared;
        readRoots(*situation, number);
    }
    update();
}

void NodeActions::setBlocked(const QString &reason)
{
    m_blocked = reason;
    m_session->setBlocked(reason);
    update();
}

// Up along the edges to those that wait for nobody.
void NodeActions::readRoots(const locks::Situation &situation, int node)
{
    std::vector<bool> seen(situation.graph.nodes.size());
    std::vector<int> open{node};
    seen[size_t(node)] = true;
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        const auto facts = factsOf(situation.graph.nodes[size_t(at)], *situation.snapshot);
        if (situation.impacts[size_t(at)].root && facts.session &&
            !actions::whyNot(actions::Kind::Terminate, *facts.session))
            m_rootSessions.append(*facts.session);
        for (const locks::Edge &edge :
             std::ranges::equal_range(situation.graph.edges, at, {}, &locks::Edge::waiter)) {
            if (!seen[size_t(edge.blocker)])
                open.push_back(edge.blocker);
            seen[size_t(edge.blocker)] = true;
        }
    }
}

void NodeActions::update()
{
    m_session->setSessions(m_target ? SessionActions::Sessions{&*m_target}
                                    : SessionActions::Sessions{});
    const bool blocked = !m_blocked.isEmpty();
    m_rollBack->setVisible(m_prepared.has_value());
    offer(m_rollBack, m_prepared && !blocked,
          blocked ? m_blocked
                  : tr("Ends the prepared transaction and undoes what it has written, after a "
                       "confirmation."));
    m_roots->setText(tr("Terminate Its %n Roots…", nullptr, int(m_rootSessions.size())));
    const bool itself =
        m_rootSessions.size() == 1 && m_target && m_rootSessions.first().key() == m_target->key();
    m_roots->setVisible(!m_rootSessions.isEmpty() && !itself);
    offer(m_roots, !m_rootSessions.isEmpty() && !blocked,
          blocked ? m_blocked
                  : tr("Ends all sessions that it waits for in the end, after a confirmation."));
    offer(m_activity, m_target.has_value(), tr("Selects the session in the Activity panel."));
}

} // namespace ui
