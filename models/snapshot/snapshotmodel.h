// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>
#include <QHash>

#include <algorithm>
#include <vector>

namespace snapshot {

/// A table whose rows are replaced as a whole at each refresh and that tells its views only what
/// changed. Rows are known by Row::key() (hashable by qHash) and compared by ==; rows come in
/// display order. Never resets: selection, scroll position and current index stay with their keys.
///
/// A refresh announces at most one insertion, one change of order and one removal, whatever
/// happened: each announcement costs a view a pass over all of its rows.
template <typename Row>
class SnapshotModel : public QAbstractTableModel
{
public:
    using Key = decltype(std::declval<const Row &>().key());
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

    const Row &row(int number) const { return m_rows[size_t(number)]; }
    const std::vector<Row> &rows() const { return m_rows; }

    /// The number of the row with this key, or -1.
    int rowOf(const Key &key) const
    {
        const auto at = std::ranges::find(m_rows, key, &Row::key);
        return at == m_rows.end() ? -1 : int(at - m_rows.begin());
    }

    /// Takes over the rows of the next snapshot. Every row is replaced, also those that are equal:
    /// nothing of the rows before is used afterwards. Keys should be unique; of two rows with the
    /// same key the second counts as new each time.
    void setRows(std::vector<Row> rows)
    {
        std::vector<int> places = placesIn(rows);
        appendNew(rows, places);
        moveVanishedLast(places, int(rows.size()));
        reorder(places);
        removeFrom(int(rows.size()));
        replace(std::move(rows));
    }

private:
    static constexpr int Nowhere = -1;
    static constexpr size_t MaxChanges = 16; ///< Announced one by one.

    // For each present row its place among the wanted ones.
    std::vector<int> placesIn(const std::vector<Row> &rows) const
    {
        std::vector<int> places(m_rows.size(), Nowhere);
        QHash<Key, int> present;
        for (size_t i = 0; i < rows.size(); ++i) {
            if (i < m_rows.size() && m_rows[i].key() == rows[i].key()) {
                places[i] = int(i);
                continue;
            }
            if (present.isEmpty())
                present = numbers();
            const int row = present.value(rows[i].key(), Nowhere);
            if (row != Nowhere && places[size_t(row)] == Nowhere)
                places[size_t(row)] = int(i);
        }
        return places;
    }

    QHash<Key, int> numbers() const
    {
        QHash<Key, int> result;
        result.reserve(qsizetype(m_rows.size()));
        for (size_t i = 0; i < m_rows.size(); ++i)
            result.insert(m_rows[i].key(), int(i));
        return result;
    }

    void appendNew(const std::vector<Row> &rows, std::vector<int> &places)
    {
        std::vector<bool> taken(rows.size());
        for (const int place : places) {
            if (place != Nowhere)
                taken[size_t(place)] = true;
        }
        const auto count = std::ranges::count(taken, false);
        if (count == 0)
            return;
        const int first = int(m_rows.size());
        beginInsertRows({}, first, first + int(count) - 1);
        for (size_t i = 0; i < rows.size(); ++i) {
            if (taken[i])
                continue;
            m_rows.push_back(rows[i]);
            places.push_back(int(i));
        }
        endInsertRows();
    }

    static void moveVanishedLast(std::vector<int> &places, int next)
    {
        for (int &place : places) {
            if (place == Nowhere)
                place = next++;
        }
    }

    void reorder(const std::vector<int> &places)
    {
        if (std::ranges::is_sorted(places))
            return;
        emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        std::vector<Row> ordered(m_rows.size());
        for (size_t i = 0; i < m_rows.size(); ++i)
            ordered[size_t(places[i])] = std::move(m_rows[i]);
        m_rows = std::move(ordered);
        const QModelIndexList from = persistentIndexList();
        QModelIndexList to;
        to.reserve(from.size());
        for (const QModelIndex &old : from)
            to.append(index(places[size_t(old.row())], old.column()));
        changePersistentIndexList(from, to);
        emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }

    void removeFrom(int first)
    {
        if (first == int(m_rows.size()))
            return;
        beginRemoveRows({}, first, int(m_rows.size()) - 1);
        m_rows.erase(m_rows.begin() + first, m_rows.end());
        endRemoveRows();
    }

    void replace(std::vector<Row> rows)
    {
        std::vector<std::pair<int, int>> changes; // first and last row of each run
        for (int i = 0; i < int(rows.size()); ++i) {
            if (m_rows[size_t(i)] == rows[size_t(i)])
                continue;
            if (!changes.empty() && changes.back().second == i - 1)
                changes.back().second = i;
            else
                changes.emplace_back(i, i);
        }
        m_rows = std::move(rows);
        if (changes.size() > MaxChanges)
            changes = {{changes.front().first, changes.back().second}};
        for (const auto &[first, last] : changes)
            emit dataChanged(index(first, 0), index(last, columnCount() - 1));
    }

    std::vector<Row> m_rows;
};

} // namespace snapshot
