// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/candidatemodel.h"

#include "access/candidatetext.h"
#include "base/plaintext.h"

using namespace Qt::StringLiterals;

namespace ui {

CandidateModel::CandidateModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void CandidateModel::setCandidates(const QList<AccessCandidate> &candidates)
{
    beginResetModel();
    m_candidates = candidates;
    endResetModel();
    emit wantedChanged();
}

const AccessCandidate *CandidateModel::find(int number) const
{
    const auto found = std::ranges::find(m_candidates, number, &AccessCandidate::number);
    return found == m_candidates.end() ? nullptr : &*found;
}

int CandidateModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_candidates.size());
}

QVariant CandidateModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AccessCandidate &row = m_candidates[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return base::visibleText(row.name);
    case Qt::CheckStateRole:
        return row.canBeTried() ? QVariant(row.wanted ? Qt::Checked : Qt::Unchecked) : QVariant();
    case NumberRole:
        return row.number;
    case DetailsRole:
    case Qt::AccessibleDescriptionRole:
        return QStringList(CandidateText::places(row) + QStringList{CandidateText::whyNot(row)} +
                           CandidateText::notes(row))
            .join(u'\n');
    default:
        return {};
    }
}

bool CandidateModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole)
        return false;
    m_candidates[index.row()].wanted = value.value<Qt::CheckState>() == Qt::Checked;
    emit dataChanged(index, index, {role});
    emit wantedChanged();
    return true;
}

Qt::ItemFlags CandidateModel::flags(const QModelIndex &index) const
{
    const auto usual = QAbstractListModel::flags(index);
    const bool tickable = index.isValid() && m_candidates[index.row()].canBeTried();
    return tickable ? usual | Qt::ItemIsUserCheckable : usual;
}

} // namespace ui
