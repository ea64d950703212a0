// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/detailtable.h"

#include "widgets/fonts.h"

#include <QHeaderView>
#include <QTreeView>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int FirstWidth = 110;
constexpr int Width = 180;

} // namespace

QTreeView *makeLockTable(QAbstractItemModel *model, const QString &name,
                         const QString &accessibleName)
{
    auto *table = new QTreeView;
    table->setObjectName(name);
    table->setAccessibleName(accessibleName);
    table->setModel(model);
    table->setProperty("kind", u"rows"_s);
    table->setUniformRowHeights(true);
    table->setRootIsDecorated(false);
    table->setItemsExpandable(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setAllColumnsShowFocus(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->header()->setFont(headFont(table->font()));
    table->header()->setHighlightSections(false);
    for (int column = 0; column < model->columnCount(); ++column)
        table->setColumnWidth(column, column == 0 ? FirstWidth : Width);
    return table;
}

} // namespace ui
