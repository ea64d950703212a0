// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/findingmodel.h"

#include <QWidget>

class QPushButton;
class QTreeView;

namespace ui {

class PlainLabel;

/// What is wrong, risky or without effect in the rules, with what to do about it. Choosing a
/// finding leads to its line.
class FindingList final : public QWidget
{
    Q_OBJECT

public:
    explicit FindingList(QWidget *parent = nullptr);

    void setBook(const pgaccess::RuleBookPtr &book);

signals:
    /// The user chose a finding about a line of pg_hba.conf.
    void lineChosen(int file, int line);

private:
    void choose(const QModelIndex &index);
    void copy();

    FindingModel *m_model;
    QTreeView *m_view;
    PlainLabel *m_count;
    PlainLabel *m_nothing;
    QPushButton *m_copy;
};

/// A table of rows 28 px high, of which one can be chosen.
QTreeView *makeRuleTable(QAbstractItemModel *model, const QString &name,
                         const QString &accessibleName);

/// A heading inside a card.
PlainLabel *makeRuleTitle(const QString &text);

} // namespace ui
