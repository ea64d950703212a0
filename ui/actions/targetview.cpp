// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/targetview.h"

#include "actions/targetdelegate.h"
#include "actions/targetmodel.h"
#include "widgets/fonts.h"

#include <QHeaderView>

namespace ui {

using namespace Qt::StringLiterals;

QTreeView *makeTargetView(TargetModel *model, QWidget *parent)
{
    auto *view = new QTreeView(parent);
    view->setObjectName(u"targets"_s);
    view->setAccessibleName(TargetModel::tr("Sessions that would be hit"));
    view->setModel(model);
    view->setItemDelegate(new TargetDelegate(view));
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTextElideMode(Qt::ElideRight);
    view->setFont(numberFont(view->font()));
    view->header()->setFont(headFont(view->font()));
    view->header()->setStretchLastSection(true);
    static constexpr int widths[TargetModel::ColumnCount] = {76, 92, 92, 104, 110, 196, 96, 140};
    for (int column = 0; column < TargetModel::ColumnCount; ++column)
        view->setColumnWidth(column, widths[column]);
    return view;
}

} // namespace ui
