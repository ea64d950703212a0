// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QLabel>

namespace ui {

/// A label for texts that others wrote: always plain, made fit to be seen, elided where it does not
/// fit (then the tooltip has it whole), wrapped with setWordWrap().
class PlainLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit PlainLabel(QWidget *parent = nullptr);
    explicit PlainLabel(const QString &text, QWidget *parent = nullptr);

    /// Shows base::visibleText(text), at most `limit` characters of it.
    void setVisibleText(const QString &text, qsizetype limit = 512);
    void setMuted(bool muted);
    /// The colour of the words; what they say has to say it too.
    void setSeverity(Severity severity);

    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool fits() const;

    Severity m_severity = Severity::None;
    bool m_muted = false;
};

/// A tooltip that shows foreign text as it is: escaped inside <qt>, lines kept.
QString plainToolTip(const QString &text);

} // namespace ui
