// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/loginsview.h"

#include "activity/tablenotice.h"
#include "inventory/lazytable.h"
#include "inventory/logintext.h"

#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// The graph of memberships is made with the rows: as long as these.
int workOf(const inventory::Inventory &inventory, const KnownRulesPtr &rules, int count)
{
    constexpr std::size_t rulesOfAStep = 100; // are looked at while a row is made
    const std::size_t lines = rules && rules->rules ? rules->rules->rules().rules.size() : 0;
    return int(inventory.memberships.size() + size_t(count) * (1 + lines / rulesOfAStep));
}

} // namespace

LoginsView::LoginsView(const QString &objectName, const QString &accessibleName,
                       std::vector<TableColumn> columns, QWidget *parent)
    : QWidget(parent)
    , m_table(new LazyTable(objectName, accessibleName, std::move(columns)))
    , m_notice(new TableNotice(Severity::Info))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notice);
    m_notice->setObjectName(objectName + u"Notice"_s);
}

void LoginsView::showRows(const inventory::InventoryPtr &inventory, const KnownRulesPtr &rules,
                          int count, const Make &make)
{
    if (!inventory)
        return m_table->setRows({});
    m_table->rows().setRowsLater(workOf(*inventory, rules, count), [inventory, rules, make] {
        return make(std::make_shared<const LoginJoin>(inventory, rules));
    });
    const LoginText::Notice notice = LoginText::notice(rules);
    m_notice->setSeverity(notice.severity);
    m_notice->setNotice(notice.sentence, notice.statement);
}

} // namespace ui
