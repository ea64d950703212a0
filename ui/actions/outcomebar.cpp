// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/outcomebar.h"

#include "actions/actiontext.h"
#include "base/plaintext.h"
#include "widgets/messagebar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

OutcomeBar::OutcomeBar(QWidget *parent)
    : QWidget(parent)
    , m_bar(new MessageBar)
    , m_copy(m_bar->addButton(u"copyGrant"_s, tr("Copy the GRANT")))
    , m_dismiss(m_bar->addButton(u"dismiss"_s, tr("Dismiss")))
{
    setObjectName(u"outcomeBar"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bar);
    connect(m_copy, &QPushButton::clicked, this, &OutcomeBar::copyGrant);
    connect(m_dismiss, &QPushButton::clicked, this, &OutcomeBar::dismiss);
    dismiss();
}

void OutcomeBar::begin(const Plan &plan)
{
    m_plan = plan;
    m_outcomes.clear();
    refresh();
    show();
}

void OutcomeBar::add(const Outcome &outcome)
{
    if (outcome.plan != m_plan.id || m_outcomes.size() >= m_plan.targets.size())
        return;
    m_outcomes.push_back(outcome);
    refresh();
    show();
}

void OutcomeBar::dismiss()
{
    m_plan = {};
    m_outcomes.clear();
    hide();
}

void OutcomeBar::refresh()
{
    m_grant.clear();
    for (const Outcome &outcome : m_outcomes) {
        const QString grant = grantStatement(outcome.missing, outcome.ourRole);
        m_grant = m_grant.isEmpty() ? grant : m_grant;
    }
    m_copy->setVisible(!m_grant.isEmpty());
    if (m_plan.targets.size() == 1 && m_outcomes.size() == 1)
        showOne(m_outcomes[0]);
    else
        showMany();
}

void OutcomeBar::showOne(const Outcome &outcome)
{
    m_bar->setTitle(ActionText::severity(outcome), ActionText::outcome(outcome));
    m_bar->setServerWords(outcome.error.message.isEmpty() ? QString() : serverWords(outcome.error));
    QStringList advice{ActionText::advice(outcome)};
    if (!outcome.auditProblem.isEmpty()) {
        advice << tr("The audit log lacks the outcome: %1")
                      .arg(base::visibleText(outcome.auditProblem));
    }
    advice.removeAll(QString());
    m_bar->setAdvice(advice.join(u'\n'));
}

void OutcomeBar::showMany()
{
    Severity worst = m_outcomes.size() == m_plan.targets.size() ? Severity::Ok : Severity::Info;
    QStringList lines;
    QStringList advice;
    for (const Outcome &outcome : m_outcomes) {
        worst = std::max(worst, ActionText::severity(outcome));
        if (outcome.ending == Ending::SignalledAndGone)
            continue;
        const QString message = base::singleLine(outcome.error.message);
        lines << (message.isEmpty() ? ActionText::outcome(outcome)
                                    : ActionText::outcome(outcome) + u' ' + message);
        const QString next = ActionText::advice(outcome);
        if (!next.isEmpty() && !advice.contains(next))
            advice << next;
    }
    m_bar->setTitle(worst, summary());
    m_bar->setServerWords(lines.join(u'\n'));
    m_bar->setAdvice(advice.join(u'\n'));
}

QString OutcomeBar::summary() const
{
    const auto count = [this](auto &&fits) { return std::ranges::count_if(m_outcomes, fits); };
    const auto ended = count([](const Outcome &o) { return o.ending == Ending::SignalledAndGone; });
    const auto nothing = count([](const Outcome &o) {
        return o.ending == Ending::NotFound || o.ending == Ending::NotPermitted ||
               o.ending == Ending::Refused;
    });
    const auto open = qsizetype(m_outcomes.size()) - ended - nothing;
    const auto waiting = m_plan.targets.size() - m_outcomes.size();
    const bool cancel = m_plan.kind == Kind::Cancel;
    QStringList parts;
    const QString all = QString::number(m_plan.targets.size());
    parts << (cancel ? tr("%1 of %2 statements have ended").arg(QString::number(ended), all)
                     : tr("%1 of %2 sessions are gone").arg(QString::number(ended), all));
    if (open > 0)
        parts << tr("%1 still there or unknown").arg(open);
    if (nothing > 0)
        parts << tr("%1 left as they were").arg(nothing);
    if (waiting > 0)
        parts << tr("%1 under way").arg(waiting);
    return tr("%1.", "a list of counts as a sentence").arg(parts.join(tr(", ")));
}

void OutcomeBar::copyGrant()
{
    QGuiApplication::clipboard()->setText(m_grant);
}

} // namespace ui
