// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"

#include <QWidget>

class QPlainTextEdit;
class QVBoxLayout;

namespace ui {

class Badge;
class PlainLabel;

/// Why an attempt failed: the cause in plain words, how sure that is, on what evidence, what could
/// be done, and the server's own words.
class VerdictView final : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictView(QWidget *parent = nullptr);

    /// The candidate may be gone; then what is known of it is left out.
    void showVerdict(const JudgedAttempt &judged, const AccessCandidate *candidate);

    /// True where statements can be run from here, on a connection that is open.
    void setCanRun(bool canRun);

signals:
    void fixRequested(const pgaccess::Fix &fix);

private:
    QWidget *buildLeft();
    QWidget *buildRight();
    void showFixes();
    QWidget *makeFix(const pgaccess::Fix &fix, int number);
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
    JudgedAttempt m_judged;
    bool m_canRun = false;
};

} // namespace ui
