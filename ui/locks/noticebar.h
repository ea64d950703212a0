// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

class QPushButton;

namespace ui {

class PlainLabel;

/// A line across the panel that says what has happened, with a button that leads to it. Hidden
/// while there is nothing to say.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    NoticeBar(const QString &name, Severity severity, QWidget *parent = nullptr);

    /// An empty sentence hides the bar. What others wrote in it is fit for display already.
    void setNotice(const QString &sentence, const QString &button);
    /// With a cross that hides it.
    void setDismissible();

signals:
    void buttonClicked();
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Severity m_severity;
    PlainLabel *m_sentence;
    QPushButton *m_button;
    QPushButton *m_dismiss;
};

} // namespace ui
