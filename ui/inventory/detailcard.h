// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/tablerows.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace ui {

class Badge;
class Card;
class ChipBar;
class PlainLabel;

/// All about one thing: its name with badges, buttons, and segments of which one is shown.
class DetailCard final : public QWidget
{
    Q_OBJECT

public:
    /// The chips of the segments are named "chip-" and the segment's id.
    explicit DetailCard(const QString &objectName, QWidget *parent = nullptr);

    void setTitle(const QString &name, const std::vector<CellMark> &marks);
    /// In place of the segments; an empty sentence shows them.
    void setNothing(const QString &sentence);
    void addButton(QPushButton *button);
    void addSegment(const QString &id, const QString &text, QWidget *page);
    /// A number beside the name of a segment.
    void setCount(const QString &id, std::optional<int> count);
    void showSegment(const QString &id);
    QString segment() const;

signals:
    void segmentShown(const QString &id);

private:
    void choose(const QString &id);

    Card *m_card;
    PlainLabel *m_title;
    std::vector<Badge *> m_marks;
    QWidget *m_strip;
    ChipBar *m_chips;
    QStackedWidget *m_pages;
    QStackedWidget *m_stack;
    PlainLabel *m_nothing;
    std::vector<std::pair<QString, QString>> m_segments;
    std::vector<std::optional<int>> m_counts;
};

} // namespace ui
