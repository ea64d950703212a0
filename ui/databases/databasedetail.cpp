// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/databasedetail.h"

#include "base/plaintext.h"
#include "databases/accesstable.h"
#include "databases/baselineview.h"
#include "databases/contentstables.h"
#include "databases/privilegesview.h"
#include "databases/rowsecurityview.h"
#include "inventory/changeactions.h"
#include "inventory/detailcard.h"
#include "inventory/factgrid.h"
#include "inventory/findingcards.h"
#include "inventory/findingtext.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "inventory/loginsview.h"
#include "inventory/statefulpage.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

DatabaseDetail::DatabaseDetail(KSyntaxHighlighting::Repository &repository,
                               const ChangeActions &changes, QWidget *parent)
    : QWidget(parent)
    , m_card(new DetailCard(u"databaseDetail"_s))
    , m_facts(new FactGrid)
    , m_findings(new FindingCards)
    , m_access(new LazyTable(u"databaseAccess"_s, tr("Who may connect"), databaseAccessColumns()))
    , m_logins(
          new LoginsView(u"databaseLogins"_s, tr("Which roles may log in"), databaseLoginColumns()))
    , m_tables(new LazyTable(u"relationTable"_s, tr("Tables"), RelationRows::columns()))
    , m_extensions(new LazyTable(u"extensionTable"_s, tr("Extensions"), extensionColumns()))
    , m_migrations(new LazyTable(u"migrationTable"_s, tr("Migrations"), migrationColumns()))
    , m_privileges(new PrivilegesView)
    , m_rowSecurity(new RowSecurityView(repository))
    , m_baseline(new BaselineView)
    , m_tableFilter(new QLineEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    build(changes);
    showDatabase({}, {}, {});
}

void DatabaseDetail::build(const ChangeActions &changes)
{
    m_card->addButton(
        changes.makeMenuButton(tr("Change"), {u"limit"_s, u"owner"_s, u"rename"_s, u"comment"_s}));
    m_card->addButton(changes.makeButton(u"drop"_s, u"destructive"_s));
    m_card->addSegment(u"overview"_s, tr("Overview"), buildOverview());
    m_card->addSegment(u"logins"_s, tr("Logins"), m_logins);
    m_tablesPage = addPage(u"tables"_s, tr("Tables"), buildTables());
    m_extensionsPage = addPage(u"extensions"_s, tr("Extensions"), m_extensions);
    m_card->addSegment(u"privileges"_s, tr("Privileges"), m_privileges);
    m_rowSecurityPage = addPage(u"rowsecurity"_s, tr("Row Security"), m_rowSecurity);
    m_migrationsPage = addPage(u"migrations"_s, tr("Migrations"), m_migrations);
    m_baselinePage = addPage(u"baseline"_s, tr("Baseline"), m_baseline);
    for (LazyTable *table : {m_access, &m_logins->table()})
        leadToRoles(table);
}

void DatabaseDetail::leadToRoles(LazyTable *table)
{
    connect(table, &QTreeView::activated, this, [this, table](const QModelIndex &index) {
        if (const auto role = quint32(table->rows().row(index.row()).key()))
            emit roleChosen(role);
    });
}

StatefulPage *DatabaseDetail::addPage(const QString &id, const QString &text, QWidget *content)
{
    auto *page = new StatefulPage(content);
    m_card->addSegment(id, text, page);
    m_pages.push_back(page);
    connect(page, &StatefulPage::retryWanted, this, &DatabaseDetail::contentsWanted);
    return page;
}

QWidget *DatabaseDetail::buildOverview()
{
    auto *facts = new QWidget;
    auto *layout = new QVBoxLayout(facts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_findings);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(u"databaseOverview"_s);
    scroll->setAccessibleName(tr("Facts about the database"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(facts);
    facts->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto *splitter = new QSplitter;
    splitter->setObjectName(u"databaseOverviewSplitter"_s);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(scroll);
    splitter->addWidget(m_access);
    splitter->setSizes({420, 660});
    return splitter;
}

QWidget *DatabaseDetail::buildTables()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding, 0);
    m_tableFilter->setObjectName(u"tableFilter"_s);
    m_tableFilter->setAccessibleName(tr("Filter the tables"));
    m_tableFilter->setPlaceholderText(tr("Filter: schema, name, kind, owner"));
    m_tableFilter->setClearButtonEnabled(true);
    m_tableFilter->setMaximumWidth(300);
    row->addWidget(m_tableFilter, 1);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addWidget(m_tables, 1);
    m_tables->header()->setSortIndicator(RelationRows::SizeColumn, Qt::DescendingOrder);
    connect(m_tableFilter, &QLineEdit::textChanged, this, &DatabaseDetail::filterTables);
    return page;
}

void DatabaseDetail::setCompact(bool compact)
{
    for (LazyTable *table : {m_access, &m_logins->table(), m_tables, m_extensions, m_migrations})
        table->setCompact(compact);
    m_privileges->setCompact(compact);
    m_rowSecurity->setCompact(compact);
    m_baseline->setCompact(compact);
}

void DatabaseDetail::showDatabase(const InventoryPtr &inventory, std::optional<Oid> database,
                                  const ObservedPtr &observed)
{
    m_inventory = inventory;
    m_observed = observed;
    const bool other = database != std::exchange(m_database, database);
    const Database *what = inventory && database ? inventory->database(*database) : nullptr;
    if (!what) {
        m_card->setTitle(tr("No database selected"), {});
        m_card->setNothing(database && inventory
                               ? tr("This database is gone.")
                               : tr("Select a database to see what is in it and who may use it."));
        return;
    }
    std::vector<CellMark> marks;
    if (what->isTemplate)
        marks.push_back({tr("template"), Severity::None});
    if (!what->allowConnections)
        marks.push_back({tr("closed"), Severity::None});
    m_card->setTitle(base::visibleText(what->name), marks);
    m_card->setNothing({});
    showFacts(*what);
    showAccess(*what);
    showLogins(*what);
    if (other)
        showContents({});
    else
        showFindings();
}

void DatabaseDetail::showFindings()
{
    std::vector<Finding> findings = m_observed->findings;
    if (m_contents)
        std::ranges::copy(contentsFindings(*m_inventory, *m_contents),
                          std::back_inserter(findings));
    m_findings->setFindings(
        findingsAbout(*m_inventory, findings, SubjectKind::Database, *m_database));
}

void DatabaseDetail::showFacts(const Database &database)
{
    const auto age = [&](qint64 value, qint64 limit) {
        return tr("%1 of %2, %3 %")
            .arg(InventoryText::number(value), InventoryText::number(limit),
                 QString::number(limit > 0 ? value * 100 / limit : 0));
    };
    const auto seen = m_observed->databases.find(database.oid);
    QString used = tr("not since this server is looked at");
    if (database.connections > 0)
        used = tr("now");
    else if (seen != m_observed->databases.end())
        used = InventoryText::moment(seen->second) + u" UTC"_s;
    const auto counted = database.statsReset ? database.statsReset : m_inventory->countersSince;
    const QString since = counted ? tr("%1 since %2 UTC")
                                        .arg(InventoryText::number(database.transactions),
                                             InventoryText::moment(*counted))
                                  : tr("%1 since the counters were reset")
                                        .arg(InventoryText::number(database.transactions));
    const Severity old = ageSeverity(*m_inventory, database);
    m_facts->setFacts({
        {tr("Comment"), base::visibleText(database.comment)},
        {tr("Owner"), InventoryText::role(*m_inventory, database.owner)},
        {tr("Size"),
         database.sizeBytes ? InventoryText::bytes(*database.sizeBytes) : tr("not known")},
        {tr("Sessions"),
         database.connectionLimit < 0
             ? tr("%1, no limit of its own").arg(database.connections)
             : tr("%1 of %2").arg(database.connections).arg(database.connectionLimit)},
        {tr("Last in use"), used},
        {tr("Transactions"), since},
        {tr("Age"), age(database.xidAge, m_inventory->freezeMaxAge), old,
         tr("In transactions, of autovacuum_freeze_max_age")},
        {tr("Multixact age"), age(database.mxidAge, m_inventory->multixactFreezeMaxAge), old,
         tr("Of autovacuum_multixact_freeze_max_age")},
        {tr("Encoding"), base::visibleText(database.encoding)},
        {tr("Locale"), InventoryText::locale(database)},
        {tr("Tablespace"), base::visibleText(database.tablespace)},
    });
}

void DatabaseDetail::showAccess(const Database &database)
{
    m_access->setRows(databaseAccessRows(*m_inventory, database));
}

void DatabaseDetail::showRules(const KnownRulesPtr &rules)
{
    m_rules = rules;
    const Database *database =
        m_inventory && m_database ? m_inventory->database(*m_database) : nullptr;
    if (database)
        showLogins(*database);
}

void DatabaseDetail::showLogins(const Database &database)
{
    m_logins->showRows(
        m_inventory, m_rules, int(m_inventory->roles.size()),
        [oid = database.oid](const auto &join) { return databaseLoginRows(join, oid); });
}

void DatabaseDetail::showContents(const ContentsPtr &contents)
{
    m_contents = contents;
    const Database *database =
        m_inventory && m_database ? m_inventory->database(*m_database) : nullptr;
    if (!database)
        return;
    showFindings();
    m_privileges->showDatabase(m_inventory, database->oid, contents);
    m_baseline->showContents(contents);
    if (contents) {
        showInside();
        return;
    }
    const QString name = base::visibleText(database->name);
    for (StatefulPage *page : m_pages) {
        if (!database->allowConnections)
            page->showSentence(tr("%1 lets nobody in, so nobody can look into it.").arg(name),
                               tr("Its ALLOW_CONNECTIONS is false."));
        else if (!database->canConnect)
            page->showSentence(
                tr("The role that PgVigil is connected as may not connect to %1.").arg(name),
                tr("It needs the CONNECT privilege on the database."));
        else
            page->showSentence(tr("Reading what is in %1…").arg(name));
    }
    for (const QString &id : {u"tables"_s, u"extensions"_s, u"rowsecurity"_s, u"migrations"_s})
        m_card->setCount(id, {});
}

void DatabaseDetail::showContentsProblem(const base::Error &error)
{
    if (m_contents)
        return; // what was read before is worth more
    for (StatefulPage *page : m_pages)
        page->showProblem(tr("The database could not be looked into."), error,
                          tr("Nothing else is concerned: what is known of it from outside is in "
                             "the overview."));
}

void DatabaseDetail::showInside()
{
    const auto fill = [this](const QString &id, StatefulPage *page, const TableRowsPtr &rows,
                             LazyTable *table, const QString &nothing) {
        m_card->setCount(id, rows->count());
        table->setRows(rows);
        if (rows->count() > 0)
            page->showContent();
        else
            page->showSentence(nothing);
    };
    fill(u"tables"_s, m_tablesPage, std::make_shared<RelationRows>(m_inventory, m_contents),
         m_tables, tr("There is no table in this database that does not belong to the system."));
    fill(u"extensions"_s, m_extensionsPage, extensionRows(*m_contents), m_extensions,
         tr("No extension is installed in this database."));
    fill(u"migrations"_s, m_migrationsPage, migrationRows(*m_contents), m_migrations,
         tr("No tool for migrations has left a table in this database. Alembic, Django, Rails, "
            "Flyway, Liquibase, Prisma, golang-migrate, Sqitch, Knex and EF are known."));
    m_baselinePage->showContent();
    showRowSecurity();
}

void DatabaseDetail::showRowSecurity()
{
    const int policies = m_rowSecurity->showContents(m_inventory, m_contents);
    m_card->setCount(u"rowsecurity"_s, policies);
    if (policies > 0)
        m_rowSecurityPage->showContent();
    else
        m_rowSecurityPage->showSentence(
            tr("No table of this database has policies or row security."),
            tr("Whoever has SELECT on a table sees all of its rows."));
}

void DatabaseDetail::filterTables(const QString &line)
{
    TableQuery query = m_tables->rows().query();
    query.words = filterWords(line);
    m_tables->rows().setQuery(query);
}

void DatabaseDetail::selectRelation(Oid relation)
{
    m_tableFilter->clear();
    m_card->showSegment(u"tables"_s);
    m_tables->selectKey(relation);
    m_tables->setFocus();
}

void DatabaseDetail::showSegment(const QString &id)
{
    m_card->showSegment(id);
}

} // namespace ui
