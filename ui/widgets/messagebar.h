// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

class QHBoxLayout;
class QPlainTextEdit;
class QPushButton;

namespace base {
struct Error;
}

namespace ui {

class PlainLabel;

/// Says inside a page what went wrong: a title, the server's own words in a bordered block, what to
/// do next, and the buttons for it. Every text is shown as plain text.
class MessageBar final : public QWidget
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    void setTitle(Severity severity, const QString &title);
    /// Foreign text of any length; empty hides the block.
    void setServerWords(const QString &words);
    void setAdvice(const QString &advice);

    /// A button below the advice, named for tests and the keyboard.
    QPushButton *addButton(const QString &objectName, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_mark;
    PlainLabel *m_title;
    QPlainTextEdit *m_words;
    PlainLabel *m_advice;
    QHBoxLayout *m_buttons;
    Severity m_severity = Severity::Critical;
};

/// What the server said, line by line as psql prints it: message, DETAIL, HINT, SQLSTATE.
QString serverWords(const base::Error &error);

/// Paints a filled shape that tells the severity without its colour: ✕ in a circle, ! in a
/// triangle, ✓ in a circle, i in a circle.
void paintSeverityMark(QPainter *painter, const QRectF &rect, Severity severity);

} // namespace ui
