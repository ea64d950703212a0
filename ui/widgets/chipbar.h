// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include <optional>
#include <vector>

class QHBoxLayout;
class QMenu;

namespace ui {

class ChipButton;

/// One chip of a ChipBar.
struct Chip
{
    QString id;
    QString text;
    std::optional<int> count;

    bool operator==(const Chip &) const = default;
};

/// Quick filters in a row, of which one is chosen. Arrow keys walk along the chips. Those that do
/// not fit stand in a menu at the end, so that none is out of reach in a narrow window.
class ChipBar final : public QWidget
{
    Q_OBJECT

public:
    explicit ChipBar(QWidget *parent = nullptr);

    /// Shows these chips. Chips of the same ids in the same order keep focus and choice.
    void setChips(const std::vector<Chip> &chips);
    void setCurrent(const QString &id);
    QString current() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The user chose another chip.
    void chosen(const QString &id);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void choose(const QString &id);
    void arrange();
    void fillMenu();

    std::vector<Chip> m_chips;
    std::vector<ChipButton *> m_buttons;
    ChipButton *m_more;
    QMenu *m_menu;
    QString m_current;
};

} // namespace ui
