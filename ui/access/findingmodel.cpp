// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/findingmodel.h"

#include "access/hbatext.h"
#include "widgets/plainlabel.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

void FindingModel::setBook(const RuleBookPtr &book)
{
    beginResetModel();
    m_book = book;
    endResetModel();
}

const HbaFinding *FindingModel::finding(int row) const
{
    return row >= 0 && row < rowCount() ? &m_book->findings[size_t(row)] : nullptr;
}

QString FindingModel::fixText(int row) const
{
    const HbaFinding *what = finding(row);
    if (!what)
        return {};
    return what->suggestion.empty() ? HbaText::fix(*what)
                                    : QString::fromStdString(what->suggestion);
}

int FindingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_book ? 0 : int(m_book->findings.size());
}

int FindingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString FindingModel::display(const HbaFinding &finding, int column) const
{
    switch (column) {
    case WhatColumn:
        return findingTitle(finding.id);
    case LineColumn:
        if (finding.line == 0)
            return tr("whole file");
        if (finding.inIdent)
            return tr("%1, pg_ident.conf").arg(finding.line);
        return finding.file == 0 ? QString::number(finding.line)
                                 : HbaText::place(m_book->hba.files, finding.file, finding.line);
    case MessageColumn:
        return HbaText::message(finding, m_book->hba);
    default:
        return HbaText::fix(finding);
    }
}

QVariant FindingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HbaFinding &what = m_book->findings[size_t(index.row())];
    if (role == Qt::DisplayRole)
        return display(what, index.column());
    if (role == Qt::ToolTipRole)
        return plainToolTip(display(what, index.column()));
    if (role == RuleModel::SeverityRole)
        return QVariant::fromValue(severityOf(what.severity));
    if (role == RuleModel::StandingRole)
        return int(RuleModel::Open);
    return {};
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    const QString titles[] = {tr("Finding"), tr("Line"), tr("What it means"), tr("What to do")};
    return role == Qt::DisplayRole ? QVariant(titles[section]) : QVariant();
}

} // namespace ui
