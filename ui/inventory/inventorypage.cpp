// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventorypage.h"

#include "activity/tablenotice.h"
#include "base/plaintext.h"
#include "inventory/changeactions.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "inventory/missingrights.h"
#include "widgets/card.h"
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

InventoryPage::InventoryPage(InventoryWords words, LazyTable *table, QWidget *parent)
    : Panel(words.id, words.title, parent)
    , m_words(std::move(words))
    , m_changes(new ChangeActions(this))
    , m_card(new Card)
    , m_chips(new ChipBar)
    , m_table(table)
    , m_notice(new TableNotice(Severity::Info))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState)
    , m_problem(new MessageBar)
    , m_splitter(new QSplitter)
    , m_observed(std::make_shared<const Observed>())
{
    buildChanges();
    buildHead();
    buildCard();
    m_splitter->setObjectName(m_words.id + u"Splitter"_s);
    m_splitter->setHandleWidth(metrics::CardGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_card);
    body()->addWidget(m_splitter, 1);
    connect(m_table, &LazyTable::currentKeyChanged, this, &InventoryPage::readSelection);
    connect(&m_table->rows(), &LazyModel::arranged, this, &InventoryPage::arranged);
    connect(m_chips, &ChipBar::chosen, this, &InventoryPage::chooseChip);
    connect(m_empty, &EmptyState::buttonClicked, this, &InventoryPage::leaveEmptyState);
}

void InventoryPage::complete(QWidget *detail, QWidget *headButton)
{
    m_card->head()->addWidget(headButton);
    m_splitter->addWidget(detail);
    chooseChip(m_words.allChip);
    showEmptyState();
    placeObstacles();
}

void InventoryPage::buildChanges()
{
    for (const auto &[id, text] : m_words.changes)
        m_table->addAction(m_changes->add(id, text));
    connect(m_changes, &ChangeActions::wanted, this, [this](const QString &id) {
        if (id == "new"_L1)
            emit newApplicationRequested();
        else if (id == "create"_L1)
            emit changeRequested(id, 0);
        else if (m_selected)
            emit changeRequested(id, *m_selected);
    });
}

void InventoryPage::buildHead()
{
    QLineEdit *filter = head()->filterLine();
    filter->setPlaceholderText(m_words.filterHint);
    connect(filter, &QLineEdit::textChanged, this, &InventoryPage::readFilter);
    auto *toTable = new QAction(tr("To the Table"), filter);
    toTable->setShortcuts({Qt::Key_Down, Qt::Key_Return});
    toTable->setShortcutContext(Qt::WidgetShortcut);
    filter->addAction(toTable);
    connect(toTable, &QAction::triggered, m_table, qOverload<>(&QWidget::setFocus));
}

void InventoryPage::buildCard()
{
    m_chips->setObjectName(m_words.id + u"Chips"_s);
    m_chips->setAccessibleName(m_words.chips);
    auto *columns = new ChipButton(tr("columns"));
    columns->setObjectName(u"columnsChip"_s);
    columns->setMenu(m_table->columnMenu());
    m_card->head()->addWidget(m_chips, 1);
    m_card->head()->addWidget(columns);
    m_notice->setObjectName(m_words.id + u"Notice"_s);
    m_problem->setObjectName(m_words.id + u"Problem"_s);
    QPushButton *retry = m_problem->addButton(m_words.id + u"Retry"_s, tr("Read &Again"));
    connect(retry, &QPushButton::clicked, this, &InventoryPage::inventoryWanted);
    m_card->body()->addLayout(m_stack, 1); // first, else it opens windows for what is added
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_problem);
    m_card->body()->addWidget(m_notice);
    connect(m_notice, &TableNotice::actionWanted, this, &InventoryPage::othersWanted);
    m_table->header()->setSortIndicator(0, Qt::AscendingOrder);
}

// What a page shows comes with an inventory, not with a snapshot.
void InventoryPage::showSnapshot(const snapshot::SnapshotPtr &) {}

void InventoryPage::setCompactRows(bool compact)
{
    m_table->setCompact(compact);
}

QList<QAction *> InventoryPage::panelActions() const
{
    return m_changes->actions();
}

void InventoryPage::setChangesBlocked(const QString &reason)
{
    m_changes->setBlocked(reason);
}

void InventoryPage::subjectChanged()
{
    m_rights.reset();
    m_inventory.reset();
    m_observed = std::make_shared<const Observed>();
    m_selected.reset();
    m_failed = false;
    m_asked = false;
    m_table->setRows({});
    placeNotice();
    showDetail();
    placeObstacles();
    emit countChanged(-1, Severity::None);
    showEmptyState();
    if (isVisible() && !subject().id.isEmpty())
        askOnce();
}

void InventoryPage::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    askOnce();
    selectFirst();
}

void InventoryPage::askOnce()
{
    if (!std::exchange(m_asked, true))
        emit inventoryWanted();
}

void InventoryPage::showInventory(const InventoryPtr &inventory, const ObservedPtr &observed)
{
    m_rights.emplace(*inventory, inventory->ourRole);
    m_inventory = inventory;
    m_observed = observed;
    m_failed = false;
    placeNotice();
    fillTable();
    showDetail();
    placeObstacles();
}

void InventoryPage::placeNotice()
{
    m_notice->setNotice(m_inventory ? notice() : QString());
    m_notice->setAction(m_inventory ? noticeAction() : QString());
}

void InventoryPage::showProblem(const base::Error &error)
{
    m_failed = true;
    m_problem->setTitle(Severity::Critical, m_words.failed);
    m_problem->setServerWords(serverWords(error));
    m_problem->setAdvice(tr("It is tried again as soon as the server answers."));
    m_notice->setAction({});
    m_notice->setNotice(m_inventory ? tr("Not current: this is how it was at %1 UTC.")
                                          .arg(InventoryText::moment(m_inventory->takenAt))
                                    : QString());
    showEmptyState();
}

void InventoryPage::readFilter()
{
    TableQuery query = m_table->rows().query();
    query.words = filterWords(head()->filterLine()->text());
    m_table->rows().setQuery(query);
    m_table->scrollToTop();
}

void InventoryPage::chooseChip(const QString &id)
{
    TableQuery query = m_table->rows().query();
    query.chip = id;
    m_table->rows().setQuery(query);
    m_table->scrollToTop();
}

void InventoryPage::arranged()
{
    const std::vector<Chip> shown = chips();
    m_chips->setChips(shown);
    m_chips->setCurrent(m_table->rows().query().chip);
    if (m_table->rows().shown())
        tellCount(shown);
    showEmptyState();
    if (m_selected && !m_table->currentKey())
        m_table->selectKey(*m_selected);
    selectFirst();
}

// What nobody looks at selects nothing: that may cost the server something.
void InventoryPage::selectFirst()
{
    if (m_inventory && !m_selected && isVisible())
        m_table->selectFirst();
}

// Findings where there are any, else how many there are.
void InventoryPage::tellCount(const std::vector<Chip> &chips)
{
    const auto countOf = [&](const QString &id) {
        const auto at = std::ranges::find(chips, id, &Chip::id);
        return at == chips.end() ? 0 : at->count.value_or(0);
    };
    const int findings = countOf(u"finding"_s);
    emit countChanged(findings > 0 ? findings : countOf(m_words.allChip),
                      findings > 0 ? worst() : Severity::None);
}

// What a filter hides stays in the detail.
void InventoryPage::readSelection()
{
    if (const auto key = m_table->currentKey())
        take(Oid(*key));
}

void InventoryPage::take(Oid oid)
{
    if (m_selected == oid)
        return;
    m_selected = oid;
    showDetail();
    placeObstacles();
    selectionChanged();
}

void InventoryPage::placeObstacle(const QString &id, const QString &reason,
                                  const ChangeQuestion &question)
{
    m_changes->setObstacle(id, reason.isEmpty() ? missingRights(question) : reason);
}

QString InventoryPage::missingRights(const ChangeQuestion &question) const
{
    return m_rights ? missingRightsText(*m_rights, question) : QString();
}

void InventoryPage::select(Oid oid, const QString &chip)
{
    if (m_table->rows().rowOf(oid) < 0) {
        head()->filterLine()->clear();
        chooseChip(chip);
    }
    m_table->selectKey(oid);
    take(oid);
}

void InventoryPage::showEmptyState()
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
        m_empty->setState(m_words.reading, {}, {});
    else if (!m_table->rows().query().words.isEmpty())
        m_empty->setState(m_words.noMatch, {}, tr("Clear the Filter"));
    else
        m_empty->setState(m_words.none, {}, m_words.showAll);
}

void InventoryPage::leaveEmptyState()
{
    chooseChip(m_words.allChip);
    head()->filterLine()->clear();
    m_table->setFocus();
}

} // namespace ui
