// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>

namespace locks::layout {

/// What is taken and what is free in the columns of a picture. Nothing is placed above 0.
class Places
{
public:
    void take(int column, double top, double height);
    /// Whether a piece fits, `gap` away from its neighbours.
    bool isFree(int column, double top, double height, double gap) const;
    /// The free place nearest to `top`, or the end of a column that is too crowded to search.
    double nearest(int column, double top, double height, double gap) const;
    /// The first free place from `top` downwards.
    double firstBelow(int column, double top, double height, double gap) const;
    double end(int column) const; ///< Below it all is free.

private:
    using Column = std::map<double, double>; // bottom by top, without overlaps
    /// The lowest piece that is in the way; the end if none is.
    static Column::const_iterator inTheWay(const Column &column, double top, double height,
                                           double gap);
    const Column &column(int number) const;

    std::map<int, Column> m_columns;
};

} // namespace locks::layout
