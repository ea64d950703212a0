// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/candidates.h"

#include <QWidget>

class QPushButton;

namespace ui {

class CandidateModel;
class Card;
class EmptyState;
class PlainLabel;

/// The left card: what can be tried, where it is stated, what the files say against each other,
/// and the ways to more.
class CredentialsCard final : public QWidget
{
    Q_OBJECT

public:
    explicit CredentialsCard(CandidateModel &model, QWidget *parent = nullptr);

    /// What is to be said of the files besides their candidates.
    void showFound(const pgaccess::Candidates &found);
    void showReading();

    /// How many PG* variables were set when the program started; none hides their button.
    void setEnvironmentCount(int count);

signals:
    /// Files and folders to be read; a folder also to scan the one that the program was started in.
    void sourcesChosen(const QStringList &paths);
    void environmentWanted();
    /// The files that compose files name may be read.
    void consentGiven();

private:
    void buildHead(Card *card);
    void chooseFiles();
    void chooseFolder();
    void refresh();

    CandidateModel &m_model;
    EmptyState *m_empty;
    QWidget *m_list;
    PlainLabel *m_troubles;
    QPushButton *m_consent;
    QAction *m_environment;
};

} // namespace ui
