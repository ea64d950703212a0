// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ruledelegate.h"

#include "access/rulemodel.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QWidget>

namespace ui {

namespace {

constexpr int MarkSize = 14;

} // namespace

RuleDelegate::RuleDelegate(const Columns &columns, QWidget *view)
    : QStyledItemDelegate(view)
    , m_columns(columns)
    , m_mono(monoFont(view->font()))
{
}

void RuleDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
    const Tokens &t = tokens(option->palette);
    if (index.column() >= m_columns.first && index.column() <= m_columns.last)
        option->font = m_mono;
    const auto set = [option](const QColor &color) {
        option->palette.setColor(QPalette::Text, color);
        option->palette.setColor(QPalette::HighlightedText, color);
    };
    const int standing = index.data(RuleModel::StandingRole).toInt();
    if (standing == RuleModel::Behind)
        set(t.muted);
    if (index.column() == RuleModel::ClientColumn && standing == RuleModel::Decides) {
        set(t.ok);
        option->font.setWeight(QFont::DemiBold);
    } else if (index.column() == RuleModel::ClientColumn && standing == RuleModel::Rejects) {
        set(t.critical);
        option->font.setWeight(QFont::DemiBold);
    }
}

void RuleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    const int standing = index.data(RuleModel::StandingRole).toInt();
    const bool selected = option.state & QStyle::State_Selected;
    if (!selected && (standing == RuleModel::Decides || standing == RuleModel::Rejects))
        painter->fillRect(option.rect,
                          standing == RuleModel::Decides ? t.okBadge : t.criticalBadge);
    const auto severity = index.data(RuleModel::SeverityRole).value<Severity>();
    if (index.column() != m_columns.mark || severity == Severity::None) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem rest = option;
    rest.rect.setLeft(option.rect.left() + MarkSize + metrics::Grid / 2);
    if (selected)
        painter->fillRect(option.rect, option.palette.highlight());
    QStyledItemDelegate::paint(painter, rest, index);
    const QRectF mark(option.rect.left() + metrics::CellPadding,
                      option.rect.center().y() - MarkSize / 2.0 + 1, MarkSize, MarkSize);
    paintSeverityMark(painter, mark, severity);
}

} // namespace ui
