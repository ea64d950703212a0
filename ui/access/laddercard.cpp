// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/laddercard.h"

#include "access/attemptmodel.h"
#include "access/attempttable.h"
#include "access/evidencerow.h"
#include "access/logtext.h"
#include "activity/tablenotice.h"
#include "widgets/card.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedLayout>

using namespace Qt::StringLiterals;

namespace ui {

LadderCard::LadderCard(AttemptModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(new AttemptTable(model))
    , m_empty(new EmptyState)
    , m_stack(new QStackedLayout)
    , m_evidence(new EvidenceRow)
    , m_try(new QPushButton(tr("Try")))
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_summary(new PlainLabel)
    , m_problems(new PlainLabel)
    , m_log(new PlainLabel)
    , m_reader(new pgaccess::LogReader(this))
{
    auto *card = new Card;
    buildHead(card);
    m_empty->setObjectName(u"ladderEmpty"_s);
    m_summary->setObjectName(u"ladderSummary"_s);
    m_summary->setMuted(true);
    m_problems->setObjectName(u"ladderProblems"_s);
    m_problems->setWordWrap(true);
    m_problems->setSeverity(Severity::Warning);
    m_problems->setFont(smallFont(font()));
    m_problems->setContentsMargins(metrics::CardPadding, 6, metrics::CardPadding, 2);
    m_log->setObjectName(u"ladderLog"_s);
    m_log->setWordWrap(true);
    m_log->setFont(smallFont(font()));
    m_log->setContentsMargins(metrics::CardPadding, 6, metrics::CardPadding, 2);
    card->body()->addLayout(m_stack, 1); // first, else it opens windows for what is added
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    card->body()->addWidget(m_problems);
    card->body()->addWidget(m_log);
    card->body()->addWidget(m_evidence);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LadderCard::selectedChanged);
    connect(&model, &QAbstractItemModel::dataChanged, this, &LadderCard::refresh);
    connect(&model, &QAbstractItemModel::dataChanged, this, &LadderCard::selectedChanged);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &LadderCard::refresh);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &LadderCard::refresh);
    connect(&model, &QAbstractItemModel::modelReset, this, &LadderCard::refresh);
    connect(&model, &QAbstractItemModel::modelReset, this, &LadderCard::selectedChanged);
    connect(m_empty, &EmptyState::buttonClicked, this, &LadderCard::tryWanted);
    connect(m_evidence, &EvidenceRow::changed, this, &LadderCard::readLog);
    connect(m_reader, &pgaccess::LogReader::told, this, &LadderCard::showLog);
    showProblems({});
    refresh();
}

void LadderCard::buildHead(Card *card)
{
    auto *title = new PlainLabel(tr("The ladder"));
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    m_try->setObjectName(u"try"_s);
    m_try->setProperty("kind", u"primary"_s);
    m_cancel->setObjectName(u"cancelTrying"_s);
    card->head()->addWidget(title);
    card->head()->addSpacing(8);
    card->head()->addWidget(m_summary, 1);
    card->head()->addStretch();
    card->head()->addWidget(m_cancel);
    card->head()->addWidget(m_try);
    connect(m_try, &QPushButton::clicked, this, &LadderCard::tryWanted);
    connect(m_cancel, &QPushButton::clicked, this, &LadderCard::cancelWanted);
}

void LadderCard::setWanted(int candidates)
{
    m_wanted = candidates;
    refresh();
}

void LadderCard::setRunning(bool running)
{
    m_running = running;
    m_ran = m_ran || running;
    refresh();
}

void LadderCard::showProblems(const QStringList &problems)
{
    m_problems->setVisibleText(problems.join(u' '));
    m_problems->setVisible(!problems.isEmpty());
}

void LadderCard::readLog()
{
    m_reader->read(m_evidence->files().log);
}

void LadderCard::showLog(const pgaccess::LogStory &story)
{
    m_story = story;
    refreshLog();
}

void LadderCard::refreshLog()
{
    constexpr qsizetype Most = 3;
    QList<pgaccess::LoginFailures> others = m_story.groups;
    others.removeIf([this](const auto &failures) { return m_model.isOfTried(failures); });
    QStringList lines{LogText::head(m_story)};
    for (const pgaccess::LoginFailures &failures : others.first(std::min(others.size(), Most)))
        lines.append(QStringList{LogText::failures(failures), LogText::verdict(failures)}
                         .join(u' ')
                         .trimmed());
    if (others.size() > Most)
        lines.append(tr("There are %1 more of other users.").arg(others.size() - Most));
    else if (others.isEmpty() && m_story.total() > 0)
        lines.append(tr("All of them are of users who were tried here."));
    else if (!others.isEmpty() && m_model.rowCount() > 0)
        lines.append(tr("Nobody of these was tried here."));
    m_log->setText(lines.join(u'\n'));
    m_log->setVisible(!m_story.file.isEmpty());
}

std::optional<JudgedAttempt> LadderCard::selected() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model.row(index.row()).judged : std::nullopt;
}

// What got through is what one wants to see; else the first that did not.
void LadderCard::selectFirst(std::optional<int> candidate)
{
    int best = 0;
    bool connected = false;
    for (int row = m_model.rowCount() - 1; row >= 0; --row) {
        const AttemptModel::Row &shown = m_model.row(row);
        const bool works = shown.judged && shown.judged->attempt.connected();
        if ((candidate && shown.candidate != *candidate) || (connected && !works))
            continue;
        connected = works;
        best = row;
    }
    m_table->setCurrentIndex(m_model.index(best, 0));
}

void LadderCard::refresh()
{
    refreshLog();
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 1 : 0);
    m_try->setEnabled(!m_running && m_wanted > 0);
    m_cancel->setVisible(m_running);
    m_try->setText(m_ran && m_model.rowCount() > 0 ? tr("Try Again") : tr("Try"));
    const QString what =
        m_wanted == 1 ? tr("One credential to try.") : tr("%1 credentials to try.").arg(m_wanted);
    m_empty->setState(m_wanted > 0 ? what : tr("First say what to try."),
                      tr("Each is tried once at each of its addresses: one login attempt, never "
                         "more. Nothing is changed on any server."),
                      m_wanted > 0 ? tr("Try Now") : QString());
    QString text = tr("One login attempt for each credential and address.");
    if (m_running)
        text =
            tr("Trying: %1 connected, %2 failed so far. %3")
                .arg(QString::number(m_model.connected()), QString::number(m_model.failed()), text);
    else if (m_model.rowCount() > 0)
        text =
            tr("%1 connected, %2 failed. %3")
                .arg(QString::number(m_model.connected()), QString::number(m_model.failed()), text);
    m_summary->setText(text);
    m_summary->setVisible(m_model.rowCount() > 0);
}

} // namespace ui
