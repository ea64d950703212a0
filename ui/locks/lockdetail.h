// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/locklistmodel.h"
#include "locks/waitlistmodel.h"
#include "snapshot/sessionlocks.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class Badge;
class Card;
class ChipBar;
class NodeActions;
class PlainLabel;
class PreparedSheet;
class SessionSheet;

/// All about the selected node of the wait-for graph, in sections: its statement and where it comes
/// from, its locks or those on the object it waits for, and its edges. What it shows stays when the
/// session ends, and says so.
class LockDetail final : public QWidget
{
    Q_OBJECT

public:
    LockDetail(KSyntaxHighlighting::Repository &repository, const NodeActions &actions,
               QWidget *parent = nullptr);

    /// Shows the node as it is in this situation; without a node what was shown last.
    void showNode(const locks::SituationPtr &situation, const std::optional<locks::NodeKey> &node);
    void clear();

    /// Answers to the wishes below; ignored if another session is shown now.
    void showFullQuery(const snapshot::Session::Key &key, const QString &text);
    void showLocks(const snapshot::Session::Key &key, const snapshot::SessionLocks &locks);

signals:
    /// A session is shown of whose statement only the beginning is known.
    void fullQueryWanted(const snapshot::Session::Key &key);
    /// The locks of this session are looked at, and the snapshot has only the contended ones.
    void locksWanted(const snapshot::Session::Key &key);

private:
    enum Section { QuerySection, LocksSection, WaitsSection, PreparedSection };

    void buildHead(const NodeActions &actions);
    QWidget *buildLocks();
    void chooseSection(const QString &id);
    void chooseSubject(const QString &id);
    void showSections();
    void showPlace();
    void showFacts(const locks::NodeFacts &facts);
    void showGone();
    void showLockList();
    void openConflicts();
    std::optional<snapshot::Session::Key> sessionKey() const;

    Card *m_card;
    PlainLabel *m_title;
    Badge *m_state;
    Badge *m_mark;
    ChipBar *m_sections;
    QStackedWidget *m_pages;
    SessionSheet *m_sheet;
    PreparedSheet *m_prepared;
    ChipBar *m_subject;
    PlainLabel *m_lockNote;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_terminate = nullptr;
    QPushButton *m_rollBack = nullptr;
    locks::LockListModel *m_locks;
    locks::WaitListModel *m_waits;
    QTreeView *m_lockTable;
    QTreeView *m_waitTable;
    locks::SituationPtr m_situation;
    std::optional<locks::NodeKey> m_node;
    snapshot::SnapshotPtr m_fetched; ///< Nothing but the locks of the session, read on request.
    QString m_fetchedNote;
};

} // namespace ui
