// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/importmodel.h"

#include "access/accesstext.h"
#include "base/plaintext.h"
#include "widgets/plainlabel.h"

#include <QFileInfo>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

ImportModel::ImportModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ImportModel::setPreview(const ImportPreview &preview)
{
    beginResetModel();
    m_rows.clear();
    for (const ImportEntry &entry : preview.entries)
        m_rows.append({.entry = entry, .checked = entry.state == ImportState::New});
    endResetModel();
}

void ImportModel::setChoice(int row, ImportPassword choice)
{
    m_rows[row].choice = choice;
    emit dataChanged(index(row, PasswordColumn), index(row, PasswordColumn));
}

int ImportModel::checkedCount() const
{
    return int(std::ranges::count(m_rows, true, &Row::checked));
}

int ImportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ImportModel::choiceText(const ImportEntry &entry, ImportPassword choice)
{
    if (choice == ImportPassword::FromPassFile && entry.passFile) {
        return tr("From %1, line %2")
            .arg(base::visibleText(shortPath(entry.passFile->path)),
                 QString::number(entry.passFile->line));
    }
    if (choice == ImportPassword::ToKeyring) {
        return tr("From line %1 of the file, into the keyring")
            .arg(QString::number(entry.passwordLine));
    }
    if (!entry.password.isEmpty())
        return tr("Ask (line %1 holds one)").arg(QString::number(entry.passwordLine));
    if (entry.passFile) {
        return tr("Ask (%1, line %2 holds one)")
            .arg(base::visibleText(QFileInfo(entry.passFile->path).fileName()),
                 QString::number(entry.passFile->line));
    }
    return tr("Ask when connecting");
}

QString ImportModel::stateExplanation(const ImportEntry &entry)
{
    switch (entry.state) {
    case ImportState::New:
        return tr("No connection of yours leads to this host, port, database and user yet.");
    case ImportState::Same:
        return tr("You have this connection already. Importing it makes a second one.");
    case ImportState::Differs:
        return tr("You have a connection to the same place with another %1. Importing makes a "
                  "second one and leaves yours as it is.")
            .arg(base::visibleText(entry.differences.join(", "_L1)));
    case ImportState::Invalid:
        break;
    }
    return entry.problems.isEmpty() ? QString() : problemText(entry.problems.first());
}

QString ImportModel::text(const Row &row, int column) const
{
    const ImportEntry &entry = row.entry;
    switch (column) {
    case NameColumn:
        return base::visibleText(displayName(entry.profile), 80);
    case PlaceColumn:
        return base::visibleText(entry.profile.spec.shortText(), 120);
    case SourceColumn:
        return u"%1:%2"_s.arg(base::visibleText(QFileInfo(entry.path).fileName(), 60),
                              QString::number(entry.line));
    case StateColumn:
        return entry.state == ImportState::New       ? tr("New")
               : entry.state == ImportState::Same    ? tr("Exists")
               : entry.state == ImportState::Differs ? tr("Differs")
                                                     : tr("Not valid");
    case PasswordColumn:
        return choiceText(entry, row.choice);
    default:
        return entry.ignored.empty() ? QString() : QString::number(entry.ignored.size());
    }
}

QVariant ImportModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::CheckStateRole:
        return index.column() == NameColumn ? QVariant(row.checked ? Qt::Checked : Qt::Unchecked)
                                            : QVariant();
    case Qt::ToolTipRole:
        return plainToolTip(index.column() == StateColumn ? stateExplanation(row.entry)
                                                          : text(row, index.column()));
    default:
        return {};
    }
}

bool ImportModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    m_rows[index.row()].checked = value.toInt() == Qt::Checked;
    emit dataChanged(index, index);
    return true;
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case PlaceColumn:
        return tr("Connects to");
    case SourceColumn:
        return tr("From");
    case StateColumn:
        return tr("State");
    case PasswordColumn:
        return tr("Password");
    default:
        return tr("Ignored");
    }
}

Qt::ItemFlags ImportModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags out = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return out;
    const bool valid = m_rows[index.row()].entry.state != ImportState::Invalid;
    if (index.column() == NameColumn && valid)
        out |= Qt::ItemIsUserCheckable;
    return out;
}

} // namespace ui
