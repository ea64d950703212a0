// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventorywindow.h"

#include <QApplication>
#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tests {

InventoryWindow::InventoryWindow()
{
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home(u"config"_s)));
    qputenv("XDG_STATE_HOME", QFile::encodeName(home(u"state"_s)));
    qputenv("XDG_DATA_HOME", QFile::encodeName(home(u"data"_s)));
    qputenv("HOME", QFile::encodeName(home(u"home"_s)));
}

bool InventoryWindow::start(const QString &connectionString)
{
    m_program.reset();
    m_program = std::make_unique<app::Application>(*qApp);
    m_program->start(connectionString);
    window().resize(1440, 900);
    const bool exposed = QTest::qWaitForWindowExposed(&window());
    m_heartbeat.restart();
    return exposed;
}

int InventoryWindow::rowWith(const QString &table, const QString &name)
{
    const ui::LazyModel &rows = find<ui::LazyTable>(table)->rows();
    for (int row = 0; row < rows.rowCount(); ++row) {
        if (rows.index(row, 0).data().toString().endsWith(name))
            return row;
    }
    return -1;
}

QString InventoryWindow::cell(const QString &table, const QString &name, int column)
{
    const int row = rowWith(table, name);
    return row < 0 ? QString()
                   : find<ui::LazyTable>(table)->rows().index(row, column).data().toString();
}

bool InventoryWindow::select(const QString &table, const QString &name)
{
    auto *view = find<ui::LazyTable>(table);
    if (!QTest::qWaitFor([&] { return rowWith(table, name) >= 0; }, 15'000))
        return false;
    const QModelIndex index = view->rows().index(rowWith(table, name), 0);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
    return view->currentIndex().row() == index.row();
}

void InventoryWindow::click(const QString &button)
{
    QTest::mouseClick(find<QAbstractButton>(button), Qt::LeftButton);
}

QStringList InventoryWindow::findings(const QString &detail)
{
    QStringList titles;
    for (const QLabel *each : find<QWidget>(detail)->findChildren<QLabel *>(u"findingTitle"_s))
        titles.append(each->text());
    return titles;
}

} // namespace tests
