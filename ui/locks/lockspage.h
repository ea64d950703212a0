// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/deadlockwatch.h"
#include "locks/impact.h"
#include "snapshot/sessionlocks.h"
#include "window/panel.h"

class QStackedLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class Badge;
class Card;
class EmptyState;
class LockDetail;
class LockViews;
class NodeActions;
class NoticeBar;
class RootList;

/// Who blocks whom: the root blockers, best way out first, the graph or the same as a tree, and all
/// about the selected session. It asks for actions by signals and never acts itself.
class LocksPage final : public Panel
{
    Q_OBJECT

public:
    explicit LocksPage(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

    /// What the snapshot says about locks; made once for all who show it. Null while nothing is
    /// known.
    void showSituation(const locks::SituationPtr &situation);
    /// Takes no snapshot but the null one: showSituation() brings it.
    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    void showStatus(const base::ServerStatus &status) override;
    void setCompactRows(bool compact) override;
    QString helpText() const override;
    QList<QAction *> panelActions() const override;

    /// Selects a session, or, without one, the first root blocker; false if it neither waits nor
    /// blocks.
    bool lead(const std::optional<snapshot::Session::Key> &session);

    /// Answers to fullQueryWanted() and locksWanted().
    void showFullQuery(const snapshot::Session::Key &key, const QString &text);
    void showLocks(const snapshot::Session::Key &key, const snapshot::SessionLocks &locks);

    /// Deadlocks that the server has resolved; said until the user dismisses it.
    void showDeadlock(const locks::DeadlockEvent &event);

    /// Why nothing may be done to sessions of this server, such as a read-only profile; empty if
    /// it may.
    void setActionsBlocked(const QString &reason);

signals:
    void cancelRequested(const QList<snapshot::Session> &sessions);
    void terminateRequested(const QList<snapshot::Session> &sessions);
    void rollbackRequested(const snapshot::PreparedTransaction &prepared);
    void fullQueryWanted(const snapshot::Session::Key &key);
    void locksWanted(const snapshot::Session::Key &key);
    /// The user selected this session.
    void sessionSelected(const snapshot::Session::Key &key);
    /// The user wants to see the session among all others, or without one all of them.
    void activityRequested(const std::optional<snapshot::Session::Key> &key);

protected:
    void subjectChanged() override;

private:
    void buildHead();
    Card *buildRoots();
    void connectViews();
    void connectActions();
    void choose(const std::optional<locks::NodeKey> &node);
    void spreadSelection();
    void showSummary();
    void showEmptyState();
    QString ageText() const;
    void showAge();
    void showCount();
    void showMenu(const QPoint &globalPosition);
    void updateBlocked();
    void goToCycle();
    void forgetDeadlocks();
    void openDeadlocks();

    KSyntaxHighlighting::Repository &m_repository;
    NodeActions *m_actions;
    RootList *m_roots;
    LockViews *m_views;
    LockDetail *m_detail;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    NoticeBar *m_deadlock;
    NoticeBar *m_resolved;
    Badge *m_rootCount;
    locks::SituationPtr m_situation;
    std::optional<locks::NodeKey> m_selected;
    bool m_untouched = true;                       ///< Nothing was selected yet on this server.
    std::vector<locks::DeadlockEvent> m_deadlocks; ///< Since the user dismissed them, some.
    base::ServerStatus m_status;
    QString m_blocked;
};

} // namespace ui
