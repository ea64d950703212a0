// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/attempttable.h"

#include "access/attemptmodel.h"
#include "access/candidatetext.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QPainter>

#include <array>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int RowHeight = 46;
constexpr int Mark = 13;

QRect upper(const QRect &cell)
{
    return {cell.left() + metrics::CellPadding, cell.top() + 5,
            cell.width() - metrics::CellPadding - 2, 18};
}

QRect lower(const QRect &cell)
{
    return upper(cell).translated(0, 18);
}

void drawLine(QPainter *painter, const QRect &place, const QString &text, const QFont &font)
{
    painter->setFont(font);
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, place.width()));
}

} // namespace

AttemptDelegate::AttemptDelegate(const AttemptModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

void AttemptDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, t.selection);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      t.border);
    if (index.column() == AttemptModel::Address || index.column() == AttemptModel::Result)
        paintLines(painter, option, index);
    else
        paintStage(painter, option, index);
    painter->restore();
}

void AttemptDelegate::paintLines(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const AttemptModel::Row &row = m_model.row(index.row());
    const Tokens &t = tokens(option.palette);
    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    if (index.column() == AttemptModel::Address) {
        painter->setPen(t.text);
        drawLine(painter, upper(option.rect), index.data().toString(), strong);
        painter->setPen(t.muted);
        if (row.judged)
            drawLine(painter, lower(option.rect), base::visibleText(row.name),
                     smallFont(option.font));
        return;
    }
    if (!row.judged) {
        painter->setPen(t.muted);
        return drawLine(painter, upper(option.rect), index.data().toString(), option.font);
    }
    const bool ok = row.judged->attempt.connected();
    painter->setPen(t.ink(ok ? Severity::Ok : Severity::Critical));
    drawLine(painter, upper(option.rect), index.data().toString(), strong);
    painter->setPen(t.muted);
    const QString sure = row.judged->diagnosis.isProved() ? tr("proved") : tr("likely");
    if (!ok)
        drawLine(painter, lower(option.rect), sure, smallFont(option.font));
}

void AttemptDelegate::paintStage(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const AttemptModel::Row &row = m_model.row(index.row());
    if (!row.judged)
        return;
    const Tokens &t = tokens(option.palette);
    const auto &stage =
        row.judged->attempt.at(pgaccess::Stage(index.column() - AttemptModel::FirstStage));
    const QFont small = numberFont(smallFont(option.font));
    QRect line = upper(option.rect);
    if (stage.outcome == pgaccess::StageOutcome::Skipped) {
        painter->setPen(t.muted);
        return drawLine(painter, line, CandidateText::outcome(stage), small);
    }
    const Severity severity =
        stage.outcome == pgaccess::StageOutcome::Ok ? Severity::Ok : Severity::Critical;
    paintSeverityMark(painter, QRect(line.left(), line.top() + 3, Mark, Mark), severity);
    line.setLeft(line.left() + Mark + 4);
    painter->setPen(t.ink(severity));
    drawLine(painter, line, CandidateText::outcome(stage), small);
    painter->setPen(t.muted);
    drawLine(painter, lower(option.rect), CandidateText::elapsed(stage), small);
}

AttemptTable::AttemptTable(AttemptModel &model, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(u"ladderTable"_s);
    setAccessibleName(tr("Attempts, one for each credential and address"));
    setModel(&model);
    setItemDelegate(new AttemptDelegate(model, this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(RowHeight);
    QHeaderView *header = horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setMinimumSectionSize(40);
}

// The stages take what they need for a word and a time, the texts share the rest.
void AttemptTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    static constexpr std::array narrow = {62, 62, 62, 62, 68, 56};
    static_assert(narrow.size() == pgaccess::StageCount);
    int rest = std::max(540, viewport()->width());
    const bool wide = rest >= 700;
    for (size_t stage = 0; stage < narrow.size(); ++stage) {
        const int width = wide ? 74 : narrow[stage];
        setColumnWidth(AttemptModel::FirstStage + int(stage), width);
        rest -= width;
    }
    setColumnWidth(AttemptModel::Address, rest / 2);
    setColumnWidth(AttemptModel::Result, rest - rest / 2);
}

} // namespace ui
