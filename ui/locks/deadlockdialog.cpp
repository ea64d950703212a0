// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockdialog.h"

#include "base/plaintext.h"
#include "locks/deadlockgraph.h"
#include "sessions/sessionmodel.h"
#include "widgets/badge.h"
#include "widgets/card.h"
#include "widgets/graphview.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QScrollArea>

namespace ui {

using namespace Qt::StringLiterals;
using locks::DeadlockEvent;
using locks::DeadlockParticipant;
using locks::DeadlockReport;

namespace {

constexpr int StatementHeight = 64;
constexpr int GraphHeight = 150;

PlainLabel *makeLine(const QString &text, bool strong, bool muted)
{
    auto *label = new PlainLabel(text);
    label->setWordWrap(true);
    label->setMuted(muted);
    QFont font = label->font();
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    label->setFont(font);
    return label;
}

// "4711 → 5102 → 4711": each waits for the next.
QString circleText(const DeadlockReport &report)
{
    QStringList pids;
    for (const DeadlockParticipant &participant : report.participants)
        pids << QString::number(participant.pid);
    if (!pids.isEmpty())
        pids << pids.first();
    return pids.join(u" → "_s);
}

} // namespace

DeadlockDialog::DeadlockDialog(const std::vector<DeadlockEvent> &events,
                               KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : QDialog(parent)
    , m_repository(repository)
    , m_content(new QVBoxLayout)
{
    setObjectName(u"deadlockDialog"_s);
    setWindowTitle(tr("Deadlocks"));
    auto *inner = new QWidget;
    inner->setLayout(m_content);
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(metrics::CardGap);
    for (auto event = events.rbegin(); event != events.rend(); ++event)
        addEvent(*event);
    m_content->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(12);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    const bool told = std::ranges::any_of(
        events, [](const DeadlockEvent &event) { return !event.reports.empty(); });
    resize(760, told ? 560 : 220);
}

void DeadlockDialog::addEvent(const DeadlockEvent &event)
{
    m_content->addWidget(makeLine(deadlockEventText(event), true, false));
    if (event.reports.empty()) {
        auto *problem = makeLine(base::visibleText(event.problem), false, false);
        problem->setObjectName(u"deadlockProblem"_s);
        m_content->addWidget(problem);
    }
    for (const DeadlockReport &report : event.reports)
        addReport(report);
}

void DeadlockDialog::addReport(const DeadlockReport &report)
{
    auto *circle = makeLine(circleText(report), false, false);
    circle->setObjectName(u"deadlockCircle"_s);
    m_content->addWidget(circle);
    auto *graph = new GraphView;
    graph->setObjectName(u"deadlockGraph"_s);
    graph->setAccessibleName(tr("Who waited for whom"));
    graph->setFixedHeight(GraphHeight);
    graph->setPicture(deadlockPicture(report));
    m_content->addWidget(graph);
    if (!report.time.isEmpty())
        m_content->addWidget(makeLine(
            tr("In the server's log at %1.").arg(base::visibleText(report.time, 60)), false, true));
    for (const DeadlockParticipant &participant : report.participants)
        addParticipant(participant, participant.pid == report.victim);
}

void DeadlockDialog::addParticipant(const DeadlockParticipant &participant, bool victim)
{
    auto *card = new Card;
    auto *mark = new Badge;
    mark->setBadge(victim ? tr("its statement was ended by the server") : tr("went on"),
                   victim ? Severity::Critical : Severity::None);
    card->head()->addWidget(makeLine(tr("Session %1").arg(participant.pid), true, false));
    card->head()->addWidget(mark);
    card->head()->addStretch(1);
    auto *wait = makeLine(tr("waited for %1 on %2, which %3 had")
                              .arg(snapshot::lockModeText(participant.mode),
                                   base::visibleText(participant.object, 120),
                                   QString::number(participant.blocker)),
                          false, true);
    wait->setContentsMargins(metrics::CardPadding, 6, metrics::CardPadding, 0);
    auto *statement = new SqlView(m_repository);
    statement->setAccessibleName(tr("Statement of session %1").arg(participant.pid));
    statement->setSql(participant.statement);
    statement->setFixedHeight(StatementHeight);
    card->body()->addWidget(wait);
    card->body()->addWidget(statement);
    m_content->addWidget(card);
}

QString deadlockEventText(const DeadlockEvent &event)
{
    const QString database = base::visibleText(event.database, 64);
    const QString time = sessions::absoluteTime(event.when).section(u' ', 1, 1);
    return event.count == 1 ? DeadlockDialog::tr("1 deadlock in %1 at %2").arg(database, time)
                            : DeadlockDialog::tr("%1 deadlocks in %2 at %3")
                                  .arg(QString::number(event.count), database, time);
}

} // namespace ui
