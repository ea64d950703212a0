// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/hba/hbamatch.h"
#include "access/profile.h"
#include "access/verdictview.h"
#include "window/panel.h"

class QSplitter;
class QStackedWidget;

namespace ui {

class AttemptModel;
class CandidateModel;
class ChipBar;
class CredentialsCard;
class EmptyState;
class LadderCard;
class WaysInView;

/// The Access panel: what can be tried, the ladder of attempts, why each failed and what to do, or
/// the right way in. Works with no server at all.
class AccessPage final : public Panel
{
    Q_OBJECT

public:
    explicit AccessPage(QWidget *parent = nullptr);
    ~AccessPage() override;

    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    QString helpText() const override;
    bool needsServer() const override { return false; }

    /// Another page beside "Can I connect?".
    void addSegment(const QString &id, const QString &text, QWidget *page);
    void showSegment(const QString &id);

    /// The saved connection that is looked at, as a candidate; nothing for none.
    void setProfile(const std::optional<pgaccess::Profile> &profile);
    /// The saved connections that can give evidence, by id and name.
    void setAdmins(const QList<std::pair<QString, QString>> &admins);
    void setEnvironmentCount(int count);
    /// What can be done about failures; to be set again when that is something else.
    void setOffers(const VerdictOffers &offers);

    /// Has files and folders read, as if they were dropped here.
    void readSources(const QStringList &paths);
    void showSources(const pgaccess::Candidates &found);
    /// Files of a server, by which attempts are judged from now on.
    void addEvidence(const pgaccess::EvidenceFiles &files);
    const pgaccess::EvidenceFiles &evidence() const;
    /// The password that a candidate was tried with, where it came from elsewhere.
    void setPassword(int candidate, const base::Secret &password);
    /// Has all that is ticked tried, as the button does.
    void startCheck();
    void takeAttempt(const JudgedAttempt &judged);
    /// The check is over; what evidence could not be had, in sentences.
    void endCheck(const QStringList &problems);

    std::optional<JudgedAttempt> selectedAttempt() const;

signals:
    /// Answered by showSources(). Files that compose files name are read with consent only.
    void sourcesWanted(const QStringList &paths, bool readEnvFiles);
    void environmentWanted();
    /// Answered by takeAttempt() for each attempt, and endCheck().
    void checkWanted(const ui::AccessCheckOrder &order);
    /// The attempts that were made, judged again with this evidence; answered in the same way.
    void judgementWanted(const ui::AccessCheckOrder &order);
    void cancelWanted();
    /// With the password that was tried: what it may be set to.
    void fixRequested(const pgaccess::Fix &fix, const base::Secret &password);
    void evidenceChanged();
    /// Which of the rules this client meets.
    void rulesQuestioned(const pgaccess::HbaClient &client);
    void saveWanted(const ui::AccessCandidate &candidate, const pg::ConnectionSpec &spec);
    void connectWanted(const ui::AccessCandidate &candidate, const pg::ConnectionSpec &spec);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void connectCards();
    void connectVerdict();
    AccessCheckOrder order() const;
    void launch(const AccessCheckOrder &wanted);
    void judgeAgain();
    void forgetAttempts();
    void showCandidates();
    void showSelected();
    void showCount();
    const AccessCandidate *selectedCandidate() const;
    base::Secret passwordOf(const AccessCandidate &candidate) const;
    void requestFix(const pgaccess::Fix &fix);
    void requestRules();
    void askPassword();
    void takePassword(int candidate, const base::Secret &password);
    pg::ConnectionSpec specOf(const JudgedAttempt &judged, const AccessCandidate &candidate) const;
    void emitWay(bool save);

    CandidateModel *m_candidates;
    AttemptModel *m_attempts;
    CredentialsCard *m_credentials;
    LadderCard *m_ladder;
    ChipBar *m_segments;
    QStackedWidget *m_pages;
    QStackedWidget *m_answers;
    EmptyState *m_nothing;
    VerdictView *m_verdict;
    WaysInView *m_ways;
    QSplitter *m_columns = nullptr;
    QSplitter *m_rows = nullptr;
    int m_room = -1;                      ///< 0 a small window, 1 a usual one.
    std::optional<AccessCandidate> m_own; ///< The server that is looked at.
    QList<AccessCandidate> m_found;
    QStringList m_paths;
    int m_next = 0;
    std::optional<int> m_again; ///< The only candidate that is tried, or was last.
};

} // namespace ui
