// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace ui {

class AttemptModel;

/// Paints an attempt in two lines: the address over the candidate, each stage as a mark and a word
/// over its time.
class AttemptDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    AttemptDelegate(const AttemptModel &model, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintStage(QPainter *painter, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;
    void paintLines(QPainter *painter, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;

    const AttemptModel &m_model;
};

/// The ladder: rows are candidates at addresses, columns the stages.
class AttemptTable final : public QTableView
{
    Q_OBJECT

public:
    explicit AttemptTable(AttemptModel &model, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace ui
