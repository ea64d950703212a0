// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <QList>
#include <QObject>

#include <vector>

class QAction;
class QPushButton;

namespace ui {

/// What can be done to the selected sessions. The actions enable themselves; one that would do
/// nothing is disabled and its tool tip says why. They do nothing themselves: somebody confirms and
/// acts on what is requested.
class SessionActions final : public QObject
{
    Q_OBJECT

public:
    using Sessions = std::vector<const snapshot::Session *>;

    explicit SessionActions(QObject *parent = nullptr);

    /// The selected sessions; they are copied.
    void setSessions(const Sessions &sessions);
    /// Why nothing can be done at all, such as a lost connection; empty if something can.
    void setBlocked(const QString &reason);

    QAction *cancel() const { return m_cancel; }
    QAction *terminate() const { return m_terminate; }
    QAction *rule() const { return m_rule; }

signals:
    /// Only those sessions that have a statement to cancel.
    void cancelRequested(const QList<snapshot::Session> &sessions);
    /// Only those sessions that can be terminated.
    void terminateRequested(const QList<snapshot::Session> &sessions);
    void ruleRequested();

private:
    void update();
    void requestCancel();
    void requestTerminate();

    QList<snapshot::Session> m_sessions;
    QString m_blocked;
    QAction *m_cancel;
    QAction *m_terminate;
    QAction *m_rule;
};

/// A button that is what its action is, its reason for being disabled included.
QPushButton *actionButton(QAction *action);

} // namespace ui
