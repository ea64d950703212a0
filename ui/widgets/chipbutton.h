// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractButton>

#include <optional>

class QMenu;

namespace ui {

/// A small round-ended button: a filter with its count ("idle 139"), or one that opens a menu.
/// Reached by Tab, pressed by Space or Return.
class ChipButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ChipButton(const QString &text, QWidget *parent = nullptr);

    void setCount(std::optional<int> count);
    std::optional<int> count() const { return m_count; }
    /// The menu opens below the chip when it is pressed; the chip does not own it.
    void setMenu(QMenu *menu);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString label() const;

    std::optional<int> m_count;
};

} // namespace ui
