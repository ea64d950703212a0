// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/targetmodel.h"

#include "actions/actiontext.h"
#include "base/duration.h"
#include "base/plaintext.h"
#include "widgets/plainlabel.h"

namespace ui {

namespace {

int alignmentOf(int column)
{
    const bool number = column == TargetModel::Pid || column == TargetModel::Transaction;
    return int(Qt::AlignVCenter) | int(number ? Qt::AlignRight : Qt::AlignLeft);
}

} // namespace

TargetModel::TargetModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void TargetModel::setTargets(std::vector<actions::Target> targets)
{
    if (targets == m_targets)
        return;
    beginResetModel();
    m_targets = std::move(targets);
    endResetModel();
}

int TargetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_targets.size());
}

int TargetModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TargetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const actions::Target &target = m_targets[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(target, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(text(target, index.column()));
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    default:
        return {};
    }
}

QString TargetModel::text(const actions::Target &target, int column) const
{
    const snapshot::Session &session = target.session;
    switch (column) {
    case Pid:
        return QString::number(session.pid);
    case Role:
        return base::visibleText(session.role);
    case Database:
        return base::visibleText(session.database);
    case Application:
        return base::visibleText(session.application);
    case Client:
        return base::visibleText(session.client);
    case State:
        return ActionText::stateWithAge(target);
    case Transaction: {
        const auto age = actions::ageAt(session.xactStart, target.takenAt);
        return age ? base::formatDuration(*age) : QString();
    }
    case Query:
        return base::singleLine(session.query, 200);
    default:
        return {};
    }
}

QVariant TargetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Pid:
        return tr("PID");
    case Role:
        return tr("Role");
    case Database:
        return tr("Database");
    case Application:
        return tr("Application");
    case Client:
        return tr("Client");
    case State:
        return tr("State");
    case Transaction:
        return tr("Transaction");
    case Query:
        return tr("Query");
    default:
        return {};
    }
}

} // namespace ui
