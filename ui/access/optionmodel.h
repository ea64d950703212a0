// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profilevalidation.h"

#include <QAbstractTableModel>

namespace ui {

/// Further libpq options by name and value, each row checked on its own.
class OptionModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { OptionColumn, ValueColumn, ColumnCount };
    enum Role { ProblemRole = Qt::UserRole }; ///< What is wrong with the row; empty if nothing is.

    explicit OptionModel(QObject *parent = nullptr);

    /// Shows what of these options has no field of its own.
    void setOptions(const QMap<QString, QString> &options);
    /// The rows that have a name and a value; of two with one name the last counts.
    QMap<QString, QString> options() const;
    /// What is wrong with the first row that has a problem.
    QString problem() const;

    void addRow();
    void removeRowAt(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        QString option;
        QString value;
    };
    QString problemOf(const Row &row) const;

    QList<Row> m_rows;
};

/// The options that the connection dialog has fields for.
bool hasOwnField(const QString &option);

} // namespace ui
