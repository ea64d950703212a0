// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/findinglist.h"

#include "access/ruledelegate.h"
#include "widgets/card.h"
#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeView>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

QTreeView *makeRuleTable(QAbstractItemModel *model, const QString &name,
                         const QString &accessibleName)
{
    auto *table = new QTreeView;
    table->setObjectName(name);
    table->setAccessibleName(accessibleName);
    table->setModel(model);
    table->setProperty("kind", u"rows"_s);
    table->setProperty("plain", true); // the style's own margins bring cells under their heads
    table->setUniformRowHeights(true);
    table->setRootIsDecorated(false);
    table->setItemsExpandable(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setAllColumnsShowFocus(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->header()->setFont(headFont(table->font()));
    table->header()->setHighlightSections(false);
    table->header()->setResizeContentsPrecision(0); // what is seen, not the first thousand rows
    return table;
}

PlainLabel *makeRuleTitle(const QString &text)
{
    auto *title = new PlainLabel(text);
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    return title;
}

FindingList::FindingList(QWidget *parent)
    : QWidget(parent)
    , m_model(new FindingModel(this))
    , m_view(makeRuleTable(m_model, u"findings"_s, tr("Findings about the rules")))
    , m_count(new PlainLabel)
    , m_nothing(new PlainLabel(tr("Nothing is wrong with these rules, as far as can be seen.")))
    , m_copy(new QPushButton(tr("Copy &Fix")))
{
    auto *card = new Card(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    card->head()->addWidget(makeRuleTitle(tr("Findings")));
    m_count->setObjectName(u"findingCount"_s);
    m_count->setMuted(true);
    card->head()->addWidget(m_count, 1);
    m_copy->setObjectName(u"copyFix"_s);
    m_copy->setProperty("kind", u"flat"_s);
    card->head()->addWidget(m_copy);
    m_nothing->setMuted(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    card->body()->addWidget(m_view, 1);
    card->body()->addWidget(m_nothing, 1);
    m_view->setItemDelegate(new RuleDelegate({.mark = FindingModel::WhatColumn}, m_view));
    const int widths[] = {136, 110, 520};
    for (int column = 0; column < FindingModel::FixColumn; ++column)
        m_view->setColumnWidth(column, widths[column]);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &FindingList::choose);
    connect(m_view, &QTreeView::activated, this, &FindingList::choose);
    connect(m_view, &QTreeView::clicked, this, &FindingList::choose);
    connect(m_copy, &QPushButton::clicked, this, &FindingList::copy);
    setBook({});
}

void FindingList::setBook(const RuleBookPtr &book)
{
    m_model->setBook(book);
    const int count = m_model->rowCount();
    m_count->setText(count > 0 ? QString::number(count) : QString());
    m_view->setVisible(count > 0);
    m_nothing->setVisible(count == 0 && book);
    m_copy->setEnabled(false);
}

void FindingList::choose(const QModelIndex &index)
{
    const HbaFinding *finding = m_model->finding(index.row());
    m_copy->setEnabled(finding != nullptr);
    if (finding && !finding->inIdent && finding->line > 0)
        emit lineChosen(finding->file, finding->line);
}

void FindingList::copy()
{
    copyWithFeedback(m_model->fixText(m_view->currentIndex().row()), m_copy);
}

} // namespace ui
