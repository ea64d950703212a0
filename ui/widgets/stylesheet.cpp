// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/stylesheet.h"

#include "widgets/fonts.h"
#include "widgets/theme.h"

#include <QGuiApplication>

#include <iterator>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// {name} stands for a token, {scheme} for the folder of its images. Heights are content heights:
// with its border a control is 30 px.
constexpr QStringView Sheet = uR"(
QPushButton, QToolButton[kind="framed"] {
    background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 6px;
    padding: 0 12px; min-height: 28px;
}
QToolButton[kind="framed"] { padding: 0 7px; max-height: 28px; }
QPushButton:hover, QToolButton[kind="framed"]:hover { background: {raised}; border-color: {muted}; }
QPushButton:pressed, QPushButton:checked, QToolButton[kind="framed"]:checked {
    background: {accentBadge}; border-color: {accent};
}
QPushButton:focus, QToolButton[kind="framed"]:focus { border-color: {accent}; }
QPushButton:disabled { color: {disabled}; background: {surface}; border-color: {border}; }
QPushButton[kind="destructive"] { color: {critical}; }
QPushButton[kind="destructive"]:hover { background: {criticalBadge}; border-color: {critical}; }
QPushButton[kind="destructive"]:focus { border-color: {critical}; }
QPushButton[kind="destructive"]:disabled { color: {disabled}; border-color: {border}; }
QPushButton[kind="primary"] { color: {surface}; background: {accent}; border-color: {accent}; }
QPushButton[kind="primary"]:hover { border-color: {text}; }
QPushButton[kind="primary"]:focus { border-color: {text}; }
QPushButton[kind="primary"]:disabled { color: {disabled}; background: {raised}; border-color: {border}; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; color: {accent}; }
QPushButton[kind="flat"]:hover { background: {accentBadge}; }
QPushButton[kind="flat"]:focus { border-color: {accent}; }
QPushButton[kind="link"] {
    background: transparent; border: 1px solid transparent; color: {accent}; text-align: left;
    padding: 0 7px; min-height: 28px;
}
QPushButton[kind="link"]:hover { background: {accentBadge}; }
QPushButton[kind="link"]:focus { border-color: {accent}; }
QPushButton[kind="warningBadge"] {
    background: {warningBadge}; color: {warning}; border: 1px solid transparent;
    border-radius: 9px; padding: 0 8px; min-height: 16px;
}
QPushButton[kind="warningBadge"]:hover, QPushButton[kind="warningBadge"]:focus {
    border-color: {warning};
}
QPushButton::menu-indicator, QToolButton[kind="framed"]::menu-indicator {
    image: url(:/ui/{scheme}/down.svg); subcontrol-position: right center;
    subcontrol-origin: padding; right: 8px;
}
QPushButton[menu="true"], QToolButton[kind="framed"][menu="true"] { padding-right: 22px; }

QLineEdit, QComboBox, QAbstractSpinBox {
    background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 6px;
    padding: 0 8px; min-height: 28px; selection-background-color: {selection};
    selection-color: {text};
}
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: {muted}; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border-color: {accent}; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: {disabled}; }
QAbstractItemView QLineEdit { min-height: 0; border-radius: 0; padding: 0 4px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { min-height: 0; border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/ui/{scheme}/down.svg); width: 12px; height: 12px; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; }
QAbstractSpinBox::up-arrow { image: url(:/ui/{scheme}/up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/ui/{scheme}/down.svg); width: 10px; height: 10px; }

QCheckBox { spacing: 8px; }
QCheckBox::indicator, QAbstractItemView::indicator {
    width: 14px; height: 14px; background: {surface}; border: 1px solid {muted};
    border-radius: 3px;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: {accent}; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: {accent}; border-color: {accent}; image: url(:/ui/{scheme}/check.svg);
}
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled {
    background: {window}; border-color: {border};
}
QCheckBox:disabled { color: {disabled}; }

QTableView, QTreeView, QListView {
    background: {surface}; border: none; outline: none; gridline-color: {border};
    selection-background-color: {selection}; selection-color: {text};
}
QTreeView[kind="rows"]::item { padding: 0 5px; min-height: 28px; border: none; }
QTreeView[kind="rows"]::item:selected { background: {selection}; color: {text}; }
QTreeView[plain="true"]::item { padding: 0; }
QListView[kind="side"] { background: transparent; }
QHeaderView { background: {surface}; border: none; }
QHeaderView::section {
    background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {border};
    padding: 0 8px; min-height: 27px; font-weight: 600; font-size: {headSize}pt;
}
QHeaderView::section:hover { color: {text}; background: {raised}; }
QTableCornerButton::section {
    background: {surface}; border: none; border-bottom: 1px solid {border};
}
QPlainTextEdit, QTextEdit {
    background: {surface}; color: {text}; border: none;
    selection-background-color: {selection}; selection-color: {text};
}
QPlainTextEdit[framed="true"], QListView[framed="true"] {
    background: {surface}; border: 1px solid {border}; border-radius: 6px; padding: 4px;
}

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: {border}; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: {border}; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: {muted}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: none; }

QMenuBar { background: {window}; color: {text}; border-bottom: 1px solid {border}; }
QMenuBar::item { background: transparent; padding: 4px 10px; }
QMenuBar::item:selected { background: {selection}; border-radius: 4px; }
QMenu { background: {surface}; color: {text}; border: 1px solid {border}; padding: 4px; }
QMenu::item { background: transparent; padding: 4px 24px 4px 8px; border-radius: 4px; }
QMenu::item:selected { background: {selection}; }
QMenu::item:disabled { color: {disabled}; }
QMenu::separator { height: 1px; background: {border}; margin: 4px 8px; }
QToolTip {
    background: {surface}; color: {text}; border: 1px solid {border}; padding: 4px 6px;
}
)";

} // namespace

QString styleSheet(const Tokens &t)
{
    const std::pair<QStringView, QString> values[] = {
        {u"{window}", t.window.name()},
        {u"{surface}", t.surface.name()},
        {u"{raised}", t.raised.name()},
        {u"{border}", t.border.name()},
        {u"{text}", t.text.name()},
        {u"{muted}", t.muted.name()},
        {u"{disabled}", t.disabled.name()},
        {u"{accent}", t.accent.name()},
        {u"{accentBadge}", t.accentBadge.name()},
        {u"{selection}", t.selection.name()},
        {u"{critical}", t.critical.name()},
        {u"{criticalBadge}", t.criticalBadge.name()},
        {u"{warning}", t.warning.name()},
        {u"{warningBadge}", t.warningBadge.name()},
        {u"{headSize}", QString::number(headFont(QGuiApplication::font()).pointSizeF(), 'f', 2)},
        {u"{scheme}", t.dark ? u"dark"_s : u"light"_s},
    };
    QString sheet = Sheet.toString();
    for (const auto &[name, value] : values)
        sheet.replace(name.toString(), value);
    return sheet;
}

} // namespace ui
