// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/action.h"
#include "locks/rootmodel.h"
#include "widgets/severity.h"

#include <QStyledItemDelegate>

namespace ui {

struct Tokens;

/// What a button of a root blocker asks for.
enum class RootButton { None, Cancel, Terminate, RollBack };

/// Paints a root blocker: who it is, what it does to others, what its end would bring, and the
/// buttons for it. The rows differ in height. What a button does can also be done from the keyboard
/// and from the menu of the list.
class RootDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    RootDelegate(const locks::RootModel &model, QObject *parent = nullptr);

    void setFont(const QFont &font);
    void setWidth(int width) { m_width = width; }
    /// Why nothing can be done at all; empty if something can.
    void setBlocked(const QString &reason) { m_blocked = reason; }
    void setServer(const snapshot::ServerFacts &server) { m_server = server; }
    void setStale(bool stale) { m_stale = stale; }
    /// The button under the mouse.
    void setHovered(int row, RootButton button);

    /// Where a button is in a row at this place; empty if it has none, or a disabled one.
    QRect buttonRect(const QRect &rect, int row, RootButton button) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    /// One text of a row: lines that fill its width.
    struct Block
    {
        QString text;
        QFont font;
        Severity severity = Severity::None;
        bool muted = false;
        bool wrap = true;
        QRect rect; ///< Relative to the row.
    };
    struct Button
    {
        RootButton kind = RootButton::None;
        QString text;
        bool enabled = true;
        QRect rect;
    };
    struct Layout
    {
        std::vector<Block> blocks;
        std::vector<Button> buttons;
        Block reason;
        int height = 0;
    };
    Layout layoutOf(const locks::RootRow &row) const;
    void addBlocks(Layout &layout, const locks::RootRow &row) const;
    void addWarnings(Layout &layout, const locks::RootRow &row) const;
    void addButtons(Layout &layout, const locks::RootRow &row) const;
    void place(Layout &layout) const;
    void paintHead(QPainter *painter, const QRect &rect, const locks::RootRow &row,
                   const Tokens &t) const;
    void paintButton(QPainter *painter, const Button &button, bool hovered, const Tokens &t) const;

    const locks::RootModel &m_model;
    QFont m_text;
    QFont m_strong;
    QFont m_small;
    QFont m_mono;
    QString m_blocked;
    snapshot::ServerFacts m_server;
    int m_width = 300;
    int m_hoveredRow = -1;
    RootButton m_hovered = RootButton::None;
    bool m_stale = false;
};

} // namespace ui
