// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findingcards.h"

#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t MostCards = 20;
constexpr int Mark = 16;

/// The ground of one finding, with its mark.
class FindingCard final : public QWidget
{
public:
    explicit FindingCard(Severity severity)
        : m_severity(severity)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &t = tokens(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(t.border);
        painter.setBrush(t.raised);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5),
                                metrics::ControlRadius, metrics::ControlRadius);
        paintSeverityMark(&painter, QRectF(10, 9, Mark, Mark), m_severity);
    }

private:
    Severity m_severity;
};

} // namespace

FindingCards::FindingCards(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding,
                                 metrics::Grid);
    m_layout->setSpacing(metrics::Grid * 2);
    hide();
}

void FindingCards::setFindings(const std::vector<FindingText> &findings)
{
    if (findings == m_findings)
        return;
    m_findings = findings;
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (size_t i = 0; i < std::min(findings.size(), MostCards); ++i)
        m_layout->addWidget(makeCard(findings[i]));
    if (findings.size() > MostCards) {
        auto *more = new PlainLabel(tr("And %1 more.").arg(findings.size() - MostCards));
        more->setMuted(true);
        m_layout->addWidget(more);
    }
    setVisible(!findings.empty());
}

QWidget *FindingCards::makeCard(const FindingText &finding)
{
    auto *card = new FindingCard(finding.severity);
    card->setObjectName(u"finding"_s);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(10 + Mark + 8, 8, 10, 8);
    layout->setSpacing(metrics::Grid);
    auto *title = new PlainLabel(finding.title);
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    title->setObjectName(u"findingTitle"_s);
    auto *sentence = new PlainLabel(finding.sentence);
    sentence->setObjectName(u"findingSentence"_s);
    sentence->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(sentence);
    if (finding.statement.isEmpty())
        return card;
    auto *row = new QHBoxLayout;
    auto *statement = new PlainLabel;
    statement->setVisibleText(finding.statement);
    statement->setObjectName(u"findingStatement"_s);
    statement->setFont(monoFont(statement->font()));
    auto *copy = new QPushButton(tr("Copy"));
    copy->setProperty("kind", u"flat"_s);
    copy->setAccessibleName(tr("Copy the statement"));
    row->addWidget(statement, 1);
    row->addWidget(copy);
    layout->addLayout(row);
    connect(copy, &QPushButton::clicked, card,
            [copy, text = finding.statement] { copyWithFeedback(text, copy); });
    return card;
}

} // namespace ui
