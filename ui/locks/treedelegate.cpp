// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/treedelegate.h"

#include "locks/waittreemodel.h"
#include "widgets/badge.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QPainter>

namespace ui {

using namespace Qt::StringLiterals;
using locks::WaitTreeModel;

namespace {

constexpr int Padding = metrics::CellPadding;
constexpr int Indent = 16;
constexpr int DeepestIndent = 8; ///< Deeper rows say their level instead.

int indentOf(int depth)
{
    return Indent * std::min(depth, DeepestIndent);
}

WaitTreeModel::Fold foldOf(const QModelIndex &index)
{
    return WaitTreeModel::Fold(index.data(WaitTreeModel::FoldRole).toInt());
}

bool isNumber(int column)
{
    return column == WaitTreeModel::BlocksColumn || column == WaitTreeModel::WaitedColumn;
}

QString sessionText(const QModelIndex &index)
{
    const int depth = index.data(WaitTreeModel::DepthRole).toInt();
    const QString title = index.data().toString();
    return depth > DeepestIndent ? u"%1 · %2"_s.arg(QString::number(depth), title) : title;
}

} // namespace

QRect TreeDelegate::foldRect(const QRect &cell, int depth)
{
    return {cell.left() + Padding / 2 + indentOf(depth), cell.top(), FoldWidth, cell.height()};
}

QSize TreeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const int column = index.column();
    const bool mono =
        column == WaitTreeModel::SessionColumn || column == WaitTreeModel::QueryColumn;
    const QString text =
        column == WaitTreeModel::SessionColumn ? sessionText(index) : index.data().toString();
    int width = QFontMetrics(mono ? fonts().mono : fonts().strongNumber).horizontalAdvance(text);
    if (column == WaitTreeModel::SessionColumn)
        width += FoldWidth + indentOf(index.data(WaitTreeModel::DepthRole).toInt());
    return {width + 2 * Padding + 1, rowHeight()};
}

void TreeDelegate::paintSession(QPainter *painter, QRect cell, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    const int depth = index.data(WaitTreeModel::DepthRole).toInt();
    const WaitTreeModel::Fold fold = foldOf(index);
    if (fold != WaitTreeModel::Fold::None)
        paintTriangle(painter, foldRect(option.rect, depth), fold == WaitTreeModel::Fold::Open,
                      t.muted);
    cell.setLeft(cell.left() + indentOf(depth) + FoldWidth - Padding / 2);
    QFont font = fonts().mono;
    if (depth == 0)
        font.setWeight(QFont::Bold);
    painter->setFont(font);
    painter->setPen(isStale() ? t.muted : t.text);
    painter->drawText(
        QPoint(cell.left(), baseline(cell)),
        QFontMetrics(font).elidedText(sessionText(index), Qt::ElideRight, cell.width()));
}

void TreeDelegate::paintNote(QPainter *painter, QRect cell, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    const QString text = index.data().toString();
    const qsizetype split = text.indexOf(u" · "_s);
    QString rest = text;
    if (index.data(WaitTreeModel::CycleRole).toBool()) {
        const QString word = split < 0 ? text : text.first(split);
        paintBadge(painter, cell, word, Severity::Critical, fonts().badge, t);
        cell.setLeft(cell.left() + badgeSize(fonts().badge, word).width() + 6);
        rest = split < 0 ? QString() : text.sliced(split + 3);
    }
    painter->setFont(fonts().text);
    painter->setPen(option.state & QStyle::State_Selected && !isStale() ? t.text : t.muted);
    painter->drawText(QPoint(cell.left(), baseline(cell)),
                      metrics().elidedText(rest, Qt::ElideRight, cell.width()));
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    const QRect cell = option.rect.adjusted(Padding, 0, -Padding, 0);
    const int column = index.column();
    painter->save();
    painter->setClipRect(option.rect);
    if (column == WaitTreeModel::SessionColumn) {
        paintSession(painter, cell, option, index);
    } else if (column == WaitTreeModel::NoteColumn) {
        paintNote(painter, cell, option, index);
    } else {
        const bool selected = option.state & QStyle::State_Selected;
        const bool query = column == WaitTreeModel::QueryColumn;
        const bool blocks = column == WaitTreeModel::BlocksColumn &&
                            index.data(WaitTreeModel::DepthRole).toInt() == 0;
        const QFont &font = query              ? fonts().mono
                            : blocks           ? fonts().strongNumber
                            : isNumber(column) ? fonts().number
                                               : fonts().text;
        const QFontMetrics metrics(font);
        const QString text =
            metrics.elidedText(index.data().toString(), Qt::ElideRight, cell.width());
        const int width = isNumber(column) ? metrics.horizontalAdvance(text) : 0;
        painter->setFont(font);
        painter->setPen(isStale() || (query && !selected) ? t.muted : blocks ? t.critical : t.text);
        painter->drawText(
            QPoint(width > 0 ? cell.right() + 1 - width : cell.left(), baseline(cell)), text);
    }
    painter->restore();
}

} // namespace ui
