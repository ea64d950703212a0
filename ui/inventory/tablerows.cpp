// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/tablerows.h"

#include <algorithm>
#include <numeric>

namespace ui {

Cell unknownCell(const QString &why)
{
    return {.text = QStringLiteral("–"), .muted = true, .tip = why};
}

QString cellText(const Cell &cell)
{
    QStringList words;
    for (const CellMark &mark : cell.marks)
        words.append(mark.text);
    if (!cell.text.isEmpty())
        words.append(cell.text);
    return words.join(QStringLiteral(", "));
}

QStringList filterWords(const QString &line)
{
    return line.toLower().split(u' ', Qt::SkipEmptyParts);
}

int compareTexts(const QString &a, const QString &b)
{
    const int folded = a.compare(b, Qt::CaseInsensitive);
    return folded != 0 ? folded : a.compare(b);
}

int TableRows::compare(int a, int b, int column) const
{
    const Cell left = cell(a, column);
    const Cell right = cell(b, column);
    if (left.value && right.value)
        return *left.value < *right.value ? -1 : *left.value > *right.value ? 1 : 0;
    if (left.value || right.value)
        return left.value ? -1 : 1;
    return compareTexts(left.text, right.text);
}

bool TableRows::matches(int row, const TableQuery &query) const
{
    constexpr int searchedColumns = 3;
    if (query.words.isEmpty())
        return true;
    QString text;
    for (int column = 0; column < searchedColumns; ++column)
        text += cell(row, column).text + u'\n';
    return std::ranges::all_of(
        query.words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

std::vector<int> arrangedRows(const TableRows &rows, const TableQuery &query)
{
    std::vector<int> order;
    order.reserve(size_t(rows.count()));
    for (int row = 0; row < rows.count(); ++row) {
        if (rows.matches(row, query))
            order.push_back(row);
    }
    if (query.sortColumn < 0)
        return order;
    const int sign = query.sortOrder == Qt::AscendingOrder ? 1 : -1;
    std::ranges::stable_sort(
        order, [&](int a, int b) { return sign * rows.compare(a, b, query.sortColumn) < 0; });
    return order;
}

void CellRows::add(std::vector<Cell> cells, std::optional<quint64> key)
{
    m_rows.push_back({key.value_or(m_rows.size()), std::move(cells)});
}

Cell CellRows::cell(int row, int column) const
{
    const std::vector<Cell> &cells = m_rows[size_t(row)].cells;
    return size_t(column) < cells.size() ? cells[size_t(column)] : Cell();
}

} // namespace ui
