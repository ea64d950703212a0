// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessiondetail.h"

#include "activity/activitytext.h"
#include "activity/sessionactions.h"
#include "activity/sessionsheet.h"
#include "base/plaintext.h"
#include "widgets/badge.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;
using snapshot::Session;

SessionDetail::SessionDetail(KSyntaxHighlighting::Repository &repository,
                             const SessionActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_title(new PlainLabel)
    , m_state(new Badge)
    , m_mark(new Badge)
    , m_sheet(new SessionSheet(repository))
{
    setObjectName(u"sessionDetail"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    buildHead(actions);
    m_card->body()->addWidget(m_sheet, 1);
    connect(m_sheet, &SessionSheet::fullQueryWanted, this, &SessionDetail::fullQueryWanted);
    clear();
}

void SessionDetail::buildHead(const SessionActions &actions)
{
    m_title->setObjectName(u"detailTitle"_s);
    QFont strong = m_title->font();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    m_state->setObjectName(u"detailState"_s);
    m_mark->setObjectName(u"detailMark"_s);
    QPushButton *cancel = actionButton(actions.cancel());
    QPushButton *terminate = actionButton(actions.terminate());
    terminate->setProperty("kind", u"destructive"_s);
    QHBoxLayout *head = m_card->head();
    head->addWidget(m_title);
    head->addWidget(m_state);
    head->addWidget(m_mark);
    head->addStretch(1);
    head->addWidget(cancel);
    head->addWidget(terminate);
}

void SessionDetail::clear()
{
    m_title->setVisibleText(tr("No session selected"));
    m_state->setBadge({}, Severity::None);
    m_mark->setBadge({}, Severity::None);
    m_sheet->clear();
    m_sheet->showNote(tr("Select a row to see its whole statement and its transaction."));
}

std::optional<Session::Key> SessionDetail::shown() const
{
    const std::optional<Session> &session = m_sheet->session();
    return session ? std::optional(session->key()) : std::nullopt;
}

void SessionDetail::showSessions(const Sessions &selected, const snapshot::Snapshot &snapshot)
{
    if (selected.size() == 1)
        return showSession(*selected.front(), snapshot.takenAt);
    if (selected.empty())
        return refresh(snapshot);
    sessions::GroupSums sums;
    for (const Session *session : selected)
        addTo(sums, *session);
    clear();
    m_title->setVisibleText(tr("%n sessions selected", nullptr, int(selected.size())));
    m_sheet->showNote(sessions::groupSummary(sums, snapshot.takenAt));
}

void SessionDetail::refresh(const snapshot::Snapshot &snapshot)
{
    const std::optional<Session::Key> key = shown();
    if (!key)
        return;
    const auto at = std::ranges::find(snapshot.sessions, *key, &Session::key);
    if (at != snapshot.sessions.end())
        return showSession(*at, snapshot.takenAt);
    m_state->setBadge(tr("ended"), Severity::None);
    m_mark->setBadge({}, Severity::None);
    m_sheet->setExtraFact({}, {}, Severity::None);
    m_sheet->showNote(tr("This session has ended; this is what was last seen of it."));
}

void SessionDetail::showSession(const Session &session, base::Timestamp now)
{
    m_title->setVisibleText(tr("Session %1").arg(session.pid));
    const sessions::Severity judged =
        severity(session, sessions::StateAgeColumn, now, m_thresholds);
    const QString state = snapshot::stateText(session.state);
    m_state->setBadge(session.isHidden() ? tr("hidden") : state, stateMark(session, judged));
    m_mark->setBadge(session.isClient() || session.isHidden()
                         ? QString()
                         : base::visibleText(session.backendType, 60),
                     Severity::None);
    m_sheet->showSession(session, now);
}

void SessionDetail::showFullQuery(const Session::Key &key, const QString &text)
{
    m_sheet->showFullQuery(key, text);
}

void SessionDetail::setLockFact(const QString &name, const QString &text, Severity severity)
{
    m_sheet->setExtraFact(name, text, severity);
}

} // namespace ui
