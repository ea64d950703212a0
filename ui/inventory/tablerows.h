// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QMetaType>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace ui {

/// A word in a badge.
struct CellMark
{
    QString text;
    Severity severity = Severity::None;

    bool operator==(const CellMark &) const = default;
};

/// A cell as it is painted: badges first, then the text. Every text is fit to be seen.
struct Cell
{
    QString text;
    Severity severity = Severity::None; ///< The ink of the text.
    bool muted = false;
    bool strong = false;
    int indent = 0; ///< Steps to the right, as in a tree.
    std::vector<CellMark> marks;
    QString tip;                 ///< Plain; empty: the text.
    std::optional<double> value; ///< What the column is sorted by, if not by its text.

    bool operator==(const Cell &) const = default;
};

/// The cell of what is not known, with the reason in its tooltip. What there is none of stays
/// empty.
Cell unknownCell(const QString &why);

/// All that a cell says, for those who don't see it.
QString cellText(const Cell &cell);

struct TableColumn
{
    enum Look { Text, Number, Fixed }; ///< Number: right-aligned. Fixed: as SQL.

    QString title;
    int width = 100;
    Look look = Text;
    QString tip = {};
    bool hidden = false; ///< Until the user wants it.
};

/// Which rows a table shows, and in what order.
struct TableQuery
{
    QStringList words;   ///< Each has to be found in a row; lower case.
    QString chip;        ///< The id of a quick filter; what it means is for the rows to say.
    int sortColumn = -1; ///< -1: as they come.
    Qt::SortOrder sortOrder = Qt::AscendingOrder;

    bool operator==(const TableQuery &) const = default;
};

/// The words of a filter line.
QStringList filterWords(const QString &line);

/// What a table shows. Never changes, and is read on any thread: a cell is made when it is looked
/// at, so that a hundred thousand rows cost nothing until then.
class TableRows
{
public:
    virtual ~TableRows() = default;

    virtual int count() const = 0;
    /// Tells a row from the others, also from those of the next reading.
    virtual quint64 key(int row) const = 0;
    virtual Cell cell(int row, int column) const = 0;
    /// Less than 0 if row a comes before row b. Here: by the values of their cells, those without
    /// one last, else by the texts.
    virtual int compare(int a, int b, int column) const;
    /// Here: every word is in one of the first columns.
    virtual bool matches(int row, const TableQuery &query) const;
};

using TableRowsPtr = std::shared_ptr<const TableRows>;

/// The numbers of the rows that a query wants, in its order; rows that are equal stay as they come.
std::vector<int> arrangedRows(const TableRows &rows, const TableQuery &query);

/// Rows of few, made beforehand.
class CellRows final : public TableRows
{
public:
    /// The key of a row is its number where none is given.
    void add(std::vector<Cell> cells, std::optional<quint64> key = {});

    int count() const override { return int(m_rows.size()); }
    quint64 key(int row) const override { return m_rows[size_t(row)].key; }
    Cell cell(int row, int column) const override;

private:
    struct Row
    {
        quint64 key;
        std::vector<Cell> cells;
    };
    std::vector<Row> m_rows;
};

/// Two texts by letters, "a" beside "A", then by case.
int compareTexts(const QString &a, const QString &b);

} // namespace ui

Q_DECLARE_METATYPE(ui::Cell)
