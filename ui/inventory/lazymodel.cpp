// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/lazymodel.h"

#include "widgets/plainlabel.h"

#include <QtConcurrentRun>

namespace ui {

LazyModel::LazyModel(std::vector<TableColumn> columns, QObject *parent)
    : SnapshotModel(parent)
    , m_columns(std::move(columns))
{
}

void LazyModel::setRows(const TableRowsPtr &rows)
{
    m_make = {};
    m_rows = rows;
    m_many = rows && rows->count() > FewRows;
    ++m_reading;
    arrange();
}

void LazyModel::setRowsLater(int count, std::function<TableRowsPtr()> make)
{
    m_make = std::move(make);
    m_rows.reset();
    m_many = count > FewRows;
    ++m_reading;
    arrange();
}

void LazyModel::setQuery(const TableQuery &query)
{
    if (query == m_query)
        return;
    m_query = query;
    arrange();
}

void LazyModel::sort(int column, Qt::SortOrder order)
{
    TableQuery query = m_query;
    query.sortColumn = column;
    query.sortOrder = order;
    setQuery(query);
}

void LazyModel::Job::run()
{
    if (!reading.rows && make)
        reading.rows = make();
    if (reading.rows)
        order = arrangedRows(*reading.rows, query);
}

void LazyModel::arrange()
{
    const quint64 wanted = ++m_wanted;
    Job job{{m_rows, m_reading}, m_make, m_query};
    m_arranging = m_many;
    if (!m_many) {
        job.run();
        take(job);
        return;
    }
    const auto run = [job]() mutable {
        job.run();
        return job;
    };
    QtConcurrent::run(run).then(this, [this, wanted](const Job &done) {
        if (wanted == m_wanted)
            take(done);
    });
}

// While rows come and go, those of the reading before are still asked for.
void LazyModel::take(const Job &job)
{
    m_arranging = false;
    m_rows = job.reading.rows;
    std::vector<LazyRow> wanted;
    wanted.reserve(job.order.size());
    for (const int number : job.order)
        wanted.push_back({m_rows->key(number), number, job.reading.number});
    m_before = std::exchange(m_shown, job.reading);
    SnapshotModel::setRows(std::move(wanted));
    m_before = {};
    emit arranged();
}

Cell LazyModel::cell(const QModelIndex &index) const
{
    const LazyRow &shown = row(index.row());
    const Reading &reading = shown.reading == m_shown.number ? m_shown : m_before;
    return reading.rows ? reading.rows->cell(shown.number, index.column()) : Cell();
}

int LazyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant LazyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case CellRole:
        return QVariant::fromValue(cell(index));
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cellText(cell(index));
    case Qt::ToolTipRole: {
        const Cell what = cell(index);
        return plainToolTip(what.tip.isEmpty() ? cellText(what) : what.tip);
    }
    default:
        return {};
    }
}

QVariant LazyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const TableColumn &column = m_columns[size_t(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::ToolTipRole && !column.tip.isEmpty())
        return plainToolTip(column.tip);
    if (role == Qt::TextAlignmentRole)
        return QVariant((column.look == TableColumn::Number ? Qt::AlignRight : Qt::AlignLeft) |
                        Qt::AlignVCenter);
    return {};
}

} // namespace ui
