// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

namespace snapshot {

/// A table whose rows are replaced as a whole at each refresh and that tells its views only what
/// changed. Rows are known by Row::key() (hashable by qHash) and compared by ==; rows come in
/// display order. Never resets: selection, scroll position and expanded rows stay with their keys.
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

    /// Takes over the rows of the next snapshot. Keys must be unique.
    void setRows(std::vector<Row> rows)
    {
        QHash<Key, int> wanted;
        wanted.reserve(qsizetype(rows.size()));
        for (size_t i = 0; i < rows.size(); ++i)
            wanted.insert(rows[i].key(), int(i));
        removeVanished(wanted);
        insertNew(rows, wanted);
        reorder(wanted);
        replaceChanged(std::move(rows));
    }

private:
    void removeVanished(const QHash<Key, int> &wanted)
    {
        int last = int(m_rows.size()) - 1;
        while (last >= 0) {
            if (wanted.contains(m_rows[size_t(last)].key())) {
                --last;
                continue;
            }
            int first = last;
            while (first > 0 && !wanted.contains(m_rows[size_t(first - 1)].key()))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first - 1;
        }
    }

    // New rows go behind the row that they follow in the wanted order, in runs.
    void insertNew(const std::vector<Row> &rows, const QHash<Key, int> &wanted)
    {
        if (m_rows.size() == rows.size())
            return;
        QHash<Key, int> present;
        present.reserve(qsizetype(m_rows.size()));
        for (size_t i = 0; i < m_rows.size(); ++i)
            present.insert(m_rows[i].key(), int(i));
        int shift = 0; // rows inserted so far stand before every later place when the order agrees
        for (size_t i = 0; i < rows.size();) {
            if (present.contains(rows[i].key())) {
                ++i;
                continue;
            }
            size_t end = i + 1;
            while (end < rows.size() && !present.contains(rows[end].key()))
                ++end;
            const int at =
                i == 0 ? 0 : std::min(int(m_rows.size()), placeAfter(rows[i - 1], present, shift));
            beginInsertRows({}, at, at + int(end - i) - 1);
            m_rows.insert(m_rows.begin() + at, rows.begin() + qsizetype(i),
                          rows.begin() + qsizetype(end));
            endInsertRows();
            shift += int(end - i);
            i = end;
        }
    }

    int placeAfter(const Row &before, const QHash<Key, int> &present, int shift) const
    {
        const int guess = present.value(before.key()) + shift;
        if (guess < int(m_rows.size()) && m_rows[size_t(guess)].key() == before.key())
            return guess + 1;
        return rowOf(before.key()) + 1;
    }

    void reorder(const QHash<Key, int> &wanted)
    {
        std::vector<int> target(m_rows.size());
        for (size_t i = 0; i < m_rows.size(); ++i)
            target[i] = wanted.value(m_rows[i].key());
        if (std::ranges::is_sorted(target))
            return;
        emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        std::vector<Row> ordered(m_rows.size());
        for (size_t i = 0; i < m_rows.size(); ++i)
            ordered[size_t(target[i])] = std::move(m_rows[i]);
        m_rows = std::move(ordered);
        const QModelIndexList from = persistentIndexList();
        QModelIndexList to;
        to.reserve(from.size());
        for (const QModelIndex &old : from)
            to.append(index(target[size_t(old.row())], old.column()));
        changePersistentIndexList(from, to);
        emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }

    void replaceChanged(std::vector<Row> rows)
    {
        int first = -1;
        for (int i = 0; i <= int(rows.size()); ++i) {
            const bool changed = i < int(rows.size()) && !(m_rows[size_t(i)] == rows[size_t(i)]);
            if (changed) {
                m_rows[size_t(i)] = std::move(rows[size_t(i)]);
                first = first < 0 ? i : first;
            } else if (first >= 0) {
                emit dataChanged(index(first, 0), index(i - 1, columnCount() - 1));
                first = -1;
            }
        }
    }

    std::vector<Row> m_rows;
};

} // namespace snapshot
