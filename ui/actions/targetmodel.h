// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/action.h"

#include <QAbstractTableModel>

namespace ui {

/// The sessions that an action would hit, as a table. Holds values of its own: nothing that happens
/// on the server or in another table changes it.
class TargetModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Pid,
        Role,
        Database,
        Application,
        Client,
        State,
        Transaction,
        Query,
        ColumnCount
    };

    explicit TargetModel(QObject *parent = nullptr);

    /// Another list. Resets: it is another question.
    void setTargets(std::vector<actions::Target> targets);
    const std::vector<actions::Target> &targets() const { return m_targets; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const actions::Target &target, int column) const;

    std::vector<actions::Target> m_targets;
};

} // namespace ui
