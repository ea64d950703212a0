// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/samplemodel.h"

#include "base/plaintext.h"
#include "widgets/plainlabel.h"

namespace ui {

using namespace Qt::StringLiterals;

void SampleModel::setAnswer(const inventory::VisibilityAnswer &answer)
{
    beginResetModel(); // another question, another table
    m_columns = answer.columns;
    m_rows = answer.sample;
    endResetModel();
}

int SampleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SampleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant SampleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &row = m_rows[size_t(index.row())];
    const auto column = size_t(index.column());
    const QString text =
        column < row.size() && row[column] ? base::visibleText(*row[column]) : u"NULL"_s;
    if (role == Qt::DisplayRole)
        return text;
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text)) : QVariant();
}

QVariant SampleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= columnCount())
        return {};
    return base::visibleText(m_columns[section]);
}

} // namespace ui
