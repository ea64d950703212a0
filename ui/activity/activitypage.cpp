// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/activitypage.h"

#include "activity/activitytext.h"
#include "activity/lockfacts.h"
#include "activity/sessionactions.h"
#include "activity/sessioncopy.h"
#include "activity/sessiondetail.h"
#include "activity/sessionview.h"
#include "activity/tablenotice.h"
#include "base/plaintext.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/chipbutton.h"
#include "widgets/metrics.h"
#include "widgets/panelhead.h"
#include "widgets/plainlabel.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QStackedLayout>

namespace ui {

using namespace Qt::StringLiterals;
using sessions::Arrangement;
using sessions::Column;
using snapshot::Session;

namespace {

constexpr Column GroupColumns[] = {sessions::DatabaseColumn,    sessions::RoleColumn,
                                   sessions::ApplicationColumn, sessions::ClientColumn,
                                   sessions::StateColumn,       sessions::WaitColumn};

QString idOf(sessions::StateGroup group)
{
    return QString::number(int(group));
}

} // namespace

ActivityPage::ActivityPage(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : Panel(u"activity"_s, tr("Activity"), parent)
    , m_model(new sessions::SessionModel(this))
    , m_actions(new SessionActions(this))
    , m_view(new SessionView(*m_model))
    , m_detail(new SessionDetail(repository, *m_actions))
    , m_card(new Card)
    , m_chips(new ChipBar)
    , m_groupChip(new ChipButton(QString()))
    , m_mistake(new TableNotice(Severity::Warning))
    , m_hidden(new TableNotice(Severity::Info))
    , m_age(new TableNotice(Severity::Warning))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState)
    , m_showLocks(new QAction(tr("Show in Locks"), this))
{
    buildHead();
    m_copyActions = makeCopyActions(m_view);
    buildTable();
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(u"activitySplitter"_s);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->addWidget(m_card);
    splitter->addWidget(m_detail);
    splitter->setCollapsible(0, false);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({490, 190});
    body()->addWidget(splitter, 1);
    connect(m_actions, &SessionActions::cancelRequested, this, &ActivityPage::cancelRequested);
    connect(m_actions, &SessionActions::terminateRequested, this,
            &ActivityPage::terminateRequested);
    connect(m_actions, &SessionActions::ruleRequested, this, &ActivityPage::ruleRequested);
    connect(m_detail, &SessionDetail::fullQueryWanted, this, &ActivityPage::fullQueryWanted);
    connect(m_view, &SessionView::selectedChanged, this, &ActivityPage::showSelection);
    connect(m_view, &SessionView::selectedChanged, this, &ActivityPage::tellSelection);
    connect(m_showLocks, &QAction::triggered, this,
            [this] { emit locksRequested(*m_detail->shown()); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &ActivityPage::showMenu);
    connect(m_empty, &EmptyState::buttonClicked, this, &ActivityPage::leaveEmptyState);
    connect(m_model, &sessions::SessionModel::arrangementChanged, this, &ActivityPage::rearranged);
    m_showLocks->setObjectName(u"showInLocks"_s);
    groupBy({});
    showStatus({});
}

void ActivityPage::buildHead()
{
    QLineEdit *filter = head()->filterLine();
    filter->setPlaceholderText(tr("Filter: text, state:idle, role:app, age>5m"));
    filter->setToolTip(plainToolTip(filterHelp()));
    filter->setAccessibleDescription(filterHelp());
    connect(filter, &QLineEdit::textChanged, this, &ActivityPage::readFilter);
    auto *toTable = new QAction(tr("To the Table"), filter);
    toTable->setShortcuts({Qt::Key_Down, Qt::Key_Return});
    toTable->setShortcutContext(Qt::WidgetShortcut);
    filter->addAction(toTable);
    connect(toTable, &QAction::triggered, m_view, qOverload<>(&QWidget::setFocus));
}

void ActivityPage::buildTable()
{
    auto *columns = new ChipButton(tr("columns"));
    columns->setObjectName(u"columnsChip"_s);
    columns->setMenu(m_view->columnMenu());
    m_groupChip->setObjectName(u"groupChip"_s);
    m_groupChip->setMenu(makeGroupMenu());
    m_chips->setObjectName(u"stateChips"_s);
    m_chips->setAccessibleName(tr("Sessions by state"));
    m_chips->setCurrent(idOf(sessions::StateGroup::All));
    connect(m_chips, &ChipBar::chosen, this, &ActivityPage::chooseChip);
    m_card->head()->addWidget(m_chips, 1);
    m_card->head()->addWidget(m_groupChip);
    m_card->head()->addWidget(columns);
    m_mistake->setObjectName(u"filterMistake"_s);
    m_hidden->setObjectName(u"hiddenNotice"_s);
    m_age->setObjectName(u"ageNotice"_s);
    m_card->body()->addWidget(m_age);
    m_card->body()->addWidget(m_mistake);
    m_card->body()->addLayout(m_stack, 1); // first, else it opens windows for what is added
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_card->body()->addWidget(m_hidden);
    for (QAction *action : panelActions())
        m_view->addAction(action);
}

QMenu *ActivityPage::makeGroupMenu()
{
    auto *menu = new QMenu(tr("Group by"), this);
    menu->setObjectName(u"groupMenu"_s);
    auto *choices = new QActionGroup(menu);
    const auto add = [&](const QString &text, std::optional<Column> column) {
        QAction *action = choices->addAction(menu->addAction(text));
        action->setCheckable(true);
        action->setChecked(!column);
        connect(action, &QAction::triggered, this, [this, column] { groupBy(column); });
    };
    add(tr("None"), {});
    for (const Column column : GroupColumns)
        add(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), column);
    return menu;
}

void ActivityPage::groupBy(std::optional<Column> column)
{
    Arrangement arrangement = m_model->arrangement();
    arrangement.groupBy = column;
    arrangement.collapsed.clear();
    m_model->setArrangement(arrangement);
    const QString name =
        column ? m_model->headerData(*column, Qt::Horizontal, Qt::DisplayRole).toString()
               : tr("none", "group by");
    m_groupChip->setText(tr("group by: %1").arg(name));
}

void ActivityPage::readFilter(const QString &line)
{
    Arrangement arrangement = m_model->arrangement();
    arrangement.filter = sessions::parseFilter(line);
    m_mistake->setNotice(arrangement.filter.mistakes.empty()
                             ? QString()
                             : mistakeText(arrangement.filter.mistakes.front()));
    m_model->setArrangement(arrangement);
    m_view->scrollToTop();
}

void ActivityPage::chooseChip(const QString &id)
{
    Arrangement arrangement = m_model->arrangement();
    arrangement.chip = sessions::StateGroup(id.toInt());
    m_model->setArrangement(arrangement);
    m_view->scrollToTop();
}

void ActivityPage::showChips()
{
    const snapshot::SnapshotPtr &snapshot = m_model->snapshot();
    sessions::StateCounts counts{};
    if (snapshot)
        counts = sessions::countStates(*snapshot, m_model->arrangement().filter);
    std::vector<Chip> chips;
    for (size_t i = 0; i < counts.size(); ++i) {
        const sessions::StateGroup group = sessions::ChipGroups[i];
        chips.push_back(
            {idOf(group), chipText(group), snapshot ? std::optional(counts[i]) : std::nullopt});
    }
    m_chips->setChips(chips);
    m_chips->setCurrent(idOf(m_model->arrangement().chip));
}

// While a filter is typed the selected session comes and goes; it is selected again when it is
// back.
void ActivityPage::rearranged()
{
    showChips();
    showEmptyState();
    const std::optional<Session::Key> shown = m_detail->shown();
    if (shown && !m_view->selectionModel()->hasSelection())
        m_view->selectSession(*shown);
}

void ActivityPage::showSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    m_view->showSnapshot(snapshot);
    showChips();
    showHidden();
    showAge();
    showEmptyState();
    showSelection();
    emit countChanged(snapshot ? int(snapshot->sessions.size()) : -1, Severity::None);
}

void ActivityPage::showSelection()
{
    const std::vector<const Session *> selected = m_view->selected();
    m_actions->setSessions(selected);
    if (m_model->snapshot())
        m_detail->showSessions(selected, *m_model->snapshot());
    else
        m_detail->clear();
    showLocks();
}

void ActivityPage::tellSelection()
{
    if (const auto selected = m_view->selected(); selected.size() == 1)
        emit sessionSelected(selected.front()->key());
}

void ActivityPage::setSituation(const locks::SituationPtr &situation)
{
    m_situation = situation;
    showLocks();
}

// Who blocks the shown session, or whom it blocks.
void ActivityPage::showLocks()
{
    const std::optional<Session::Key> shown = m_detail->shown();
    const auto node = m_situation && shown ? nodeOf(*m_situation, *shown) : std::nullopt;
    m_showLocks->setEnabled(node.has_value());
    const QString blockers = node ? blockedByText(*m_situation, *node) : QString();
    const QString blocks = node ? blocksText(*m_situation, *node) : QString();
    m_detail->setLockFact(blockers.isEmpty() ? tr("Waiting for it") : tr("Blocked by"),
                          blockers.isEmpty() ? blocks : blockers, Severity::Critical);
}

void ActivityPage::showHidden()
{
    const snapshot::SnapshotPtr &snapshot = m_model->snapshot();
    if (!snapshot || snapshot->hiddenSessions == 0)
        return m_hidden->setNotice({});
    m_hidden->setNotice(hiddenText(snapshot->hiddenSessions), sessions::grantForHidden(*snapshot));
}

void ActivityPage::showEmptyState()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty)
        return;
    const Arrangement &arrangement = m_model->arrangement();
    if (!m_model->snapshot())
        m_empty->setState(m_status.state == base::ServerState::Connecting
                              ? tr("Connecting. The sessions appear with the first answer.")
                              : tr("Nothing is known of the sessions of this server."),
                          base::visibleText(m_status.reason.message), {});
    else if (!arrangement.filter.terms.empty())
        m_empty->setState(noMatchText(*m_model->snapshot(), arrangement), {},
                          tr("Clear the Filter"));
    else
        m_empty->setState(emptyChipText(arrangement.chip), {},
                          arrangement.chip == sessions::StateGroup::All ? QString()
                                                                        : tr("Show All Sessions"));
}

// What is painted in muted ink says since when it is not true any more.
void ActivityPage::showAge()
{
    const snapshot::SnapshotPtr &snapshot = m_model->snapshot();
    const bool live = m_status.state == base::ServerState::Live;
    m_age->setNotice(live || !snapshot ? QString()
                                       : tr("Not current: this is how it was at %1.")
                                             .arg(sessions::absoluteTime(snapshot->takenAt)));
}

void ActivityPage::leaveEmptyState()
{
    if (m_model->arrangement().filter.terms.empty())
        chooseChip(idOf(sessions::StateGroup::All));
    head()->filterLine()->clear();
    m_view->setFocus();
}

void ActivityPage::showStatus(const base::ServerStatus &status)
{
    m_status = status;
    m_view->setStale(status.state != base::ServerState::Live);
    updateBlocked();
    showAge();
    showEmptyState();
}

void ActivityPage::setActionsBlocked(const QString &reason)
{
    m_blocked = reason;
    updateBlocked();
}

// An overdue answer does not hinder the other connection from acting.
void ActivityPage::updateBlocked()
{
    const bool reachable =
        m_status.state == base::ServerState::Live || m_status.state == base::ServerState::Stale;
    m_actions->setBlocked(reachable ? m_blocked : tr("There is no connection to the server."));
}

void ActivityPage::subjectChanged()
{
    m_view->clearSelection();
    m_detail->clear();
    showSnapshot({});
}

bool ActivityPage::selectSession(const Session::Key &key)
{
    if (m_view->selectSession(key))
        return true;
    Arrangement arrangement = m_model->arrangement();
    arrangement.chip = sessions::StateGroup::All;
    arrangement.collapsed.clear();
    m_model->setArrangement(arrangement);
    head()->filterLine()->clear();
    return m_view->selectSession(key);
}

void ActivityPage::followSession(const Session::Key &key)
{
    const std::vector<const Session *> selected = m_view->selected();
    if (selected.size() != 1 || selected.front()->key() != key)
        m_view->selectSession(key);
}

void ActivityPage::showFullQuery(const Session::Key &key, const QString &text)
{
    m_detail->showFullQuery(key, text);
}

QList<QAction *> ActivityPage::panelActions() const
{
    return QList{m_actions->cancel(), m_actions->terminate(), m_actions->rule(), m_showLocks} +
           m_copyActions;
}

void ActivityPage::showMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"sessionMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addActions({m_actions->cancel(), m_actions->terminate(), m_actions->rule()});
    menu->addAction(m_showLocks);
    const std::vector<const Session *> selected = m_view->selected();
    if (selected.size() == 1)
        addFilterActions(menu, *selected.front());
    menu->addSeparator();
    menu->addActions(m_copyActions);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void ActivityPage::addFilterActions(QMenu *menu, const Session &session)
{
    menu->addSeparator();
    for (const QString &term : termsFor(session)) {
        QString text = base::visibleText(term, 60);
        QAction *action = menu->addAction(tr("Show Only %1").arg(text.replace(u'&', u"&&"_s)));
        connect(action, &QAction::triggered, this,
                [this, term] { head()->filterLine()->setText(term); });
    }
}

QString ActivityPage::helpText() const
{
    return activityHelp();
}

} // namespace ui
