// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/privilegesview.h"

#include "databases/granttables.h"
#include "inventory/lazytable.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

PrivilegesView::PrivilegesView(QWidget *parent)
    : QWidget(parent)
    , m_objects(new LazyTable(u"grantObjects"_s, tr("Objects"), grantObjectColumns()))
    , m_grants(new LazyTable(u"grants"_s, tr("What is granted on the object"), grantColumns()))
    , m_filter(new QLineEdit)
    , m_role(new QLineEdit)
    , m_privilege(new QComboBox)
    , m_ask(new QPushButton(tr("&Why?")))
    , m_answer(new PlainLabel)
{
    setObjectName(u"privilegesView"_s);
    auto *splitter = new QSplitter;
    splitter->setObjectName(u"privilegesSplitter"_s);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildObjects());
    splitter->addWidget(buildGrants());
    splitter->setSizes({430, 650});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_objects, &LazyTable::currentKeyChanged, this, &PrivilegesView::showObject);
    connect(m_ask, &QPushButton::clicked, this, &PrivilegesView::answer);
    connect(m_role, &QLineEdit::returnPressed, this, &PrivilegesView::answer);
    connect(m_privilege, &QComboBox::activated, this, &PrivilegesView::answer);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &line) {
        m_objects->rows().setQuery({.words = filterWords(line)});
    });
}

QWidget *PrivilegesView::buildObjects()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid);
    m_filter->setObjectName(u"grantFilter"_s);
    m_filter->setAccessibleName(tr("Filter the objects"));
    m_filter->setPlaceholderText(tr("Filter: object, kind, schema"));
    m_filter->setClearButtonEnabled(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::CardPadding, metrics::Grid, 0, 0);
    row->addWidget(m_filter);
    layout->addLayout(row);
    layout->addWidget(m_objects, 1);
    return page;
}

QWidget *PrivilegesView::buildGrants()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid * 2);
    m_role->setObjectName(u"whyRole"_s);
    m_role->setAccessibleName(tr("Role"));
    m_role->setPlaceholderText(tr("role"));
    m_role->setMaximumWidth(220);
    m_privilege->setObjectName(u"whyPrivilege"_s);
    m_privilege->setAccessibleName(tr("Privilege"));
    m_ask->setObjectName(u"whyAsk"_s);
    m_ask->setAutoDefault(false);
    m_answer->setObjectName(u"whyAnswer"_s);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_answer->setContentsMargins(metrics::CellPadding, 0, metrics::CardPadding, metrics::Grid);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::CellPadding, 0, metrics::CardPadding, 0);
    row->setSpacing(metrics::Grid * 2);
    row->addWidget(new PlainLabel(tr("Why may")));
    row->addWidget(m_role, 1);
    row->addWidget(m_privilege);
    row->addWidget(m_ask);
    row->addStretch(1);
    layout->addWidget(m_grants, 1);
    layout->addLayout(row);
    layout->addWidget(m_answer);
    return page;
}

void PrivilegesView::setCompact(bool compact)
{
    m_objects->setCompact(compact);
    m_grants->setCompact(compact);
}

void PrivilegesView::showDatabase(const InventoryPtr &inventory, Oid database,
                                  const ContentsPtr &contents)
{
    const bool other = m_database != database;
    m_inventory = inventory;
    m_database = database;
    m_contents = contents;
    m_objects->setRows(grantObjectRows(inventory, database, contents));
    if (other || !m_objects->currentKey())
        m_objects->selectKey(GrantObject{Grantable::Database, database}.key());
    showObject();
}

void PrivilegesView::showObject()
{
    const auto key = m_objects->currentKey();
    if (!key || !m_inventory)
        return;
    m_grants->setRows(grantRows(*m_inventory, m_database, m_contents.get(), GrantObject::of(*key)));
    fillPrivileges();
    answer();
}

void PrivilegesView::fillPrivileges()
{
    const auto key = m_objects->currentKey();
    const GrantObject object = GrantObject::of(*key);
    const Relation *relation = m_contents && object.kind == Grantable::Relation
                                   ? m_contents->relation(object.oid)
                                   : nullptr;
    const QString letters = privilegesOf(object.kind, m_inventory->serverVersion,
                                         relation ? relation->kind : QString());
    const QString before = m_privilege->currentText();
    m_privilege->clear();
    for (const QChar letter : letters)
        m_privilege->addItem(QString(privilegeName(letter)), letter);
    const int same = m_privilege->findText(before);
    m_privilege->setCurrentIndex(std::max(0, same < 0 ? m_privilege->findText(u"SELECT"_s) : same));
}

void PrivilegesView::answer()
{
    const auto key = m_objects->currentKey();
    const QString name = m_role->text().trimmed();
    if (!key || !m_inventory || name.isEmpty()) {
        m_answer->setText(
            tr("Name a role to see whether it may, and on which path the right reaches it."));
        m_answer->setMuted(true);
        return;
    }
    m_answer->setMuted(false);
    const Oid role = roleNamed(*m_inventory, name);
    if (role == 0)
        return m_answer->setText(tr("There is no role of this name."));
    const GrantObject object = GrantObject::of(*key);
    const PrivilegeQuestion question{.role = role,
                                     .kind = object.kind,
                                     .object = object.oid,
                                     .privilege = m_privilege->currentData().toChar()};
    m_answer->setText(privilegeAnswerText(
        *m_inventory, question, explainPrivilege(*m_inventory, m_contents.get(), question)));
}

} // namespace ui
