// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>
#include <QPointer>

#include <optional>

class QAction;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace ui {

/// Every command by its name with its keys: type some letters of it, press Return. What cannot be
/// used now is listed and grey. Works without a mouse.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    /// Lists these and opens over the window.
    void openWith(const QList<QAction *> &actions);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void filter(const QString &text);
    void triggerCurrent();

    QLineEdit *m_line;
    QListView *m_list;
    QStandardItemModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QList<QPointer<QAction>> m_actions;
};

/// How well the letters of `pattern`, in their order, are found in `text`: higher is better,
/// letters in a row and at the start of words count more; nothing if one is missing.
std::optional<int> fuzzyScore(QStringView pattern, QStringView text);

/// Every command of a window: actions with a text, each once, without menus and separators.
QList<QAction *> commandsOf(const QWidget &window);

} // namespace ui
