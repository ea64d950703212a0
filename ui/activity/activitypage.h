// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"
#include "sessions/sessionmodel.h"
#include "window/panel.h"

class QMenu;
class QStackedLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class Card;
class ChipBar;
class ChipButton;
class EmptyState;
class SessionActions;
class SessionDetail;
class SessionView;
class TableNotice;

/// The sessions of a server: the table with its filter line, chips and groups, and all about the
/// selected one. It asks for actions by signals and never acts itself.
class ActivityPage final : public Panel
{
    Q_OBJECT

public:
    explicit ActivityPage(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    void showStatus(const base::ServerStatus &status) override;
    QString helpText() const override;
    QList<QAction *> panelActions() const override;

    /// Selects a session, for those who lead here from elsewhere. Clears the filter and the chip if
    /// they hide it; false if it is gone.
    bool selectSession(const snapshot::Session::Key &key);

    /// Selects a session that was selected elsewhere, if it is in the table as it is filtered.
    void followSession(const snapshot::Session::Key &key);

    /// What is known of locks, for what the detail says of the session.
    void setSituation(const locks::SituationPtr &situation);

    /// The answer to fullQueryWanted().
    void showFullQuery(const snapshot::Session::Key &key, const QString &text);

    /// Why nothing may be done to sessions of this server, such as a read-only profile; empty if
    /// it may.
    void setActionsBlocked(const QString &reason);

signals:
    void cancelRequested(const QList<snapshot::Session> &sessions);
    void terminateRequested(const QList<snapshot::Session> &sessions);
    /// The user wants to act on all sessions that a rule describes.
    void ruleRequested();
    /// Only the beginning of this session's statement is known, and the user looks at it.
    void fullQueryWanted(const snapshot::Session::Key &key);
    /// The user selected this session alone.
    void sessionSelected(const snapshot::Session::Key &key);
    /// The user wants to see whom this session waits for.
    void locksRequested(const snapshot::Session::Key &key);

protected:
    void subjectChanged() override;

private:
    void buildTable();
    void buildHead();
    QMenu *makeGroupMenu();
    void readFilter(const QString &line);
    void chooseChip(const QString &id);
    void groupBy(std::optional<sessions::Column> column);
    void showMenu(QPoint position);
    void showChips();
    void showEmptyState();
    void showHidden();
    void showAge();
    void rearranged();
    void showSelection();
    void tellSelection();
    void showLocks();
    void leaveEmptyState();
    void addFilterActions(QMenu *menu, const snapshot::Session &session);
    void updateBlocked();

    sessions::SessionModel *m_model;
    SessionActions *m_actions;
    SessionView *m_view;
    SessionDetail *m_detail;
    Card *m_card;
    ChipBar *m_chips;
    ChipButton *m_groupChip;
    TableNotice *m_mistake;
    TableNotice *m_hidden;
    TableNotice *m_age;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    QAction *m_showLocks;
    QList<QAction *> m_copyActions;
    locks::SituationPtr m_situation;
    base::ServerStatus m_status;
    QString m_blocked;
};

} // namespace ui
