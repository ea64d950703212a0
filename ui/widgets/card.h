// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace ui {

/// A surface with a border of 1 px and round corners, 12 px apart from the next one. Its body keeps
/// clear of the corners, so that a table may fill it.
class Card final : public QWidget
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr);

    /// A row at the top with a line below it, at least 40 px high: a title with buttons, or chips.
    /// Made when first asked for; it has padding of its own.
    QHBoxLayout *head();

    /// What the card holds; without padding.
    QVBoxLayout *body() const { return m_body; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_layout;
    QVBoxLayout *m_body;
    QWidget *m_head = nullptr;
    QHBoxLayout *m_headLayout = nullptr;
};

} // namespace ui
