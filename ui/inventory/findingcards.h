// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace ui {

/// A finding in words.
struct FindingText
{
    Severity severity = Severity::Warning;
    QString title;     ///< In a few words.
    QString sentence;  ///< What it means, and what to do.
    QString statement; ///< SQL that mends it, to copy; may be empty.

    bool operator==(const FindingText &) const = default;
};

/// Findings below each other, each with a mark, what it means and the statement that mends it.
class FindingCards final : public QWidget
{
    Q_OBJECT

public:
    explicit FindingCards(QWidget *parent = nullptr);

    /// Shows the first of them; how many more there are is said.
    void setFindings(const std::vector<FindingText> &findings);

private:
    QWidget *makeCard(const FindingText &finding);

    std::vector<FindingText> m_findings;
    QVBoxLayout *m_layout;
};

} // namespace ui
