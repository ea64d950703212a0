// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/importpreview.h"

#include <QAbstractTableModel>

namespace ui {

/// The connections that could be imported, each with a check box and a choice for its password.
class ImportModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        PlaceColumn,
        SourceColumn,
        StateColumn,
        PasswordColumn,
        IgnoredColumn,
        ColumnCount
    };

    explicit ImportModel(QObject *parent = nullptr);

    /// Shows a preview; what is new is checked.
    void setPreview(const pgaccess::ImportPreview &preview);

    const pgaccess::ImportEntry &entry(int row) const { return m_rows[row].entry; }
    pgaccess::ImportPassword choice(int row) const { return m_rows[row].choice; }
    void setChoice(int row, pgaccess::ImportPassword choice);
    bool isChecked(int row) const { return m_rows[row].checked; }
    int checkedCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// In words where the password will come from: "From ~/.pgpass, line 3".
    static QString choiceText(const pgaccess::ImportEntry &entry, pgaccess::ImportPassword choice);
    /// What the state means, in one sentence.
    static QString stateExplanation(const pgaccess::ImportEntry &entry);

private:
    struct Row
    {
        pgaccess::ImportEntry entry;
        pgaccess::ImportPassword choice = pgaccess::ImportPassword::Ask;
        bool checked = false;
    };
    QString text(const Row &row, int column) const;

    QList<Row> m_rows;
};

} // namespace ui
