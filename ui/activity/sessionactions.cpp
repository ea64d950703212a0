// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessionactions.h"

#include "actions/actiontext.h"
#include "widgets/plainlabel.h"
#include "widgets/shortcuts.h"

#include <QAction>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;
using actions::Kind;
using snapshot::Session;

namespace {

QList<Session> possible(Kind kind, const QList<Session> &sessions)
{
    QList<Session> result;
    for (const Session &session : sessions) {
        if (!actions::whyNot(kind, session))
            result.append(session);
    }
    return result;
}

QString whyNotText(Kind kind, const Session &session)
{
    const auto obstacle = actions::whyNot(kind, session);
    return obstacle ? ActionText::obstacle(*obstacle) : QString();
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
        cancel = whyNotText(Kind::Cancel, m_sessions.first());
        terminate = whyNotText(Kind::Terminate, m_sessions.first());
    } else if (m_blocked.isEmpty()) {
        if (possible(Kind::Cancel, m_sessions).isEmpty())
            cancel = tr("None of the selected sessions has a statement that could be canceled.");
        if (possible(Kind::Terminate, m_sessions).isEmpty())
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
    emit cancelRequested(possible(Kind::Cancel, m_sessions));
}

void SessionActions::requestTerminate()
{
    emit terminateRequested(possible(Kind::Terminate, m_sessions));
}

QPushButton *actionButton(QAction *action)
{
    auto *button = new QPushButton(action->text());
    button->setObjectName(action->objectName() + u"Button"_s);
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setAccessibleDescription(action->statusTip());
    };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace ui
