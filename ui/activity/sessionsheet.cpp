// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessionsheet.h"

#include "activity/activitytext.h"
#include "sessions/sessionmodel.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"

#include <QFormLayout>
#include <QHBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using snapshot::Session;

namespace {

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"–"_s : text;
}

bool isSameStatement(const Session &a, const Session &b)
{
    return a.key() == b.key() && a.queryStart == b.queryStart && a.query == b.query;
}

} // namespace

SessionSheet::SessionSheet(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : QWidget(parent)
    , m_sql(new SqlView(repository))
    , m_note(new PlainLabel)
    , m_facts(new QWidget)
    , m_form(new QFormLayout(m_facts))
{
    buildFacts();
    m_sql->setObjectName(u"sessionQuery"_s);
    m_sql->setAccessibleName(tr("Statement of the selected session"));
    m_note->setObjectName(u"statementNote"_s);
    m_note->setMuted(true);
    m_note->setContentsMargins(metrics::CardPadding, 0, 0, 0);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_sql, 1); // keeps a margin of its own
    left->addWidget(m_note);
    auto *content = new QHBoxLayout(this);
    content->setContentsMargins(0, 0, metrics::CardPadding, 2);
    content->setSpacing(metrics::Edge);
    content->addLayout(left, 5);
    content->addWidget(m_facts, 2);
    clear();
}

void SessionSheet::buildFacts()
{
    m_form->setContentsMargins(0, 10, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_facts->setMinimumWidth(260);
    m_transaction = addFact(tr("Transaction"), u"factTransaction"_s);
    m_who = addFact(tr("Database, role"), u"factWho"_s);
    m_application = addFact(tr("Application"), u"factApplication"_s);
    m_client = addFact(tr("Client"), u"factClient"_s);
    m_wait = addFact(tr("Wait"), u"factWait"_s);
    m_start = addFact(tr("Backend start"), u"factStart"_s);
    m_extra = addFact({}, u"factLocks"_s);
}

PlainLabel *SessionSheet::addFact(const QString &name, const QString &objectName)
{
    auto *label = new PlainLabel(name);
    label->setMuted(true);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(name));
    auto *fact = new PlainLabel;
    fact->setObjectName(objectName);
    fact->setAccessibleName(name);
    fact->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_form->addRow(label, fact);
    return fact;
}

void SessionSheet::setExtraFact(const QString &name, const QString &text, Severity severity)
{
    auto *label = static_cast<PlainLabel *>(m_form->labelForField(m_extra));
    label->setText(name);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(name));
    m_extra->setAccessibleName(name);
    m_extra->setVisibleText(text);
    m_extra->setSeverity(severity);
    m_form->setRowVisible(m_extra, !text.isEmpty());
}

void SessionSheet::clear()
{
    m_session.reset();
    m_sql->setSql({});
    m_sql->hide();
    m_note->setVisibleText({});
    m_facts->hide();
    setExtraFact({}, {}, Severity::None);
}

void SessionSheet::showNote(const QString &note)
{
    m_note->setVisibleText(note);
}

void SessionSheet::showSession(const Session &session, base::Timestamp now)
{
    const bool other = !m_session || m_session->key() != session.key();
    const bool changed = other || !isSameStatement(*m_session, session);
    m_session = session;
    m_sql->show();
    m_facts->show();
    if (changed)
        showQuery(session);
    m_note->setVisibleText(statementNote(session, now));
    showFacts(session, now);
}

void SessionSheet::showQuery(const Session &session)
{
    m_sql->setSql(session.isHidden() ? QString() : session.query);
    if (session.queryCut)
        emit fullQueryWanted(session.key());
}

void SessionSheet::showFullQuery(const Session::Key &key, const QString &text)
{
    if (m_session && m_session->key() == key)
        m_sql->setSql(text);
}

void SessionSheet::showFacts(const Session &session, base::Timestamp now)
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
