// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/detailcard.h"

#include "widgets/badge.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t MostMarks = 4;

} // namespace

DetailCard::DetailCard(const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_title(new PlainLabel)
    , m_strip(new QWidget)
    , m_chips(new ChipBar)
    , m_pages(new QStackedWidget)
    , m_stack(new QStackedWidget)
    , m_nothing(new PlainLabel)
{
    setObjectName(objectName);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_title->setObjectName(u"detailTitle"_s);
    QFont strong = m_title->font();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    m_card->head()->addWidget(m_title);
    for (size_t i = 0; i < MostMarks; ++i) {
        m_marks.push_back(new Badge);
        m_card->head()->addWidget(m_marks.back());
    }
    m_card->head()->addStretch(1);
    auto *strip = new QHBoxLayout(m_strip);
    strip->setContentsMargins(metrics::CardPadding, metrics::Grid * 2, metrics::CardPadding,
                              metrics::Grid);
    strip->addWidget(m_chips);
    m_chips->setObjectName(objectName + u"Segments"_s);
    m_chips->setAccessibleName(tr("What is shown of it"));
    m_pages->setObjectName(objectName + u"Pages"_s);
    m_nothing->setObjectName(u"detailNothing"_s);
    m_nothing->setMuted(true);
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_pages);
    m_stack->addWidget(m_nothing);
    m_card->body()->addWidget(m_strip);
    m_card->body()->addWidget(m_stack, 1);
    connect(m_chips, &ChipBar::chosen, this, &DetailCard::choose);
}

void DetailCard::setTitle(const QString &name, const std::vector<CellMark> &marks)
{
    m_title->setText(name);
    for (size_t i = 0; i < MostMarks; ++i)
        m_marks[i]->setBadge(i < marks.size() ? marks[i].text : QString(),
                             i < marks.size() ? marks[i].severity : Severity::None);
}

void DetailCard::setNothing(const QString &sentence)
{
    m_nothing->setText(sentence);
    m_strip->setVisible(sentence.isEmpty());
    m_stack->setCurrentIndex(sentence.isEmpty() ? 0 : 1);
}

void DetailCard::addButton(QPushButton *button)
{
    m_card->head()->addWidget(button);
}

void DetailCard::addSegment(const QString &id, const QString &text, QWidget *page)
{
    m_segments.emplace_back(id, text);
    m_counts.emplace_back();
    m_pages->addWidget(page);
    setCount(id, {});
    if (m_segments.size() == 1)
        m_chips->setCurrent(id);
}

void DetailCard::setCount(const QString &id, std::optional<int> count)
{
    std::vector<Chip> chips;
    for (size_t i = 0; i < m_segments.size(); ++i) {
        if (m_segments[i].first == id)
            m_counts[i] = count;
        chips.push_back({m_segments[i].first, m_segments[i].second, m_counts[i]});
    }
    m_chips->setChips(chips);
}

void DetailCard::showSegment(const QString &id)
{
    m_chips->setCurrent(id);
    choose(id);
}

QString DetailCard::segment() const
{
    return m_chips->current();
}

void DetailCard::choose(const QString &id)
{
    const auto at = std::ranges::find(m_segments, id, &std::pair<QString, QString>::first);
    if (at == m_segments.end())
        return;
    m_pages->setCurrentIndex(int(at - m_segments.begin()));
    emit segmentShown(id);
}

} // namespace ui
