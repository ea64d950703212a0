// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"

#include <QWidget>

#include <functional>

class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace ui {

class Badge;
class PlainLabel;

/// What can be done with a fix from here, besides copying it.
enum class FixOffer {
    None,
    Run,  ///< It is a change that can be shown and carried out.
    Lead, ///< There is another panel for it.
};

/// What this window can do about a verdict; it knows whether it is connected to that server.
struct VerdictOffers
{
    std::function<FixOffer(const JudgedAttempt &, const pgaccess::Fix &)> fix;
    std::function<bool(const JudgedAttempt &)> rules; ///< The rules that it met can be shown.
};

/// Why an attempt failed: the cause in plain words, how sure that is, on what evidence, what could
/// be done, and the server's own words.
class VerdictView final : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictView(QWidget *parent = nullptr);

    /// The candidate may be gone; then what is known of it is left out.
    void showVerdict(const JudgedAttempt &judged, const AccessCandidate *candidate);

    /// Without them everything can only be copied.
    void setOffers(const VerdictOffers &offers);

signals:
    void fixRequested(const pgaccess::Fix &fix);
    /// Another password is to be tried.
    void passwordRequested();
    /// Why this line of pg_hba.conf, and none before it.
    void rulesRequested();

private:
    QWidget *buildLeft();
    QWidget *buildRight();
    void showFixes();
    QWidget *makeFix(const pgaccess::Fix &fix, int number);
    QPushButton *makeOffer(const pgaccess::Fix &fix);
    QPushButton *makePasswordOffer();
    void showRulesButton();
    void showEvidence(const AccessCandidate *candidate);
    void showWords();

    PlainLabel *m_title;
    Badge *m_certainty;
    PlainLabel *m_explanation;
    PlainLabel *m_evidence;
    PlainLabel *m_evidenceHead;
    QPlainTextEdit *m_words;
    PlainLabel *m_wordsHead;
    QVBoxLayout *m_fixes;
    QPushButton *m_rules;
    JudgedAttempt m_judged;
    bool m_takesPassword = false; ///< Its password may be typed here.
    VerdictOffers m_offers;
};

} // namespace ui
