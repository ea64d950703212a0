// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rulemodel.h"
#include "access/rules/ruleworld.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QTimer;
class QTreeView;

namespace ui {

class Card;
class ChipBar;
class MatrixModel;
class PlainLabel;
class RuleEditor;

/// The rules in three forms: a table, the text of the file, which can be edited, and the matrix of
/// roles and databases.
class RulePages final : public QWidget
{
    Q_OBJECT

public:
    explicit RulePages(QWidget *parent = nullptr);

    /// The text of another source; what was edited is gone.
    void setText(const pgaccess::RuleText &text);
    void setBook(const pgaccess::RuleBookPtr &book);
    void setOutcome(const std::optional<pgaccess::HbaOutcome> &outcome,
                    const pgaccess::HbaClient &client);
    /// What the matrix is about. Worked out when it is looked at.
    void setWorld(const pgaccess::RuleWorldPtr &world, const pgaccess::HbaClient &like);

    /// What is to be known of all of them, in one line.
    void setNotice(const QString &text, Severity severity);

    /// The text, if it was edited.
    std::optional<std::string> edited() const;
    void goTo(int file, int line);

signals:
    /// A while after the last key: edited() is to be tried.
    void textEdited();
    /// The user wants to see why, of a cell of the matrix.
    void clientChosen(const pgaccess::HbaClient &client);
    void failed(const QString &reason);

private:
    QWidget *buildText();
    QWidget *buildMatrix();
    void buildTable();
    void fitColumns();
    void showPage(const QString &id);
    void showDecision();
    void fillMatrix();
    void revert();
    void save();

    RuleModel *m_model;
    MatrixModel *m_matrix;
    QTreeView *m_table;
    QTreeView *m_matrixView;
    RuleEditor *m_editor;
    ChipBar *m_chips;
    QStackedWidget *m_stack;
    PlainLabel *m_notice;
    PlainLabel *m_textNote;
    PlainLabel *m_matrixNote;
    QPushButton *m_revert;
    QTimer *m_pause;
    pgaccess::RuleBookPtr m_book;
    std::optional<pgaccess::HbaOutcome> m_outcome;
    pgaccess::RuleText m_text;
    pgaccess::RuleWorldPtr m_world = std::make_shared<const pgaccess::RuleWorld>();
    pgaccess::HbaClient m_like;
    bool m_matrixStale = true;
    bool m_textStale = true;
};

} // namespace ui
