// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockspage.h"

#include "activity/lockfacts.h"
#include "activity/tablenotice.h"
#include "base/plaintext.h"
#include "locks/conflictdialog.h"
#include "locks/deadlockdialog.h"
#include "locks/lockdetail.h"
#include "locks/lockstext.h"
#include "locks/lockviews.h"
#include "locks/nodeactions.h"
#include "locks/noticebar.h"
#include "locks/rootlist.h"
#include "sessions/sessionmodel.h"
#include "widgets/badge.h"
#include "widgets/card.h"
#include "widgets/metrics.h"
#include "widgets/panelhead.h"
#include "widgets/plainlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QSplitter>
#include <QStackedLayout>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;
using snapshot::Session;

namespace {

constexpr size_t MostDeadlocks = 20;

QSplitter *makeSplitter(Qt::Orientation orientation, const QString &name)
{
    auto *splitter = new QSplitter(orientation);
    splitter->setObjectName(name);
    splitter->setHandleWidth(metrics::CardGap);
    return splitter;
}

PlainLabel *makeTitle(const QString &text)
{
    auto *title = new PlainLabel(text);
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    return title;
}

} // namespace

LocksPage::LocksPage(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : Panel(u"locks"_s, tr("Locks"), parent)
    , m_repository(repository)
    , m_actions(new NodeActions(this))
    , m_roots(new RootList)
    , m_views(new LockViews)
    , m_detail(new LockDetail(repository, *m_actions))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState)
    , m_deadlock(new NoticeBar(u"deadlockBar"_s, Severity::Critical))
    , m_resolved(new NoticeBar(u"resolvedBar"_s, Severity::Warning))
    , m_rootCount(new Badge)
{
    buildHead();
    auto *upper = makeSplitter(Qt::Horizontal, u"locksColumns"_s);
    upper->addWidget(buildRoots());
    upper->addWidget(m_views);
    upper->setStretchFactor(1, 1);
    upper->setSizes({300, 880});
    upper->setCollapsible(1, false);
    auto *rows = makeSplitter(Qt::Vertical, u"locksSplitter"_s);
    rows->addWidget(upper);
    rows->addWidget(m_detail);
    rows->setCollapsible(0, false);
    rows->setStretchFactor(0, 1);
    rows->setSizes({490, 200});
    auto *blank = new Card;
    blank->body()->addWidget(m_empty);
    m_resolved->setDismissible();
    body()->addWidget(m_deadlock);
    body()->addWidget(m_resolved);
    body()->addLayout(m_stack, 1); // first, else it opens windows for what is added
    m_stack->addWidget(rows);
    m_stack->addWidget(blank);
    connectViews();
    connectActions();
    showStatus({});
    showSituation({});
}

void LocksPage::buildHead()
{
    QLineEdit *filter = head()->filterLine();
    filter->setPlaceholderText(tr("Search: pid, role, object, statement"));
    filter->setAccessibleName(tr("Search in graph and tree"));
    connect(filter, &QLineEdit::textChanged, m_views, &LockViews::setSearch);
    connect(filter, &QLineEdit::returnPressed, m_views, &LockViews::showNextMatch);
    auto *toView = new QAction(tr("To the View"), filter);
    toView->setShortcut(Qt::Key_Down);
    toView->setShortcutContext(Qt::WidgetShortcut);
    filter->addAction(toView);
    connect(toView, &QAction::triggered, this, [this] { m_views->currentView()->setFocus(); });
}

Card *LocksPage::buildRoots()
{
    auto *card = new Card;
    m_rootCount->setObjectName(u"rootCount"_s);
    card->head()->addWidget(makeTitle(tr("Root blockers")));
    card->head()->addStretch(1);
    card->head()->addWidget(m_rootCount);
    card->body()->addWidget(m_roots);
    card->setMinimumWidth(200);
    return card;
}

void LocksPage::connectViews()
{
    connect(m_roots, &RootList::selectedChanged, this, &LocksPage::choose);
    connect(m_views, &LockViews::selectedChanged, this, &LocksPage::choose);
    connect(m_roots, &RootList::menuRequested, this,
            [this](const NodeKey &, const QPoint &at) { showMenu(at); });
    connect(m_views, &LockViews::menuRequested, this,
            [this](const NodeKey &, const QPoint &at) { showMenu(at); });
    connect(m_detail, &LockDetail::fullQueryWanted, this, &LocksPage::fullQueryWanted);
    connect(m_detail, &LockDetail::locksWanted, this, &LocksPage::locksWanted);
    connect(m_deadlock, &NoticeBar::buttonClicked, this, &LocksPage::goToCycle);
    connect(m_resolved, &NoticeBar::buttonClicked, this, &LocksPage::openDeadlocks);
    connect(m_resolved, &NoticeBar::dismissed, this, &LocksPage::forgetDeadlocks);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] { emit activityRequested({}); });
}

void LocksPage::connectActions()
{
    connect(m_actions, &NodeActions::cancelRequested, this, &LocksPage::cancelRequested);
    connect(m_actions, &NodeActions::terminateRequested, this, &LocksPage::terminateRequested);
    connect(m_actions, &NodeActions::rollbackRequested, this, &LocksPage::rollbackRequested);
    connect(m_actions, &NodeActions::activityRequested, this, &LocksPage::activityRequested);
    connect(m_roots, &RootList::pressed, this, [this](RootButton button) {
        QAction *actions[] = {nullptr, m_actions->cancel(), m_actions->terminate(),
                              m_actions->rollBack()};
        actions[int(button)]->trigger();
    });
    m_roots->addActions(m_actions->all());
    m_views->addNodeActions(m_actions->all());
}

// Everything shows the same selection.
void LocksPage::choose(const std::optional<NodeKey> &node)
{
    m_selected = node;
    m_untouched = false;
    spreadSelection();
    if (!node)
        m_detail->clear();
    if (node && node->pid != 0)
        emit sessionSelected({node->pid, node->backendStart});
}

void LocksPage::spreadSelection()
{
    m_roots->select(m_selected);
    m_views->select(m_selected);
    m_actions->setNode(m_situation, m_selected);
    m_detail->showNode(m_situation, m_selected);
}

void LocksPage::showSituation(const locks::SituationPtr &situation)
{
    m_situation = situation;
    m_roots->showSituation(situation);
    m_views->showSituation(situation);
    spreadSelection();
    if (m_untouched)
        lead({});
    showSummary();
    showAge();
    showEmptyState();
    showCount();
}

void LocksPage::showSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    if (!snapshot)
        showSituation({});
}

void LocksPage::showSummary()
{
    const int roots = m_situation ? int(m_situation->roots.size()) : 0;
    m_rootCount->setBadge(roots > 0 ? QLocale().toString(roots) : QString(), Severity::Critical);
    m_deadlock->setNotice(m_situation ? deadlockText(*m_situation) : QString(),
                          tr("Show the Cycle"));
}

void LocksPage::showCount()
{
    if (!m_situation)
        return emit countChanged(-1, Severity::None);
    const sessions::Thresholds thresholds;
    const bool tooLong = std::ranges::any_of(m_situation->graph.waits, [&](const auto &wait) {
        const auto age = locks::waited(wait, *m_situation->snapshot);
        return age && *age > thresholds.lockWait;
    });
    const bool critical = tooLong || !m_situation->graph.cycles.empty();
    emit countChanged(m_situation->waiting, critical                    ? Severity::Critical
                                            : m_situation->waiting == 0 ? Severity::None
                                                                        : Severity::Warning);
}

void LocksPage::showEmptyState()
{
    const bool empty = !m_situation || m_situation->graph.nodes.empty();
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (m_situation)
        m_empty->setState(tr("Nobody waits for a lock."), ageText(), tr("Show All Sessions"));
    else
        m_empty->setState(m_status.state == base::ServerState::Connecting
                              ? tr("Connecting. The locks appear with the first answer.")
                              : tr("Nothing is known of the locks of this server."),
                          base::visibleText(m_status.reason.message), {});
}

// What is painted in muted ink says since when it is not true any more.
QString LocksPage::ageText() const
{
    if (m_status.state == base::ServerState::Live || !m_situation)
        return {};
    return tr("Not current: this is how it was at %1.")
        .arg(sessions::absoluteTime(m_situation->snapshot->takenAt));
}

void LocksPage::showAge()
{
    m_views->setAgeNotice(ageText());
}

void LocksPage::showStatus(const base::ServerStatus &status)
{
    m_status = status;
    const bool stale = status.state != base::ServerState::Live;
    m_roots->setStale(stale);
    m_views->setStale(stale);
    updateBlocked();
    showAge();
    showEmptyState();
}

void LocksPage::setActionsBlocked(const QString &reason)
{
    m_blocked = reason;
    updateBlocked();
}

// An overdue answer does not hinder the other connection from acting.
void LocksPage::updateBlocked()
{
    const bool reachable =
        m_status.state == base::ServerState::Live || m_status.state == base::ServerState::Stale;
    const QString reason = reachable ? m_blocked : tr("There is no connection to the server.");
    if (reason == m_actions->blocked())
        return;
    m_actions->setBlocked(reason);
    m_roots->setBlocked(reason);
}

void LocksPage::setCompactRows(bool compact)
{
    m_views->setCompact(compact);
}

void LocksPage::subjectChanged()
{
    m_selected.reset();
    m_untouched = true;
    m_detail->clear();
    head()->filterLine()->clear();
    forgetDeadlocks();
    showSituation({});
}

bool LocksPage::lead(const std::optional<Session::Key> &session)
{
    if (!m_situation)
        return false;
    std::optional<NodeKey> node;
    if (session)
        node = nodeOf(*m_situation, *session);
    else if (m_roots->model()->rowCount() > 0)
        node = m_roots->roots().row(0).node;
    if (!node)
        return false;
    if (!m_views->shows(*node))
        head()->filterLine()->clear();
    m_selected = node;
    m_untouched = false;
    spreadSelection();
    return true;
}

void LocksPage::goToCycle()
{
    if (!m_situation || m_situation->graph.cycles.empty())
        return;
    choose(m_situation->graph.nodes[size_t(m_situation->graph.cycles.front().front())].key);
    m_views->currentView()->setFocus();
}

void LocksPage::showDeadlock(const locks::DeadlockEvent &event)
{
    m_deadlocks.push_back(event);
    if (m_deadlocks.size() > MostDeadlocks)
        m_deadlocks.erase(m_deadlocks.begin());
    QString text =
        tr("%1; the server ended a statement to resolve it.", "1 deadlock in orders at …")
            .arg(deadlockEventText(event));
    if (m_deadlocks.size() > 1)
        text += u' ' + tr("There were others before.");
    m_resolved->setNotice(text, tr("Show…"));
}

void LocksPage::forgetDeadlocks()
{
    m_deadlocks.clear();
    m_resolved->setNotice({}, {});
}

void LocksPage::openDeadlocks()
{
    auto *dialog = new DeadlockDialog(m_deadlocks, m_repository, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void LocksPage::showFullQuery(const Session::Key &key, const QString &text)
{
    m_detail->showFullQuery(key, text);
}

void LocksPage::showLocks(const Session::Key &key, const snapshot::SessionLocks &locks)
{
    m_detail->showLocks(key, locks);
}

QList<QAction *> LocksPage::panelActions() const
{
    return m_actions->all();
}

void LocksPage::showMenu(const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"nodeMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addActions(m_actions->all());
    menu->popup(globalPosition);
}

QString LocksPage::helpText() const
{
    return tr("At the left stand the root blockers: they make others wait and wait for nobody. The "
              "first is the one whose end frees most sessions. The graph and the tree show the "
              "same: at the left or at the top the roots, then who waits for them, and so on. A "
              "session with several blockers says so; a deadlock is marked.\n\n"
              "Delete cancels the statement of the selected session, Shift+Delete terminates it, "
              "both after a confirmation. Arrow left and right fold the tree.\n\n"
              "Modes of locks on tables:\n%1")
        .arg(conflictHelp());
}

} // namespace ui
