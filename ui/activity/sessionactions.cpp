// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessionactions.h"

#include "activity/activitytext.h"
#include "widgets/plainlabel.h"
#include "widgets/shortcuts.h"

#include <QAction>

namespace ui {

using namespace Qt::StringLiterals;
using sessions::Obstacle;
using snapshot::Session;

namespace {

QList<Session> without(const QList<Session> &sessions, Obstacle (*obstacle)(const Session &))
{
    QList<Session> result;
    for (const Session &session : sessions) {
        if (obstacle(session) == Obstacle::None)
            result.append(session);
    }
    return result;
}

void offer(QAction *action, const QString &whyNot, const QString &toolTip)
{
    action->setEnabled(whyNot.isEmpty());
    action->setToolTip(plainToolTip(whyNot.isEmpty() ? toolTip : whyNot));
    action->setStatusTip(whyNot);
}

} // namespace

SessionActions::SessionActions(QObject *parent)
    : QObject(parent)
    , m_cancel(new QAction(tr("Cancel Statement"), this))
    , m_terminate(new QAction(tr("Terminate…"), this))
    , m_rule(new QAction(tr("Act by Rule…"), this))
{
    m_cancel->setObjectName(u"cancelStatement"_s);
    m_cancel->setShortcut(shortcuts::CancelStatement);
    m_cancel->setShortcutContext(Qt::WidgetShortcut);
    m_terminate->setObjectName(u"terminateSession"_s);
    m_terminate->setShortcut(shortcuts::TerminateSession);
    m_terminate->setShortcutContext(Qt::WidgetShortcut);
    m_rule->setObjectName(u"actByRule"_s);
    connect(m_cancel, &QAction::triggered, this, &SessionActions::requestCancel);
    connect(m_terminate, &QAction::triggered, this, &SessionActions::requestTerminate);
    connect(m_rule, &QAction::triggered, this, &SessionActions::ruleRequested);
    update();
}

void SessionActions::setSessions(const Sessions &sessions)
{
    m_sessions.clear();
    for (const Session *session : sessions)
        m_sessions.append(*session);
    update();
}

void SessionActions::setBlocked(const QString &reason)
{
    m_blocked = reason;
    update();
}

void SessionActions::update()
{
    QString cancel = m_blocked;
    QString terminate = m_blocked;
    if (m_blocked.isEmpty() && m_sessions.isEmpty()) {
        cancel = terminate = tr("Select a session first.");
    } else if (m_blocked.isEmpty() && m_sessions.size() == 1) {
        cancel = cancelObstacleText(sessions::cancelObstacle(m_sessions.first()));
        terminate = terminateObstacleText(sessions::terminateObstacle(m_sessions.first()));
    } else if (m_blocked.isEmpty()) {
        if (without(m_sessions, sessions::cancelObstacle).isEmpty())
            cancel = tr("None of the selected sessions has a statement that could be cancelled.");
        if (without(m_sessions, sessions::terminateObstacle).isEmpty())
            terminate = tr("None of the selected sessions can be terminated.");
    }
    offer(m_cancel, cancel, tr("Ends the running statement and keeps the connection (Delete)."));
    offer(m_terminate, terminate,
          tr("Ends the session and rolls its transaction back, after a confirmation "
             "(Shift+Delete)."));
    offer(m_rule, m_blocked,
          tr("Cancels or terminates all sessions that a rule describes, after showing which."));
}

void SessionActions::requestCancel()
{
    emit cancelRequested(without(m_sessions, sessions::cancelObstacle));
}

void SessionActions::requestTerminate()
{
    emit terminateRequested(without(m_sessions, sessions::terminateObstacle));
}

} // namespace ui
