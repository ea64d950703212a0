// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessiondetail.h"

#include "activity/activitytext.h"
#include "activity/sessionactions.h"
#include "base/plaintext.h"
#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"

#include <QAction>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;
using snapshot::Session;

namespace {

// A button that is what its action is, its reason for being disabled included.
QPushButton *buttonFor(QAction *action)
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

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"–"_s : text;
}

bool isSameStatement(const Session &a, const Session &b)
{
    return a.key() == b.key() && a.queryStart == b.queryStart && a.query == b.query;
}

} // namespace

SessionDetail::SessionDetail(KSyntaxHighlighting::Repository &repository,
                             const SessionActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_title(new PlainLabel)
    , m_state(new Badge)
    , m_mark(new Badge)
    , m_sql(new SqlView(repository))
    , m_note(new PlainLabel)
    , m_facts(new QWidget)
{
    setObjectName(u"sessionDetail"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    buildHead(actions);
    buildFacts();
    m_sql->setObjectName(u"sessionQuery"_s);
    m_sql->setAccessibleName(tr("Statement of the selected session"));
    m_note->setObjectName(u"statementNote"_s);
    m_note->setMuted(true);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    m_note->setContentsMargins(metrics::CardPadding, 0, 0, 0);
    left->addWidget(m_sql, 1); // keeps a margin of its own
    left->addWidget(m_note);
    auto *content = new QHBoxLayout;
    content->setContentsMargins(0, 0, metrics::CardPadding, 2);
    content->setSpacing(metrics::Edge);
    content->addLayout(left, 5);
    content->addWidget(m_facts, 2);
    m_card->body()->addLayout(content, 1);
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
    QPushButton *cancel = buttonFor(actions.cancel());
    QPushButton *terminate = buttonFor(actions.terminate());
    terminate->setProperty("kind", u"destructive"_s);
    QHBoxLayout *head = m_card->head();
    head->addWidget(m_title);
    head->addWidget(m_state);
    head->addWidget(m_mark);
    head->addStretch(1);
    head->addWidget(cancel);
    head->addWidget(terminate);
}

void SessionDetail::buildFacts()
{
    auto *form = new QFormLayout(m_facts);
    form->setContentsMargins(0, 10, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_facts->setMinimumWidth(260);
    m_transaction = addFact(form, tr("Transaction"), u"factTransaction"_s);
    m_who = addFact(form, tr("Database, role"), u"factWho"_s);
    m_application = addFact(form, tr("Application"), u"factApplication"_s);
    m_client = addFact(form, tr("Client"), u"factClient"_s);
    m_wait = addFact(form, tr("Wait"), u"factWait"_s);
    m_start = addFact(form, tr("Backend start"), u"factStart"_s);
}

PlainLabel *SessionDetail::addFact(QFormLayout *form, const QString &name,
                                   const QString &objectName)
{
    auto *label = new PlainLabel(name);
    label->setMuted(true);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(name));
    auto *fact = new PlainLabel;
    fact->setObjectName(objectName);
    fact->setAccessibleName(name);
    fact->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    form->addRow(label, fact);
    return fact;
}

void SessionDetail::clear()
{
    m_session.reset();
    m_title->setVisibleText(tr("No session selected"));
    m_state->setBadge({}, Severity::None);
    m_mark->setBadge({}, Severity::None);
    m_sql->setSql({});
    m_sql->hide();
    m_note->setVisibleText(tr("Select a row to see its whole statement and its transaction."));
    m_facts->hide();
}

std::optional<Session::Key> SessionDetail::shown() const
{
    return m_session ? std::optional(m_session->key()) : std::nullopt;
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
    m_note->setVisibleText(sessions::groupSummary(sums, snapshot.takenAt));
}

void SessionDetail::refresh(const snapshot::Snapshot &snapshot)
{
    if (!m_session)
        return;
    const auto at = std::ranges::find(snapshot.sessions, m_session->key(), &Session::key);
    if (at != snapshot.sessions.end())
        return showSession(*at, snapshot.takenAt);
    m_state->setBadge(tr("ended"), Severity::None);
    m_mark->setBadge({}, Severity::None);
    m_note->setVisibleText(tr("This session has ended; this is what was last seen of it."));
}

void SessionDetail::showSession(const Session &session, base::Timestamp now)
{
    const bool other = !m_session || m_session->key() != session.key();
    const bool changed = other || !isSameStatement(*m_session, session);
    m_session = session;
    m_title->setVisibleText(tr("Session %1").arg(session.pid));
    m_sql->show();
    m_facts->show();
    const sessions::Severity judged =
        severity(session, sessions::StateAgeColumn, now, m_thresholds);
    const QString state = snapshot::stateText(session.state);
    m_state->setBadge(session.isHidden() ? tr("hidden") : state, stateMark(session, judged));
    m_mark->setBadge(session.isClient() || session.isHidden()
                         ? QString()
                         : base::visibleText(session.backendType, 60),
                     Severity::None);
    if (changed)
        showQuery(session);
    m_note->setVisibleText(statementNote(session, now));
    showFacts(session, now);
}

void SessionDetail::showQuery(const Session &session)
{
    m_sql->setSql(session.isHidden() ? QString() : session.query);
    if (session.queryCut)
        emit fullQueryWanted(session.key());
}

void SessionDetail::showFullQuery(const Session::Key &key, const QString &text)
{
    if (m_session && m_session->key() == key)
        m_sql->setSql(text);
}

void SessionDetail::showFacts(const Session &session, base::Timestamp now)
{
    m_transaction->setVisibleText(transactionText(session, now));
    m_transaction->setSeverity(
        toUi(severity(session, sessions::TransactionAgeColumn, now, m_thresholds)));
    m_who->setVisibleText(tr("%1, %2").arg(orDash(session.database), orDash(session.role)));
    m_application->setVisibleText(orDash(session.application));
    m_client->setVisibleText(clientText(session));
    m_wait->setVisibleText(orDash(textOf(session, sessions::WaitColumn)));
    m_start->setVisibleText(session.backendStart ? sessions::absoluteTime(*session.backendStart)
                                                 : u"–"_s);
}

} // namespace ui
