// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

#include <vector>

class QGridLayout;

namespace ui {

/// One thing that is known of what is selected.
struct Fact
{
    QString name;
    QString text; ///< Fit to be seen; empty leaves the fact out.
    Severity severity = Severity::None;
    QString tip = {};

    bool operator==(const Fact &) const = default;
};

/// Facts below each other, in two columns where there is room: names muted at the left, what is
/// known of them at their right, wrapped, to be selected and copied.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(QWidget *parent = nullptr);

    void setFacts(const std::vector<Fact> &facts);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    std::vector<Fact> m_facts;
    std::vector<std::pair<QWidget *, QWidget *>> m_labels;
    QGridLayout *m_grid;
    int m_columns = 1;
};

} // namespace ui
