// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QPushButton;
class QTableView;

namespace ui {

class OptionModel;

/// A small table of further libpq options with buttons to add and remove one. The names are chosen
/// from those that libpq knows, the values from the words that the option takes.
class OptionTable final : public QWidget
{
    Q_OBJECT

public:
    explicit OptionTable(QWidget *parent = nullptr);

    OptionModel *model() const { return m_model; }

signals:
    void edited();

private:
    void setUpView();
    void showRows();
    void add();
    void removeCurrent();

    OptionModel *m_model;
    QTableView *m_view;
    QPushButton *m_remove;
};

} // namespace ui
