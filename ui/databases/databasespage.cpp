// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/databasespage.h"

#include "activity/tablenotice.h"
#include "databases/databasedetail.h"
#include "inventory/changeactions.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/chipbutton.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/panelhead.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

DatabasesPage::DatabasesPage(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : Panel(u"databases"_s, tr("Databases"), parent)
    , m_changes(new ChangeActions(this))
    , m_card(new Card)
    , m_chips(new ChipBar)
    , m_table(new LazyTable(u"databaseTable"_s, tr("Databases"), DatabaseRows::columns()))
    , m_notice(new TableNotice(Severity::Info))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState)
    , m_problem(new MessageBar)
    , m_observed(std::make_shared<const Observed>())
{
    buildChanges();
    m_detail = new DatabaseDetail(repository, *m_changes);
    buildHead();
    buildTable();
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(u"databasesSplitter"_s);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_card);
    splitter->addWidget(m_detail);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({320, 400});
    body()->addWidget(splitter, 1);
    connect(m_table, &LazyTable::currentKeyChanged, this, &DatabasesPage::showSelection);
    connect(&m_table->rows(), &LazyModel::arranged, this, &DatabasesPage::arranged);
    connect(m_chips, &ChipBar::chosen, this, &DatabasesPage::chooseChip);
    connect(m_empty, &EmptyState::buttonClicked, this, &DatabasesPage::leaveEmptyState);
    connect(m_detail, &DatabaseDetail::roleChosen, this, &DatabasesPage::roleRequested);
    connect(m_detail, &DatabaseDetail::contentsWanted, this, [this] {
        if (m_selected)
            lookInto(*m_selected, true);
    });
    chooseChip(idOf(DatabaseChip::All));
    showEmptyState();
    placeObstacles();
}

void DatabasesPage::buildChanges()
{
    const std::pair<QString, QString> changes[] = {
        {u"limit"_s, tr("Limit Connections…")}, {u"rename"_s, tr("Rename…")},
        {u"comment"_s, tr("Comment…")},         {u"drop"_s, tr("Drop…")},
        {u"new"_s, tr("New Application…")},
    };
    for (const auto &[id, text] : changes)
        m_changes->add(id, text);
    connect(m_changes, &ChangeActions::wanted, this, [this](const QString &id) {
        if (id == "new"_L1)
            emit newApplicationRequested();
        else if (m_selected)
            emit changeRequested(id, *m_selected);
    });
}

void DatabasesPage::buildHead()
{
    QLineEdit *filter = head()->filterLine();
    filter->setPlaceholderText(tr("Filter: name, owner, comment"));
    connect(filter, &QLineEdit::textChanged, this, &DatabasesPage::readFilter);
    auto *toTable = new QAction(tr("To the Table"), filter);
    toTable->setShortcuts({Qt::Key_Down, Qt::Key_Return});
    toTable->setShortcutContext(Qt::WidgetShortcut);
    filter->addAction(toTable);
    connect(toTable, &QAction::triggered, m_table, qOverload<>(&QWidget::setFocus));
}

void DatabasesPage::buildTable()
{
    m_chips->setObjectName(u"databaseChips"_s);
    m_chips->setAccessibleName(tr("Databases by kind"));
    auto *columns = new ChipButton(tr("columns"));
    columns->setObjectName(u"columnsChip"_s);
    columns->setMenu(m_table->columnMenu());
    m_card->head()->addWidget(m_chips, 1);
    m_card->head()->addWidget(columns);
    m_card->head()->addWidget(m_changes->makeButton(u"new"_s));
    m_notice->setObjectName(u"databasesNotice"_s);
    m_problem->setObjectName(u"databasesProblem"_s);
    QPushButton *retry = m_problem->addButton(u"databasesRetry"_s, tr("Read &Again"));
    connect(retry, &QPushButton::clicked, this, &DatabasesPage::inventoryWanted);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_problem);
    m_card->body()->addLayout(m_stack, 1);
    m_card->body()->addWidget(m_notice);
    for (QAction *action : m_changes->actions())
        m_table->addAction(action);
    m_table->header()->setSortIndicator(DatabaseRows::NameColumn, Qt::AscendingOrder);
}

// Databases come with an inventory, not with a snapshot.
void DatabasesPage::showSnapshot(const snapshot::SnapshotPtr &) {}

void DatabasesPage::setCompactRows(bool compact)
{
    m_table->setCompact(compact);
    m_detail->setCompact(compact);
}

QList<QAction *> DatabasesPage::panelActions() const
{
    return m_changes->actions();
}

void DatabasesPage::subjectChanged()
{
    m_inventory.reset();
    m_observed = std::make_shared<const Observed>();
    m_contents.clear();
    m_selected.reset();
    m_asked.reset();
    m_relation = 0;
    m_failed = false;
    m_wanted = false;
    m_table->setRows({});
    m_detail->showDatabase({}, {}, m_observed);
    emit countChanged(-1, Severity::None);
    showEmptyState();
    if (isVisible() && !subject().id.isEmpty())
        showEvent(nullptr);
}

void DatabasesPage::showEvent(QShowEvent *event)
{
    if (event)
        Panel::showEvent(event);
    if (!std::exchange(m_wanted, true))
        emit inventoryWanted();
    if (m_selected && m_inventory)
        lookInto(*m_selected, false);
}

void DatabasesPage::showInventory(const InventoryPtr &inventory, const ObservedPtr &observed)
{
    m_inventory = inventory;
    m_observed = observed;
    m_failed = false;
    m_notice->setNotice({});
    fillTable();
    m_detail->showDatabase(m_inventory, m_selected, m_observed);
    placeObstacles();
}

void DatabasesPage::fillTable()
{
    m_table->rows().setRowsLater(
        int(m_inventory->databases.size()),
        [inventory = m_inventory, observed = m_observed, contents = m_contents]() -> TableRowsPtr {
            return std::make_shared<DatabaseRows>(inventory, observed, contents);
        });
}

void DatabasesPage::showProblem(const base::Error &error)
{
    m_failed = true;
    m_problem->setTitle(Severity::Critical, tr("The databases could not be read."));
    m_problem->setServerWords(serverWords(error));
    m_problem->setAdvice(tr("They are read again as soon as the server answers."));
    m_notice->setNotice(m_inventory ? tr("Not current: this is how it was at %1 UTC.")
                                          .arg(InventoryText::moment(m_inventory->takenAt))
                                    : QString());
    showEmptyState();
}

void DatabasesPage::showContents(const ContentsPtr &contents)
{
    if (!m_inventory)
        return;
    m_contents[contents->database] = contents;
    if (m_asked == contents->database)
        m_asked.reset();
    fillTable();
    if (m_selected != contents->database)
        return;
    m_detail->showContents(contents);
    if (const Oid relation = std::exchange(m_relation, 0))
        m_detail->selectRelation(relation);
}

void DatabasesPage::showContentsProblem(Oid database, const base::Error &error)
{
    if (m_asked == database)
        m_asked.reset();
    if (m_selected == database)
        m_detail->showContentsProblem(error);
}

void DatabasesPage::readFilter()
{
    TableQuery query = m_table->rows().query();
    query.words = filterWords(head()->filterLine()->text());
    m_table->rows().setQuery(query);
    m_table->scrollToTop();
}

void DatabasesPage::chooseChip(const QString &id)
{
    TableQuery query = m_table->rows().query();
    query.chip = id;
    m_table->rows().setQuery(query);
    m_table->scrollToTop();
}

void DatabasesPage::arranged()
{
    const auto *rows = static_cast<const DatabaseRows *>(m_table->rows().shown().get());
    const std::pair<DatabaseChip, QString> chips[] = {
        {DatabaseChip::All, tr("all")},         {DatabaseChip::InUse, tr("in use")},
        {DatabaseChip::Unused, tr("unused")},   {DatabaseChip::Old, tr("old")},
        {DatabaseChip::Closed, tr("closed")},   {DatabaseChip::Template, tr("template")},
        {DatabaseChip::Finding, tr("finding")},
    };
    std::vector<Chip> shown;
    for (const auto &[chip, text] : chips)
        shown.push_back(
            {idOf(chip), text, rows ? std::optional(rows->countOf(chip)) : std::nullopt});
    m_chips->setChips(shown);
    m_chips->setCurrent(m_table->rows().query().chip);
    if (rows)
        tellCount(*rows);
    showEmptyState();
    if (m_selected && !m_table->currentKey())
        m_table->selectKey(*m_selected);
}

// Findings where there are any, else how many databases there are.
void DatabasesPage::tellCount(const DatabaseRows &rows)
{
    const int findings = rows.countOf(DatabaseChip::Finding);
    emit countChanged(findings > 0 ? findings : rows.countOf(DatabaseChip::All),
                      findings > 0 ? rows.worst() : Severity::None);
}

// A database that a filter hides stays in the detail.
void DatabasesPage::showSelection()
{
    const auto key = m_table->currentKey();
    if (!key || m_selected == Oid(*key))
        return;
    m_selected = Oid(*key);
    m_detail->showDatabase(m_inventory, m_selected, m_observed);
    placeObstacles();
    lookInto(*m_selected, false);
}

// One at a time: who walks along the table with the arrow keys leaves no trail of connections.
void DatabasesPage::lookInto(Oid database, bool again)
{
    const auto known = m_contents.find(database);
    if (known != m_contents.end() && !again)
        return m_detail->showContents(known->second);
    const Database *what = m_inventory->database(database);
    if (!what || !what->allowConnections || !what->canConnect || m_asked == database)
        return;
    if (again)
        m_detail->showContents({});
    m_asked = database;
    emit contentsWanted(database);
}

void DatabasesPage::selectDatabase(Oid database, Oid relation)
{
    m_relation = relation;
    if (m_table->rows().rowOf(database) < 0) {
        head()->filterLine()->clear();
        chooseChip(idOf(DatabaseChip::All));
    }
    m_table->selectKey(database);
    if (relation != 0 && m_contents.contains(database))
        m_detail->selectRelation(std::exchange(m_relation, 0));
}

void DatabasesPage::setChangesBlocked(const QString &reason)
{
    m_changes->setBlocked(reason);
}

void DatabasesPage::placeObstacles()
{
    const Database *what = m_inventory && m_selected ? m_inventory->database(*m_selected) : nullptr;
    QString none;
    if (!m_inventory)
        none = tr("The databases are not known yet.");
    else if (!what)
        none = tr("No database is selected.");
    for (const QString &id : {u"limit"_s, u"rename"_s, u"comment"_s, u"drop"_s})
        m_changes->setObstacle(id, none);
    m_changes->setObstacle(u"new"_s, m_inventory ? QString() : none);
    if (!what)
        return;
    if (what->isTemplate)
        m_changes->setObstacle(u"drop"_s, tr("It is a template, which PostgreSQL does not drop."));
    else if (what->connections > 0)
        m_changes->setObstacle(
            u"drop"_s, what->connections == 1
                           ? tr("A session is connected to it. A database is dropped only when "
                                "nobody uses it.")
                           : tr("%1 sessions are connected to it. A database is dropped only when "
                                "nobody uses it.")
                                 .arg(what->connections));
    if (what->connections > 0)
        m_changes->setObstacle(u"rename"_s,
                               tr("PostgreSQL renames a database only while nobody is connected."));
}

void DatabasesPage::showEmptyState()
{
    if (!m_inventory && m_failed) {
        m_stack->setCurrentWidget(m_problem);
        return;
    }
    const bool empty = m_table->rows().rowCount() == 0;
    m_stack->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_table);
    if (!empty)
        return;
    if (!m_inventory || m_table->rows().isArranging())
        m_empty->setState(tr("Reading the databases…"), {}, {});
    else if (!m_table->rows().query().words.isEmpty())
        m_empty->setState(tr("No database matches the filter."), {}, tr("Clear the Filter"));
    else
        m_empty->setState(tr("There is no such database."), {}, tr("Show All Databases"));
}

void DatabasesPage::leaveEmptyState()
{
    chooseChip(idOf(DatabaseChip::All));
    head()->filterLine()->clear();
    m_table->setFocus();
}

QString DatabasesPage::helpText() const
{
    return tr(
        "Databases shows what there is on this server, how big and how old it is, who uses "
        "it and who may.\n\n"
        "Sizes are asked for in the background, once a minute at most. “age” is the share of "
        "autovacuum_freeze_max_age that a database has used up: from 100 % on the server "
        "vacuums it by force.\n\n"
        "Selecting a database connects to it for a moment to read what is in it: tables, "
        "extensions and the state of migrations. Only catalogs are read, and nothing waits "
        "for a lock. Sizes and rows of tables are estimates of the last VACUUM or ANALYZE.\n\n"
        "Changes are shown as SQL first and run only when you say so. A button that is grey "
        "says why when the pointer rests on it. A database is dropped only when nobody is "
        "connected to it.");
}

} // namespace ui
