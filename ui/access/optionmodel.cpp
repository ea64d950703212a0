// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/optionmodel.h"

#include "access/accesstext.h"
#include "base/plaintext.h"
#include "widgets/plainlabel.h"

namespace ui {

using namespace Qt::StringLiterals;

bool hasOwnField(const QString &option)
{
    static const QStringList fields{u"host"_s, u"port"_s, u"dbname"_s, u"user"_s, u"sslmode"_s};
    return fields.contains(option);
}

OptionModel::OptionModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void OptionModel::setOptions(const QMap<QString, QString> &options)
{
    beginResetModel();
    m_rows.clear();
    for (const auto &[option, value] : options.asKeyValueRange()) {
        if (!hasOwnField(option))
            m_rows.append({option, value});
    }
    endResetModel();
}

QMap<QString, QString> OptionModel::options() const
{
    QMap<QString, QString> out;
    for (const Row &row : m_rows) {
        if (!row.option.isEmpty() && !row.value.isEmpty() && !pgaccess::isSecretOption(row.option))
            out.insert(row.option, row.value);
    }
    return out;
}

QString OptionModel::problem() const
{
    for (const Row &row : m_rows) {
        if (const QString text = problemOf(row); !text.isEmpty())
            return text;
    }
    return {};
}

QString OptionModel::problemOf(const Row &row) const
{
    if (row.option.isEmpty())
        return row.value.isEmpty() ? QString() : tr("An option has a value but no name.");
    if (hasOwnField(row.option))
        return tr("“%1” has a field of its own.").arg(base::visibleText(row.option, 40));
    const auto found = pgaccess::validateOption(row.option, row.value);
    const bool incomplete =
        row.value.isEmpty() && (!found || found->issue != pgaccess::ProfileIssue::UnknownOption);
    return found && !incomplete ? problemText(*found) : QString();
}

void OptionModel::addRow()
{
    const int row = int(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows.append(Row());
    endInsertRows();
}

void OptionModel::removeRowAt(int row)
{
    if (row < 0 || row >= m_rows.size())
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

int OptionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int OptionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant OptionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return base::visibleText(index.column() == OptionColumn ? row.option : row.value);
    case Qt::EditRole:
        return index.column() == OptionColumn ? row.option : row.value;
    case ProblemRole:
        return problemOf(row);
    case Qt::ToolTipRole:
        return problemOf(row).isEmpty() ? QVariant() : plainToolTip(problemOf(row));
    default:
        return {};
    }
}

bool OptionModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Row &row = m_rows[index.row()];
    (index.column() == OptionColumn ? row.option : row.value) = value.toString().trimmed();
    emit dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    return true;
}

QVariant OptionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == OptionColumn ? tr("Option") : tr("Value");
}

Qt::ItemFlags OptionModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags out = QAbstractTableModel::flags(index);
    return index.isValid() ? out | Qt::ItemIsEditable : out;
}

} // namespace ui
