// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rulemodel.h"

namespace ui {

/// What is to be said about the rules: the worst first, then by line.
class FindingModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { WhatColumn, LineColumn, MessageColumn, FixColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setBook(const pgaccess::RuleBookPtr &book);
    /// The finding of a row; null if there is none.
    const pgaccess::HbaFinding *finding(int row) const;
    /// What the fix is to be copied as: the line to add where there is one.
    QString fixText(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const pgaccess::HbaFinding &finding, int column) const;

    pgaccess::RuleBookPtr m_book;
};

} // namespace ui
