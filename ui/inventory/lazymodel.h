// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/tablerows.h"
#include "snapshot/snapshotmodel.h"

#include <functional>

namespace ui {

/// A row of a LazyModel: which of the rows it shows.
struct LazyRow
{
    quint64 id = 0;
    int number = 0;
    quint64 reading = 0; ///< Rows of another reading may look different.

    quint64 key() const { return id; }
    bool operator==(const LazyRow &) const = default;
};

/// A table over rows that are made when they are looked at. Many rows are filtered and sorted on
/// another thread; until that is done what was shown before stays. Never resets.
class LazyModel final : public snapshot::SnapshotModel<LazyRow>
{
    Q_OBJECT

public:
    static constexpr int CellRole = Qt::UserRole; ///< A ui::Cell.
    static constexpr int FewRows = 2000;          ///< Up to here rows are arranged at once.

    explicit LazyModel(std::vector<TableColumn> columns, QObject *parent = nullptr);

    const std::vector<TableColumn> &columns() const { return m_columns; }

    /// Null for none.
    void setRows(const TableRowsPtr &rows);
    /// The same for rows that take time to make: many of them are made on another thread.
    void setRowsLater(int count, std::function<TableRowsPtr()> make);
    /// What is shown, which may be the rows before the last ones.
    const TableRowsPtr &shown() const { return m_shown.rows; }
    void setQuery(const TableQuery &query);
    const TableQuery &query() const { return m_query; }
    bool isArranging() const { return m_arranging; }

    /// The number within shown() of a row of the model.
    int numberOf(const QModelIndex &index) const { return row(index.row()).number; }
    /// The index has to be valid.
    Cell cell(const QModelIndex &index) const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    /// The rows are what was wanted last.
    void arranged();

private:
    void arrange();
    struct Reading
    {
        TableRowsPtr rows;
        quint64 number = 0;
    };
    struct Job ///< Carried out on any thread.
    {
        Reading reading;
        std::function<TableRowsPtr()> make;
        TableQuery query;
        std::vector<int> order = {};

        void run();
    };
    void take(const Job &job);

    std::vector<TableColumn> m_columns;
    TableRowsPtr m_rows; ///< Null: none, or not made yet.
    std::function<TableRowsPtr()> m_make;
    bool m_many = false;
    Reading m_shown;
    Reading m_before;
    TableQuery m_query;
    quint64 m_reading = 0;
    quint64 m_wanted = 0; ///< The arrangement that counts.
    bool m_arranging = false;
};

} // namespace ui
