// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

class QPushButton;

namespace ui {

class PlainLabel;

/// A line above or below a table that says something about it: a mark, a sentence, perhaps a
/// statement to copy. Hidden while there is nothing to say.
class TableNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit TableNotice(Severity severity, QWidget *parent = nullptr);

    /// An empty sentence hides the line; a statement is shown beside it with a button to copy it.
    void setNotice(const QString &sentence, const QString &statement = {});
    /// A button beside the sentence; none without a text.
    void setAction(const QString &text);
    /// Of the next notice.
    void setSeverity(Severity severity) { m_severity = severity; }

signals:
    void actionWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void copy();

    Severity m_severity;
    PlainLabel *m_sentence;
    PlainLabel *m_statement;
    QPushButton *m_copy;
    QPushButton *m_action;
    QString m_text;
};

/// What stands in place of the rows when there are none: why, and one thing to do.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// Without a word for the button there is none.
    void setState(const QString &sentence, const QString &advice, const QString &button);

signals:
    void buttonClicked();

private:
    PlainLabel *m_sentence;
    PlainLabel *m_advice;
    QPushButton *m_button;
};

} // namespace ui
