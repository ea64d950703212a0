// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/nodetext.h"

#include <QList>
#include <QObject>

class QAction;

namespace ui {

class SessionActions;

/// What can be done to the selected node of the wait-for graph. The actions enable themselves; one
/// that would do nothing is disabled and says why. They do nothing themselves: somebody confirms
/// and acts on what is requested.
class NodeActions final : public QObject
{
    Q_OBJECT

public:
    explicit NodeActions(QObject *parent = nullptr);

    /// The selected node, as it is in this situation; it may have ended meanwhile.
    void setNode(const locks::SituationPtr &situation, const std::optional<locks::NodeKey> &node);
    /// Why nothing can be done at all, such as a lost connection; empty if something can.
    void setBlocked(const QString &reason);
    const QString &blocked() const { return m_blocked; }

    QAction *cancel() const;
    QAction *terminate() const;
    QAction *rollBack() const { return m_rollBack; }
    /// For menus, in their order.
    QList<QAction *> all() const;

signals:
    void cancelRequested(const QList<snapshot::Session> &sessions);
    void terminateRequested(const QList<snapshot::Session> &sessions);
    void rollbackRequested(const snapshot::PreparedTransaction &prepared);
    void activityRequested(const snapshot::Session::Key &session);

private:
    void update();
    void readRoots(const locks::Situation &situation, int node);

    SessionActions *m_session;
    QAction *m_rollBack;
    QAction *m_roots;
    QAction *m_activity;
    QString m_blocked;
    std::optional<snapshot::Session> m_target;
    std::optional<snapshot::PreparedTransaction> m_prepared;
    QList<snapshot::Session> m_rootSessions; ///< The roots that the node waits for in the end.
};

} // namespace ui
