// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/ladder/logreader.h"

#include <QWidget>

class QPushButton;
class QStackedLayout;

namespace ui {

class AttemptModel;
class AttemptTable;
class Card;
class EmptyState;
class EvidenceRow;
class PlainLabel;

/// The right card: the ladder of attempts, with the button that starts them and the evidence that
/// may be looked at.
class LadderCard final : public QWidget
{
    Q_OBJECT

public:
    explicit LadderCard(AttemptModel &model, QWidget *parent = nullptr);

    /// How many candidates would be tried; with none there is nothing to start.
    void setWanted(int candidates);
    void setRunning(bool running);
    bool isRunning() const { return m_running; }

    EvidenceRow &evidence() { return *m_evidence; }

    /// What could not be had: one sentence each.
    void showProblems(const QStringList &problems);
    std::optional<JudgedAttempt> selected() const;
    /// The first that got through, else the first; of one candidate if it is given.
    void selectFirst(std::optional<int> candidate);

signals:
    void tryWanted();
    void cancelWanted();
    void selectedChanged();

private:
    void buildHead(Card *card);
    void refresh();
    void readLog();
    void showLog(const pgaccess::LogStory &story);
    void refreshLog();

    AttemptModel &m_model;
    AttemptTable *m_table;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    EvidenceRow *m_evidence;
    QPushButton *m_try;
    QPushButton *m_cancel;
    PlainLabel *m_summary;
    PlainLabel *m_problems;
    PlainLabel *m_log;
    pgaccess::LogReader *m_reader;
    pgaccess::LogStory m_story; ///< Of the log that is evidence, whoever it is about.
    int m_wanted = 0;
    bool m_running = false;
    bool m_ran = false;
};

} // namespace ui
