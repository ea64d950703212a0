// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/candidatelist.h"

#include "access/candidatemodel.h"
#include "access/candidatetext.h"
#include "base/plaintext.h"
#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int Box = 16;
constexpr int Left = metrics::CardPadding + Box + 8;
constexpr int Top = 9;
constexpr int LineGap = 3;
constexpr int Wrapped = Qt::TextWordWrap;

QString badgeText(const AccessCandidate &candidate)
{
    return candidate.candidate.insideContainer ? CandidateDelegate::tr("inside container")
                                               : QString();
}

} // namespace

struct CandidateDelegate::Line
{
    QString text;
    QFont font;
    bool muted = false;
    bool elide = false;
    bool badge = false;
};

CandidateDelegate::CandidateDelegate(const CandidateModel &model, QListView *view)
    : QStyledItemDelegate(view)
    , m_model(model)
    , m_view(view)
{
}

QList<CandidateDelegate::Line> CandidateDelegate::lines(const AccessCandidate &candidate,
                                                        const QFont &font) const
{
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    const QFont small = smallFont(font);
    QList<Line> out{{base::visibleText(candidate.name), strong, false, true, false}};
    if (const QString badge = badgeText(candidate); !badge.isEmpty())
        out.append({badge, badgeFont(font), false, false, true});
    for (const QString &place : CandidateText::places(candidate))
        out.append({place, small, true, true, false});
    if (const QString why = CandidateText::whyNot(candidate); !why.isEmpty())
        out.append({why, small, false, false, false});
    const QStringList notes =
        candidate.canBeTried() ? CandidateText::notes(candidate) : QStringList();
    for (const QString &note : notes)
        out.append({note, small, false, false, false});
    return out;
}

int CandidateDelegate::textWidth() const
{
    return std::max(80, m_view->viewport()->width() - Left - metrics::CardPadding);
}

QSize CandidateDelegate::sizeHint(const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    int height = 2 * Top;
    for (const Line &line : lines(m_model.candidate(index.row()), option.font)) {
        const QFontMetrics measure(line.font);
        const bool one = line.elide || line.badge;
        height += LineGap +
                  (line.badge ? metrics::BadgeHeight
                   : one      ? measure.height()
                         : measure.boundingRect(QRect(0, 0, textWidth(), 1000), Wrapped, line.text)
                               .height());
    }
    return {textWidth(), height};
}

QRect CandidateDelegate::boxRect(const QRect &row)
{
    return {row.left() + metrics::CardPadding, row.top() + Top + 1, Box, Box};
}

void CandidateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const AccessCandidate &candidate = m_model.candidate(index.row());
    const Tokens &t = tokens(option.palette);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, t.selection);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      t.border);
    if (candidate.canBeTried()) {
        QStyleOptionViewItem box = option;
        box.rect = boxRect(option.rect);
        box.state =
            QStyle::State_Enabled | (candidate.wanted ? QStyle::State_On : QStyle::State_Off);
        m_view->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter,
                                       m_view);
    }
    int y = option.rect.top() + Top;
    for (const Line &line : lines(candidate, option.font)) {
        const QFontMetrics measure(line.font);
        QRect place(option.rect.left() + Left, y, textWidth(), 1000);
        if (line.badge) {
            place.setHeight(metrics::BadgeHeight);
            paintBadge(painter, place, line.text, Severity::Info, line.font, t);
            y += place.height() + LineGap;
            continue;
        }
        place.setHeight(line.elide ? measure.height()
                                   : measure.boundingRect(place, Wrapped, line.text).height());
        painter->setFont(line.font);
        painter->setPen(line.muted || !candidate.canBeTried() ? t.muted : t.text);
        if (line.elide)
            painter->drawText(place, Qt::AlignLeft,
                              measure.elidedText(line.text, Qt::ElideMiddle, place.width()));
        else
            painter->drawText(place, Wrapped, line.text);
        y += place.height() + LineGap;
    }
    painter->restore();
}

bool CandidateDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                                    const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (!index.flags().testFlag(Qt::ItemIsUserCheckable))
        return false;
    const bool click = event->type() == QEvent::MouseButtonRelease &&
                       boxRect(option.rect)
                           .adjusted(-6, -6, 6, 6)
                           .contains(static_cast<QMouseEvent *>(event)->pos());
    const bool key = event->type() == QEvent::KeyPress &&
                     static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space;
    if (!click && !key)
        return false;
    const bool on = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    return model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

CandidateList::CandidateList(CandidateModel &model, QWidget *parent)
    : QListView(parent)
{
    setObjectName(u"candidateList"_s);
    setAccessibleName(tr("Credentials that can be tried"));
    setModel(&model);
    setItemDelegate(new CandidateDelegate(model, this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setResizeMode(Adjust);
}

// Texts wrap otherwise now.
void CandidateList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

} // namespace ui
