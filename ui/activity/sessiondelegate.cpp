// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessiondelegate.h"

#include "activity/activitytext.h"
#include "sessions/sessionmodel.h"
#include "widgets/badge.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QPainter>

namespace ui {

using namespace Qt::StringLiterals;
using sessions::SessionModel;

namespace {

constexpr int Padding = 8;
constexpr int WorkerIndent = 14;

SessionModel::Fold foldOf(const QModelIndex &index)
{
    return SessionModel::Fold(index.data(SessionModel::FoldRole).toInt());
}

sessions::Severity severityOf(const QModelIndex &index, int column)
{
    return sessions::Severity(
        index.siblingAtColumn(column).data(SessionModel::SeverityRole).toInt());
}

} // namespace

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (index.data(SessionModel::KindRole).toInt() == int(SessionModel::RowKind::Group))
        return {0, rowHeight()};
    const QString text = index.data().toString();
    const int column = index.column();
    int width =
        QFontMetrics(column == sessions::PidColumn || column == sessions::QueryColumn ? fonts().mono
                     : sessions::isNumber(sessions::Column(column)) ? fonts().strongNumber
                                                                    : fonts().text)
            .horizontalAdvance(text);
    if (column == sessions::StateColumn)
        width = badgeSize(fonts().badge, text).width();
    if (column == sessions::PidColumn)
        width += FoldWidth + WorkerIndent;
    return {width + 2 * Padding + 1, rowHeight()};
}

SessionDelegate::Ink SessionDelegate::inkOf(const QStyleOptionViewItem &option,
                                            const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const auto column = sessions::Column(index.column());
    const Severity severity = toUi(severityOf(index, column));
    Ink ink{fonts().text, isStale() ? t.muted : t.text};
    if (sessions::isNumber(column))
        ink.font = severity == Severity::None ? fonts().number : fonts().strongNumber;
    if (severity != Severity::None && !isStale())
        ink.colour = t.ink(severity);
    if (column == sessions::PidColumn || column == sessions::QueryColumn) {
        ink.font = fonts().mono;
        ink.fixedPitch = true;
    }
    const bool lock =
        column == sessions::WaitColumn && index.data().toString().startsWith("Lock"_L1);
    const bool context = column == sessions::QueryColumn || column == sessions::WaitColumn;
    if (!selected && ((context && !lock) || index.data(SessionModel::ValueRole).isNull()))
        ink.colour = t.muted;
    return ink;
}

// Mono text is cut by counting: laying out 500 characters of which 80 fit costs ten times more.
QString SessionDelegate::fit(const QString &text, const Ink &ink, int width) const
{
    if (!ink.fixedPitch)
        return QFontMetrics(ink.font).elidedText(text, Qt::ElideRight, width);
    const auto fitting = qsizetype(width / monoAdvance());
    return text.size() <= fitting ? text : text.first(std::max<qsizetype>(0, fitting - 1)) + u'…';
}

QRect SessionDelegate::foldRect(const QRect &cell)
{
    return {cell.left() + Padding / 2, cell.top(), FoldWidth, cell.height()};
}

// Returns what is left of the cell for its text.
QRect SessionDelegate::paintFold(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const QRect cell = option.rect.adjusted(Padding, 0, -Padding, 0);
    if (index.column() != sessions::PidColumn)
        return cell;
    const Tokens &t = tokens(option.palette);
    if (const SessionModel::Fold fold = foldOf(index); fold != SessionModel::Fold::None)
        paintTriangle(painter, foldRect(option.rect), fold == SessionModel::Fold::Open, t.muted);
    return cell;
}

void SessionDelegate::paintState(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    using enum snapshot::SessionState;
    const auto state = snapshot::SessionState(index.data(SessionModel::StateRole).toInt());
    snapshot::Session session;
    session.state = state;
    const Severity mark = stateMark(session, severityOf(index, sessions::StateAgeColumn));
    const QRect cell = option.rect.adjusted(Padding, 0, -Padding, 0);
    const Tokens &t = tokens(option.palette);
    if (mark != Severity::None && !isStale())
        return paintBadge(painter, cell, index.data().toString(), mark, fonts().badge, t);
    painter->setFont(fonts().text);
    const bool unknown = state == Hidden || state == Background;
    const bool selected = option.state & QStyle::State_Selected;
    painter->setPen(isStale() || (unknown && !selected) ? t.muted : t.text);
    painter->drawText(QPoint(cell.left(), baseline(cell)),
                      metrics().elidedText(index.data().toString(), Qt::ElideRight, cell.width()));
}

void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    painter->save();
    painter->setClipRect(option.rect);
    if (index.column() == sessions::StateColumn) {
        paintState(painter, option, index);
        painter->restore();
        return;
    }
    const Ink ink = inkOf(option, index);
    const QRect cell = paintFold(painter, option, index);
    QString text = index.data().toString();
    if (index.column() == sessions::PidColumn &&
        index.data(SessionModel::KindRole).toInt() == int(SessionModel::RowKind::Worker))
        text.prepend(u"↳ "_s);
    text = fit(text, ink, cell.width());
    const bool right = sessions::isNumber(sessions::Column(index.column()));
    const int width = right ? QFontMetrics(ink.font).horizontalAdvance(text) : 0;
    painter->setFont(ink.font);
    painter->setPen(ink.colour);
    painter->drawText(QPoint(right ? cell.right() + 1 - width : cell.left(), baseline(cell)), text);
    painter->restore();
}

void SessionDelegate::paintGroup(QPainter *painter, const QRect &rect, const QPalette &palette,
                                 const QModelIndex &index) const
{
    const Tokens &t = tokens(palette);
    const QString text = index.data().toString();
    const qsizetype split = text.lastIndexOf(": "_L1);
    paintTriangle(painter, foldRect(rect), foldOf(index) == SessionModel::Fold::Open, t.muted);
    const QRect cell = rect.adjusted(Padding + FoldWidth, 0, -Padding, 0);
    const QString name = QFontMetrics(fonts().strong)
                             .elidedText(text.first(split), Qt::ElideRight, cell.width() / 2);
    painter->setFont(fonts().strong);
    painter->setPen(isStale() ? t.muted : t.text);
    painter->drawText(QPoint(cell.left(), baseline(cell)), name);
    const int left = cell.left() + QFontMetrics(fonts().strong).horizontalAdvance(name) + 12;
    painter->setFont(fonts().number);
    painter->setPen(t.muted);
    painter->drawText(QPoint(left, baseline(cell)),
                      QFontMetrics(fonts().number)
                          .elidedText(text.sliced(split + 2), Qt::ElideRight, cell.right() - left));
}

} // namespace ui
