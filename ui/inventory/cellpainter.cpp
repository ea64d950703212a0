// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/cellpainter.h"

#include "inventory/lazymodel.h"
#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int MarkGap = 4;
constexpr int Indent = 16;

} // namespace

CellPainter::CellPainter(const std::vector<TableColumn> &columns, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_columns(columns)
    , m_metrics(QFont())
{
    setFont(QFont());
}

void CellPainter::setFont(const QFont &font)
{
    m_text = font;
    m_strong = font;
    m_strong.setWeight(QFont::DemiBold);
    m_number = numberFont(font);
    m_mono = monoFont(font);
    m_badge = badgeFont(font);
    m_metrics = QFontMetrics(font);
}

const QFont &CellPainter::fontOf(const Cell &cell, TableColumn::Look look) const
{
    if (cell.strong)
        return m_strong;
    return look == TableColumn::Number ? m_number : look == TableColumn::Fixed ? m_mono : m_text;
}

QSize CellPainter::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const Cell cell = index.data(LazyModel::CellRole).value<Cell>();
    const TableColumn::Look look = m_columns[size_t(index.column())].look;
    int width = 2 * metrics::CellPadding + 1 + cell.indent * Indent;
    for (const CellMark &mark : cell.marks)
        width += badgeSize(m_badge, mark.text).width() + MarkGap;
    if (!cell.marks.empty() && !cell.text.isEmpty())
        width += MarkGap;
    width += QFontMetrics(fontOf(cell, look)).horizontalAdvance(cell.text);
    return {width, m_rowHeight};
}

// Returns how much of the room the badges take. What does not fit is counted: "+2".
int CellPainter::paintMarks(QPainter *painter, const QRect &room, const Cell &cell,
                            const Tokens &tokens) const
{
    int used = 0;
    for (size_t i = 0; i < cell.marks.size(); ++i) {
        const CellMark &mark = cell.marks[i];
        const bool last = i + 1 == cell.marks.size();
        const QString rest = QStringLiteral("+%1").arg(cell.marks.size() - i);
        const int reserve = last ? 0 : badgeSize(m_badge, rest).width() + MarkGap;
        const int width = badgeSize(m_badge, mark.text).width();
        const bool fits = used + width + reserve <= room.width() || i == 0;
        paintBadge(painter, room.adjusted(used, 0, 0, 0), fits ? mark.text : rest,
                   fits ? mark.severity : Severity::None, m_badge, tokens);
        used += (fits ? width : badgeSize(m_badge, rest).width()) + MarkGap;
        if (!fits)
            return room.width();
    }
    return used + (cell.marks.empty() ? 0 : MarkGap);
}

void CellPainter::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    const Cell cell = index.data(LazyModel::CellRole).value<Cell>();
    const TableColumn::Look look = m_columns[size_t(index.column())].look;
    const Tokens &t = tokens(option.palette);
    painter->save();
    painter->setClipRect(option.rect);
    QRect room = option.rect.adjusted(metrics::CellPadding + cell.indent * Indent, 0,
                                      -metrics::CellPadding, 0);
    room.setLeft(room.left() + paintMarks(painter, room, cell, t));
    const QFont &font = fontOf(cell, look);
    const QFontMetrics fontMetrics(font);
    const QString text = fontMetrics.elidedText(cell.text, Qt::ElideRight, room.width());
    const bool right = look == TableColumn::Number;
    const int left = right ? room.right() + 1 - fontMetrics.horizontalAdvance(text) : room.left();
    const int baseline = room.top() + (room.height() - m_metrics.height()) / 2 + m_metrics.ascent();
    const bool quiet = cell.muted && !(option.state & QStyle::State_Selected);
    painter->setFont(font);
    painter->setPen(quiet ? t.muted : t.ink(cell.severity));
    painter->drawText(QPoint(left, baseline), text);
    painter->restore();
}

} // namespace ui
