// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/lazymodel.h"

#include <QTreeView>

class QMenu;

namespace ui {

class CellPainter;

/// A table of roles, databases, tables and the like. Selection, current row and scroll position
/// stay with their rows when these are read again; Ctrl+C copies the selected ones. The columns
/// share the room by what is in them until the user sizes one; no row is shown in part.
class LazyTable final : public QTreeView
{
    Q_OBJECT

public:
    /// The object name also names its columns in the settings.
    LazyTable(const QString &objectName, const QString &accessibleName,
              std::vector<TableColumn> columns, QWidget *parent = nullptr);

    LazyModel &rows() const { return *m_model; }

    /// Keeps the current row by its key.
    void setRows(const TableRowsPtr &rows);
    void setCompact(bool compact);

    /// The key of the current row, if it is selected; else of a selected one.
    std::optional<quint64> currentKey() const;
    /// Selects a row and scrolls to it, as soon as it is in the table; false if it is not yet.
    bool selectKey(quint64 key);
    /// Selects the first row unless another one is selected, or is to be when it comes.
    void selectFirst();
    /// The keys of the selected rows, from top to bottom.
    std::vector<quint64> selectedKeys() const;

    /// The selected rows, or all if none is, as text in columns.
    QString asText() const;
    QMenu *columnMenu() const { return m_columnMenu; }

signals:
    /// Another row is the current one, or none any more.
    void currentKeyChanged();

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {}
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void updateGeometries() override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void build();
    void fillColumnMenu();
    void dress();
    std::vector<int> wantedWidths() const;
    void fitColumns();
    void fitLast();
    void readWidths(int column);
    void showColumn(int column, bool shown);
    void copy();
    void arranged();
    void tellCurrent();

    LazyModel *m_model;
    CellPainter *m_painter;
    QMenu *m_columnMenu;
    std::optional<quint64> m_wanted; ///< To be selected when it comes.
    std::optional<quint64> m_told;
    bool m_compact = false;
    std::pair<TableRowsPtr, QString> m_fitted; ///< The rows and chip that the columns follow.
    bool m_fittingColumns = false;             ///< Not the user.
    bool m_fittingRows = false;
};

} // namespace ui
