// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/rowsecurity.h"

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class ChipBar;
class LazyTable;
class PlainLabel;
class SampleModel;
class SqlView;

/// The policies of a database with their expressions, and the question what a role sees of a table
/// under them, with these settings.
class RowSecurityView final : public QWidget
{
    Q_OBJECT

public:
    explicit RowSecurityView(KSyntaxHighlighting::Repository &repository,
                             QWidget *parent = nullptr);

    /// Gives the number of policies and of tables without one.
    int showContents(const inventory::InventoryPtr &inventory,
                     const inventory::ContentsPtr &contents);
    /// The answer to visibilityWanted(); that of an earlier question is left alone.
    void showAnswer(const inventory::VisibilityAnswer &answer);
    /// Selects a policy, for those who lead here from elsewhere.
    void selectPolicy(inventory::Oid policy);
    void setCompact(bool compact);
    /// Somebody can answer the question; it is not offered otherwise.
    void setAnswerable(bool answerable);

signals:
    void visibilityWanted(quint32 database, const inventory::VisibilityQuestion &question);

private:
    QWidget *buildQuestion();
    QWidget *buildAnswer();
    void showPolicy();
    void ask();
    void fail(const QString &reason);
    inventory::Oid table() const;

    inventory::InventoryPtr m_inventory;
    inventory::ContentsPtr m_contents;
    LazyTable *m_policies;
    SqlView *m_expression;
    QLineEdit *m_role;
    QLineEdit *m_settings;
    QWidget *m_right;
    QPushButton *m_ask;
    PlainLabel *m_headline;
    PlainLabel *m_reason;
    ChipBar *m_chips;
    QStackedWidget *m_pages;
    SampleModel *m_sample;
    QTreeView *m_rows;
    QPlainTextEdit *m_plan;
    quint64 m_question = 0;
};

} // namespace ui
