// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/whatifcard.h"

#include "access/findinglist.h"
#include "access/hbatext.h"
#include "access/whatifform.h"
#include "widgets/card.h"
#include "widgets/copyfeedback.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QtConcurrentRun>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

// Some tenths of a millisecond.
constexpr std::size_t AtOnce = 2000;

class VerdictMark final : public QWidget
{
public:
    explicit VerdictMark(const Severity &severity)
        : m_severity(severity)
    {
        setFixedSize(20, 20);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (m_severity != Severity::None)
            paintSeverityMark(&painter, rect(), m_severity);
    }

private:
    const Severity &m_severity;
};

// What is below and beside it stays where it is as one types.
void keepPlace(QWidget *widget)
{
    QSizePolicy policy = widget->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget->setSizePolicy(policy);
}

Severity severityOfMethod(HbaMethod method)
{
    return method == HbaMethod::Trust || method == HbaMethod::Password ? Severity::Warning
                                                                       : Severity::Ok;
}

} // namespace

QString lineFor(const HbaClient &client)
{
    HbaRule rule{.kind = client.local ? HbaKind::Local : HbaKind::Host,
                 .method = HbaMethod::Scram,
                 .users = {{.text = client.user, .quoted = client.user == "all"}}};
    const bool physical = client.replication == HbaClient::Replication::Physical;
    const bool word = client.database == "all" || client.database == "replication" ||
                      client.database.starts_with("same");
    rule.databases = {
        {.text = physical ? "replication" : client.database, .quoted = word && !physical}};
    if (client.address) {
        rule.address.kind = HbaAddress::Kind::Network;
        rule.address.network = {*client.address,
                                prefixMask(client.address->isV6, client.address->isV6 ? 128 : 32)};
    }
    return QString::fromStdString(hbaRuleText(rule));
}

WhatIfCard::WhatIfCard(QWidget *parent)
    : QWidget(parent)
    , m_form(new WhatIfForm)
    , m_mark(new VerdictMark(m_severity))
    , m_verdict(makeRuleTitle({}))
    , m_detail(new PlainLabel)
    , m_copy(new QPushButton(tr("Copy &Line")))
{
    m_verdict->setObjectName(u"whatIfVerdict"_s);
    m_verdict->setWordWrap(true);
    m_detail->setObjectName(u"whatIfDetail"_s);
    m_detail->setMuted(true);
    keepPlace(m_detail);
    keepPlace(m_mark);
    m_copy->setObjectName(u"copyLine"_s);
    m_copy->setProperty("kind", u"flat"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_verdict);
    words->addWidget(m_detail);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::Grid * 2);
    row->addWidget(m_mark, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    auto *card = new Card(this);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(metrics::CardPadding, metrics::Grid * 2, metrics::CardPadding,
                              metrics::Grid * 2);
    inner->setSpacing(metrics::Grid * 2);
    inner->addWidget(m_form);
    inner->addLayout(row);
    card->body()->addLayout(inner);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    connect(m_form, &WhatIfForm::changed, this, &WhatIfCard::answer);
    connect(m_copy, &QPushButton::clicked, this, &WhatIfCard::copyLine);
    answer();
}

void WhatIfCard::setBook(const RuleBookPtr &book, const RuleWorldPtr &world)
{
    m_book = book;
    m_form->setWorld(world); // answers
}

void WhatIfCard::setClient(const HbaClient &client)
{
    m_form->setClient(client);
}

// A large file is looked through on another thread; until then the answer before it stands.
void WhatIfCard::answer()
{
    ++m_question;
    const auto client = m_form->client();
    if (!m_book || !client)
        m_copy->hide();
    if (!m_book) {
        setVerdict(Severity::None, tr("There are no rules yet."));
        return;
    }
    if (!client) {
        setVerdict(Severity::None, client.error());
        emit answered(std::nullopt, {});
        return;
    }
    if (m_book->hba.rules.size() <= AtOnce)
        return takeOutcome(matchHba(m_book->hba, *client), *client);
    QtConcurrent::run([book = m_book, client = *client] {
        return matchHba(book->hba, client);
    }).then(this, [this, question = m_question, client = *client](const HbaOutcome &outcome) {
        if (question == m_question)
            takeOutcome(outcome, client);
    });
}

void WhatIfCard::takeOutcome(const HbaOutcome &outcome, const HbaClient &client)
{
    m_copy->hide();
    showOutcome(outcome, client);
    emit answered(outcome, client);
}

void WhatIfCard::showOutcome(const HbaOutcome &outcome, const HbaClient &client)
{
    QStringList details;
    if (const QString remark = m_form->remark(); !remark.isEmpty())
        details.append(remark);
    if (!outcome.certain)
        details.append(tr("This is not certain: a line before may match, see the table."));
    m_line.clear();
    Severity severity = Severity::Critical;
    switch (outcome.result) {
    case HbaResult::Match:
        severity = severityOfMethod(m_book->hba.rules[*outcome.rule].method);
        if (!outcome.certain)
            severity = Severity::Warning;
        break;
    case HbaResult::NoEntry:
        m_line = lineFor(client);
        details.append(tr("A line that would let this client in with a password: %1").arg(m_line));
        break;
    case HbaResult::Reject:
        details.append(tr("A line that lets this client in would have to stand above it."));
        break;
    case HbaResult::FileRejected:
        details.append(tr("Correct the lines with errors first. The rules that were loaded last "
                          "stay in force."));
        break;
    }
    m_copy->setVisible(!m_line.isEmpty());
    setVerdict(severity, HbaText::outcome(outcome, m_book->hba, client), details);
}

void WhatIfCard::setVerdict(Severity severity, const QString &text, const QStringList &details)
{
    m_severity = severity;
    m_verdict->setText(text);
    m_verdict->setSeverity(severity == Severity::Critical ? severity : Severity::None);
    m_detail->setText(details.join(u' ')); // a line to copy comes last
    m_detail->setVisible(!details.isEmpty());
    m_mark->setVisible(severity != Severity::None);
    m_mark->update();
}

void WhatIfCard::copyLine()
{
    copyWithFeedback(m_line, m_copy);
}

} // namespace ui
