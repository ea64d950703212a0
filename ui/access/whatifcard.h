// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"
#include "access/rules/rulechecker.h"
#include "access/rules/ruleworld.h"
#include "widgets/severity.h"

#include <QWidget>

class QPushButton;

namespace ui {

class PlainLabel;
class WhatIfForm;

/// What would happen to a client: the question as a form, the answer below it, recomputed as one
/// types. Where no line matches it offers the line that would let the client in.
class WhatIfCard final : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfCard(QWidget *parent = nullptr);

    /// The rules, and the names to choose from; answers again.
    void setBook(const pgaccess::RuleBookPtr &book, const pgaccess::RuleWorldPtr &world);
    void setClient(const pgaccess::HbaClient &client);

signals:
    /// Nothing as outcome: the question is not complete.
    void answered(const std::optional<pgaccess::HbaOutcome> &outcome,
                  const pgaccess::HbaClient &client);

private:
    void answer();
    void takeOutcome(const pgaccess::HbaOutcome &outcome, const pgaccess::HbaClient &client);
    void showOutcome(const pgaccess::HbaOutcome &outcome, const pgaccess::HbaClient &client);
    void setVerdict(Severity severity, const QString &text, const QStringList &details = {});
    void copyLine();

    pgaccess::RuleBookPtr m_book;
    quint64 m_question = 0; ///< Only the answer to the last one counts.
    Severity m_severity = Severity::None;
    QString m_line;
    WhatIfForm *m_form;
    QWidget *m_mark;
    PlainLabel *m_verdict;
    PlainLabel *m_detail;
    QPushButton *m_copy;
};

/// The line that would let a client in with a password, for this client only.
QString lineFor(const pgaccess::HbaClient &client);

} // namespace ui
