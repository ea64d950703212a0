// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/layoutplaces.h"

#include <algorithm>

namespace locks::layout {

namespace {

constexpr int MostSteps = 200;

} // namespace

const Places::Column &Places::column(int number) const
{
    static const Column empty;
    const auto found = m_columns.find(number);
    return found == m_columns.end() ? empty : found->second;
}

void Places::take(int column, double top, double height)
{
    double &bottom = m_columns[column].try_emplace(top, top).first->second;
    bottom = std::max(bottom, top + height);
}

Places::Column::const_iterator Places::inTheWay(const Column &column, double top, double height,
                                                double gap)
{
    const auto after = column.lower_bound(top + height + gap);
    if (after == column.begin())
        return column.end();
    const auto last = std::prev(after);
    return last->second + gap > top ? last : column.end();
}

bool Places::isFree(int column, double top, double height, double gap) const
{
    const Column &pieces = this->column(column);
    return inTheWay(pieces, top, height, gap) == pieces.end();
}

double Places::end(int column) const
{
    const Column &pieces = this->column(column);
    return pieces.empty() ? 0 : pieces.rbegin()->second;
}

double Places::firstBelow(int column, double top, double height, double gap) const
{
    const Column &pieces = this->column(column);
    top = std::max(0.0, top);
    for (int step = 0; step < MostSteps; ++step) {
        const auto piece = inTheWay(pieces, top, height, gap);
        if (piece == pieces.end())
            return top;
        top = piece->second + gap;
    }
    return end(column) + gap;
}

double Places::nearest(int column, double top, double height, double gap) const
{
    const Column &pieces = this->column(column);
    top = std::max(0.0, top);
    const double below = firstBelow(column, top, height, gap);
    double above = top;
    for (int step = 0; step < MostSteps && top - above < below - top; ++step) {
        auto piece = inTheWay(pieces, above, height, gap);
        if (piece == pieces.end())
            return above;
        while (piece != pieces.begin() && std::prev(piece)->second + gap > above)
            --piece; // the highest that is in the way
        above = piece->first - gap - height;
        if (above < 0)
            break;
    }
    return below;
}

} // namespace locks::layout
