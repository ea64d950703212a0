// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QWidget>

class QPainter;

namespace ui {

/// A word on a rounded ground. For what matters only; ordinary values are plain text.
class Badge final : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);

    /// An empty text hides the badge.
    void setBadge(const QString &text, Severity severity);
    const QString &text() const { return m_text; }
    Severity severity() const { return m_severity; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Severity m_severity = Severity::None;
};

struct Tokens;

/// What a badge needs: paint it into a rectangle of this size. `font` is badgeFont() of the view.
QSize badgeSize(const QFont &font, const QString &text);

/// Paints a badge for delegates: left-aligned in `rect`, vertically centred, elided where it does
/// not fit. The painter keeps its state.
void paintBadge(QPainter *painter, const QRect &rect, const QString &text, Severity severity,
                const QFont &font, const Tokens &tokens);

} // namespace ui
