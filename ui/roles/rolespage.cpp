// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/rolespage.h"

#include "activity/tablenotice.h"
#include "base/plaintext.h"
#include "inventory/changeactions.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "roles/roledetail.h"
#include "roles/rolerows.h"
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

namespace {

constexpr int RoomForBoth = 900; ///< From here on the detail stands beside the table.

} // namespace

RolesPage::RolesPage(QWidget *parent)
    : Panel(u"roles"_s, tr("Roles"), parent)
    , m_changes(new ChangeActions(this))
    , m_card(new Card)
    , m_chips(new ChipBar)
    , m_table(new LazyTable(u"roleTable"_s, tr("Roles"), RoleRows::columns()))
    , m_notice(new TableNotice(Severity::Info))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState)
    , m_problem(new MessageBar)
    , m_splitter(new QSplitter)
    , m_observed(std::make_shared<const Observed>())
{
    buildChanges();
    m_detail = new RoleDetail(*m_changes);
    buildHead();
    buildTable();
    m_splitter->setObjectName(u"rolesSplitter"_s);
    m_splitter->setHandleWidth(metrics::CardGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_card);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({720, 450});
    body()->addWidget(m_splitter, 1);
    connect(m_table, &LazyTable::currentKeyChanged, this, &RolesPage::showSelection);
    connect(&m_table->rows(), &LazyModel::arranged, this, &RolesPage::arranged);
    connect(m_chips, &ChipBar::chosen, this, &RolesPage::chooseChip);
    connect(m_empty, &EmptyState::buttonClicked, this, &RolesPage::leaveEmptyState);
    connect(m_detail, &RoleDetail::roleChosen, this, &RolesPage::selectRole);
    connect(m_detail, &RoleDetail::databaseChosen, this, &RolesPage::databaseRequested);
    chooseChip(idOf(RoleChip::Created));
    showEmptyState();
    placeObstacles();
}

void RolesPage::buildChanges()
{
    const std::pair<QString, QString> changes[] = {
        {u"create"_s, tr("New Role…")}, {u"password"_s, tr("Set Password…")},
        {u"alter"_s, tr("Alter…")},     {u"grant"_s, tr("Grant Membership…")},
        {u"rename"_s, tr("Rename…")},   {u"comment"_s, tr("Comment…")},
        {u"drop"_s, tr("Drop…")},       {u"new"_s, tr("New Application…")},
    };
    for (const auto &[id, text] : changes)
        m_changes->add(id, text);
    connect(m_changes, &ChangeActions::wanted, this, [this](const QString &id) {
        if (id == "new"_L1)
            emit newApplicationRequested();
        else if (id == "create"_L1)
            emit changeRequested(id, 0);
        else if (m_selected)
            emit changeRequested(id, *m_selected);
    });
}

void RolesPage::buildHead()
{
    QLineEdit *filter = head()->filterLine();
    filter->setPlaceholderText(tr("Filter: name, group, comment"));
    connect(filter, &QLineEdit::textChanged, this, &RolesPage::readFilter);
    auto *toTable = new QAction(tr("To the Table"), filter);
    toTable->setShortcuts({Qt::Key_Down, Qt::Key_Return});
    toTable->setShortcutContext(Qt::WidgetShortcut);
    filter->addAction(toTable);
    connect(toTable, &QAction::triggered, m_table, qOverload<>(&QWidget::setFocus));
}

void RolesPage::buildTable()
{
    m_chips->setObjectName(u"roleChips"_s);
    m_chips->setAccessibleName(tr("Roles by kind"));
    auto *columns = new ChipButton(tr("columns"));
    columns->setObjectName(u"columnsChip"_s);
    columns->setMenu(m_table->columnMenu());
    m_card->head()->addWidget(m_chips, 1);
    m_card->head()->addWidget(columns);
    m_card->head()->addWidget(m_changes->makeMenuButton(tr("New"), {u"create"_s, u"new"_s}));
    m_notice->setObjectName(u"rolesNotice"_s);
    m_problem->setObjectName(u"rolesProblem"_s);
    QPushButton *retry = m_problem->addButton(u"rolesRetry"_s, tr("Read &Again"));
    connect(retry, &QPushButton::clicked, this, &RolesPage::inventoryWanted);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_problem);
    m_card->body()->addLayout(m_stack, 1);
    m_card->body()->addWidget(m_notice);
    for (QAction *action : m_changes->actions())
        m_table->addAction(action);
    m_table->header()->setSortIndicator(RoleRows::NameColumn, Qt::AscendingOrder);
}

// Roles come with an inventory, not with a snapshot.
void RolesPage::showSnapshot(const snapshot::SnapshotPtr &) {}

void RolesPage::setCompactRows(bool compact)
{
    m_table->setCompact(compact);
    m_detail->setCompact(compact);
}

QList<QAction *> RolesPage::panelActions() const
{
    return m_changes->actions();
}

void RolesPage::subjectChanged()
{
    m_inventory.reset();
    m_observed = std::make_shared<const Observed>();
    m_selected.reset();
    m_failed = false;
    m_asked = false;
    m_table->setRows({});
    m_detail->showRole({}, {}, m_observed);
    emit countChanged(-1, Severity::None);
    showEmptyState();
    if (isVisible() && !subject().id.isEmpty())
        showEvent(nullptr);
}

void RolesPage::showEvent(QShowEvent *event)
{
    if (event)
        Panel::showEvent(event);
    if (std::exchange(m_asked, true))
        return;
    emit inventoryWanted();
}

void RolesPage::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    const Qt::Orientation wanted = width() < RoomForBoth ? Qt::Vertical : Qt::Horizontal;
    if (wanted == m_splitter->orientation())
        return;
    m_splitter->setOrientation(wanted);
    m_splitter->setSizes(wanted == Qt::Vertical ? QList<int>{240, 260} : QList<int>{720, 450});
}

void RolesPage::showInventory(const InventoryPtr &inventory, const ObservedPtr &observed)
{
    m_inventory = inventory;
    m_observed = observed;
    m_failed = false;
    const auto make = [inventory, observed]() -> TableRowsPtr {
        return std::make_shared<RoleRows>(inventory, observed);
    };
    m_table->rows().setRowsLater(int(inventory->roles.size()), make);
    m_detail->showRole(m_inventory, m_selected, m_observed);
    m_notice->setNotice(
        inventory->superuser
            ? QString()
            : tr("How passwords are kept is hidden from this role: only superusers see it."));
    placeObstacles();
}

void RolesPage::showProblem(const base::Error &error)
{
    m_failed = true;
    m_problem->setTitle(Severity::Critical, tr("The roles could not be read."));
    m_problem->setServerWords(serverWords(error));
    m_problem->setAdvice(m_inventory ? tr("What is shown is how it was at %1 UTC.")
                                           .arg(InventoryText::moment(m_inventory->takenAt))
                                     : tr("They are read again as soon as the server answers."));
    m_notice->setNotice(m_inventory ? tr("Not current: this is how it was at %1 UTC.")
                                          .arg(InventoryText::moment(m_inventory->takenAt))
                                    : QString());
    showEmptyState();
}

void RolesPage::readFilter()
{
    TableQuery query = m_table->rows().query();
    query.words = filterWords(head()->filterLine()->text());
    m_table->rows().setQuery(query);
    m_table->scrollToTop();
}

void RolesPage::chooseChip(const QString &id)
{
    TableQuery query = m_table->rows().query();
    query.chip = id;
    m_table->rows().setQuery(query);
    m_table->scrollToTop();
}

void RolesPage::arranged()
{
    const auto *rows = static_cast<const RoleRows *>(m_table->rows().shown().get());
    const std::pair<RoleChip, QString> chips[] = {
        {RoleChip::Created, tr("all")},         {RoleChip::Login, tr("login")},
        {RoleChip::Superuser, tr("superuser")}, {RoleChip::Unused, tr("unused")},
        {RoleChip::Finding, tr("finding")},     {RoleChip::Predefined, tr("predefined")},
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

// Findings where there are any, else how many roles there are.
void RolesPage::tellCount(const RoleRows &rows)
{
    const int findings = rows.countOf(RoleChip::Finding);
    emit countChanged(findings > 0 ? findings : rows.countOf(RoleChip::Created),
                      findings > 0 ? rows.worst() : Severity::None);
}

// A role that a filter hides stays in the detail.
void RolesPage::showSelection()
{
    const auto key = m_table->currentKey();
    if (!key)
        return;
    m_selected = Oid(*key);
    m_detail->showRole(m_inventory, m_selected, m_observed);
    placeObstacles();
}

void RolesPage::selectRole(Oid role)
{
    const Role *found = m_inventory ? m_inventory->role(role) : nullptr;
    m_selected = role;
    if (found && m_table->rows().rowOf(role) < 0) {
        head()->filterLine()->clear();
        chooseChip(idOf(found->isPredefined() ? RoleChip::Predefined : RoleChip::Created));
    }
    m_table->selectKey(role);
    m_detail->showRole(m_inventory, m_selected, m_observed);
    placeObstacles();
}

std::optional<Oid> RolesPage::selectedRole() const
{
    return m_selected;
}

void RolesPage::setChangesBlocked(const QString &reason)
{
    m_changes->setBlocked(reason);
}

void RolesPage::placeObstacles()
{
    const Role *role = m_inventory && m_selected ? m_inventory->role(*m_selected) : nullptr;
    QString none;
    if (!m_inventory)
        none = tr("The roles are not known yet.");
    else if (!role)
        none = tr("No role is selected.");
    const bool predefined = role && role->isPredefined();
    const QString fixed = tr("PostgreSQL does not let its predefined roles be changed.");
    for (const QString &id : {u"password"_s, u"alter"_s, u"rename"_s, u"comment"_s, u"drop"_s})
        m_changes->setObstacle(id, role && predefined ? fixed : none);
    m_changes->setObstacle(u"grant"_s, none);
    for (const QString &id : {u"new"_s, u"create"_s})
        m_changes->setObstacle(id, m_inventory ? QString() : none);
    if (role && !predefined && role->oid == m_inventory->ourRole)
        m_changes->setObstacle(u"drop"_s, tr("This is the role that PgVigil is connected as."));
}

void RolesPage::showEmptyState()
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
        m_empty->setState(tr("Reading the roles…"), {}, {});
    else if (!m_table->rows().query().words.isEmpty())
        m_empty->setState(tr("No role matches the filter."), {}, tr("Clear the Filter"));
    else
        m_empty->setState(tr("There is no such role."), {}, tr("Show All Roles"));
}

void RolesPage::leaveEmptyState()
{
    chooseChip(idOf(RoleChip::Created));
    head()->filterLine()->clear();
    m_table->setFocus();
}

QString RolesPage::helpText() const
{
    return tr("Roles shows who there is on this server and what they may do.\n\n"
              "The chips narrow the table; “unused” are roles that may log in, own nothing and "
              "were not seen connected since this server is looked at. The predefined roles of "
              "PostgreSQL have a chip of their own.\n\n"
              "The detail tells of the selected role: its attributes and findings, its memberships "
              "as a tree in both directions with the options of each grant, what it owns in which "
              "database, and what is set for it. Return on a role in the tree leads to it.\n\n"
              "Changes are shown as SQL first and run only when you say so. A button that is grey "
              "says why when the pointer rests on it.\n\n"
              "How a password is kept (scram, md5, none) is told only to superusers.");
}

} // namespace ui
