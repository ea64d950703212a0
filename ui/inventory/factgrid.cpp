// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/factgrid.h"

#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QGridLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int WideColumn = 420; ///< From two of these on there are two columns.
constexpr int NameWidth = 128;

} // namespace

FactGrid::FactGrid(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(metrics::CardPadding, metrics::Grid * 2, metrics::CardPadding,
                               metrics::Grid * 2);
    m_grid->setHorizontalSpacing(metrics::CardGap);
    m_grid->setVerticalSpacing(6);
}

void FactGrid::setFacts(const std::vector<Fact> &facts)
{
    std::vector<Fact> shown;
    std::ranges::copy_if(facts, std::back_inserter(shown),
                         [](const Fact &fact) { return !fact.text.isEmpty(); });
    if (shown == m_facts)
        return;
    m_facts = std::move(shown);
    for (const auto &[name, text] : std::exchange(m_labels, {})) {
        delete name;
        delete text;
    }
    for (const Fact &fact : m_facts) {
        auto *name = new PlainLabel(fact.name, this);
        name->setMuted(true);
        name->setMinimumWidth(NameWidth);
        name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        auto *text = new PlainLabel(fact.text, this);
        text->setObjectName(u"fact"_s);
        text->setAccessibleName(fact.name);
        text->setWordWrap(true);
        text->setSeverity(fact.severity);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setFocusPolicy(Qt::ClickFocus);
        text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        if (!fact.tip.isEmpty())
            text->setToolTip(plainToolTip(fact.tip));
        m_labels.emplace_back(name, text);
    }
    arrange();
}

void FactGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int columns = width() >= 2 * WideColumn ? 2 : 1;
    if (columns != std::exchange(m_columns, columns))
        arrange();
}

void FactGrid::arrange()
{
    while (QLayoutItem *item = m_grid->takeAt(0))
        delete item;
    const int rows = (int(m_labels.size()) + m_columns - 1) / m_columns;
    for (int i = 0; i < int(m_labels.size()); ++i) {
        const int column = i / std::max(rows, 1) * 2;
        const auto &[name, text] = m_labels[size_t(i)];
        m_grid->addWidget(name, i % rows, column);
        m_grid->addWidget(text, i % rows, column + 1);
        name->show();
        text->show();
    }
    for (int column = 0; column < 4; ++column)
        m_grid->setColumnStretch(column, column % 2 == 1 && column < 2 * m_columns ? 1 : 0);
}

} // namespace ui
