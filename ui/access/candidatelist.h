// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace ui {

class CandidateModel;
struct AccessCandidate;

/// Paints a candidate: a box to tick, its name, where it is stated, what is to be said of it.
class CandidateDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    CandidateDelegate(const CandidateModel &model, QListView *view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Where the box of a row is, in the view.
    static QRect boxRect(const QRect &row);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    struct Line;
    QList<Line> lines(const AccessCandidate &candidate, const QFont &font) const;
    int textWidth() const;

    const CandidateModel &m_model;
    QListView *m_view;
};

/// The list of candidates. Space ticks the current one.
class CandidateList final : public QListView
{
    Q_OBJECT

public:
    explicit CandidateList(CandidateModel &model, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace ui
