// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockdetail.h"

#include "activity/activitytext.h"
#include "activity/lockfacts.h"
#include "activity/sessionactions.h"
#include "activity/sessionsheet.h"
#include "base/plaintext.h"
#include "locks/conflictdialog.h"
#include "locks/detailtable.h"
#include "locks/lockstext.h"
#include "locks/nodeactions.h"
#include "locks/objecttext.h"
#include "locks/preparedsheet.h"
#include "widgets/badge.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;
using snapshot::Session;

namespace {

const QString OfSession = u"session"_s;
const QString OnObject = u"object"_s;

const Session *findSession(const snapshot::Snapshot &snapshot, const Session::Key &key)
{
    const auto at = std::ranges::find(snapshot.sessions, key, &Session::key);
    return at == snapshot.sessions.end() ? nullptr : &*at;
}

} // namespace

LockDetail::LockDetail(KSyntaxHighlighting::Repository &repository, const NodeActions &actions,
                       QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_title(new PlainLabel)
    , m_state(new Badge)
    , m_mark(new Badge)
    , m_sections(new ChipBar)
    , m_pages(new QStackedWidget)
    , m_sheet(new SessionSheet(repository))
    , m_prepared(new PreparedSheet)
    , m_subject(new ChipBar)
    , m_lockNote(new PlainLabel)
    , m_locks(new locks::LockListModel(this))
    , m_waits(new locks::WaitListModel(this))
    , m_lockTable(makeLockTable(m_locks, u"lockList"_s, tr("Locks")))
    , m_waitTable(
          makeLockTable(m_waits, u"waitList"_s, tr("Whom the session waits for and blocks")))
{
    setObjectName(u"lockDetail"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    buildHead(actions);
    m_pages->addWidget(m_sheet);
    m_pages->addWidget(buildLocks());
    m_pages->addWidget(m_waitTable);
    m_pages->addWidget(m_prepared);
    m_card->body()->addWidget(m_pages, 1);
    connect(m_sheet, &SessionSheet::fullQueryWanted, this, &LockDetail::fullQueryWanted);
    connect(m_sections, &ChipBar::chosen, this, &LockDetail::chooseSection);
    connect(m_subject, &ChipBar::chosen, this, &LockDetail::chooseSubject);
    clear();
}

void LockDetail::buildHead(const NodeActions &actions)
{
    m_title->setObjectName(u"detailTitle"_s);
    QFont strong = m_title->font();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    m_state->setObjectName(u"detailState"_s);
    m_mark->setObjectName(u"detailMark"_s);
    m_sections->setObjectName(u"detailSections"_s);
    m_sections->setAccessibleName(tr("Sections"));
    m_sections->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_cancel = actionButton(actions.cancel());
    m_terminate = actionButton(actions.terminate());
    m_rollBack = actionButton(actions.rollBack());
    m_terminate->setProperty("kind", u"destructive"_s);
    m_rollBack->setProperty("kind", u"destructive"_s);
    QHBoxLayout *head = m_card->head();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_state, m_mark})
        head->addWidget(widget);
    head->addStretch(1);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_sections, m_cancel, m_terminate, m_rollBack})
        head->addWidget(widget);
}

QWidget *LockDetail::buildLocks()
{
    m_subject->setObjectName(u"lockSubject"_s);
    m_subject->setAccessibleName(tr("Which locks"));
    m_subject->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_lockNote->setObjectName(u"lockNote"_s);
    m_lockNote->setMuted(true);
    auto *help = new QPushButton(tr("Lock Modes…"));
    help->setObjectName(u"lockModes"_s);
    help->setProperty("kind", u"flat"_s);
    help->setToolTip(tr("Shows which lock modes conflict."));
    connect(help, &QPushButton::clicked, this, &LockDetail::openConflicts);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(metrics::CardPadding, 4, metrics::CardPadding, 0);
    line->setSpacing(12);
    line->addWidget(m_subject);
    line->addWidget(m_lockNote, 1);
    line->addWidget(help);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_lockTable, 1);
    return page;
}

void LockDetail::clear()
{
    m_node.reset();
    m_fetched.reset();
    m_situation.reset();
    m_title->setVisibleText(tr("No session selected"));
    m_state->setBadge({}, Severity::None);
    m_mark->setBadge({}, Severity::None);
    m_sheet->clear();
    m_sheet->showNote(tr("Select a session to see its statement, its locks and its waits."));
    m_locks->setLocks({}, {});
    m_waits->setNode({}, {});
    m_sections->setCurrent(QString::number(QuerySection));
    showSections();
}

std::optional<Session::Key> LockDetail::sessionKey() const
{
    if (!m_node || m_node->pid == 0)
        return {};
    return Session::Key{m_node->pid, m_node->backendStart};
}

void LockDetail::showNode(const locks::SituationPtr &situation, const std::optional<NodeKey> &node)
{
    if (!situation || (!node && !m_node))
        return clear();
    const bool other = node && node != m_node;
    m_situation = situation;
    if (other) {
        m_node = node;
        m_fetched.reset();
    }
    const int number = situation->find(*m_node);
    locks::NodeFacts facts;
    if (number >= 0)
        facts = factsOf(situation->graph.nodes[size_t(number)], *situation->snapshot);
    else if (const auto key = sessionKey())
        facts.session = findSession(*situation->snapshot, *key);
    if (other)
        m_sheet->clear();
    if (facts.session || facts.prepared)
        showFacts(facts);
    else
        showGone();
    m_waits->setNode(situation, *m_node);
    showLockList();
    m_lockTable->viewport()->update(); // every age is another one now
    m_waitTable->viewport()->update();
    if (other)
        showPlace();
}

void LockDetail::showFacts(const locks::NodeFacts &facts)
{
    const base::Timestamp now = m_situation->snapshot->takenAt;
    const QString blocks = blocksText(*m_situation, *m_node);
    if (facts.prepared) {
        m_title->setVisibleText(tr("Prepared transaction “%1”").arg(facts.prepared->gid), 80);
        m_state->setBadge(tr("prepared"), Severity::Warning);
        m_mark->setBadge({}, Severity::None);
        return m_prepared->showPrepared(*facts.prepared, now, blocks);
    }
    const Session &session = *facts.session;
    m_title->setVisibleText(tr("Session %1").arg(session.pid));
    const auto judged = severity(session, sessions::StateAgeColumn, now, sessions::Thresholds{});
    m_state->setBadge(session.isHidden() ? tr("hidden") : QString(stateText(session.state)),
                      stateMark(session, judged));
    m_mark->setBadge(session.isClient() || session.isHidden()
                         ? QString()
                         : base::visibleText(session.backendType, 60),
                     Severity::None);
    m_sheet->showSession(session, now);
    const QString blockers = blockedByText(*m_situation, *m_node);
    if (!blocks.isEmpty())
        m_sheet->setExtraFact(tr("Waiting for it"), blocks, Severity::Critical);
    else
        m_sheet->setExtraFact(tr("Blocked by"), blockers, Severity::Critical);
}

void LockDetail::showGone()
{
    m_state->setBadge(tr("ended"), Severity::None);
    m_mark->setBadge({}, Severity::None);
    if (m_node->pid == 0)
        return m_prepared->showGone();
    if (!m_sheet->session())
        m_title->setVisibleText(tr("Session %1").arg(m_node->pid));
    m_sheet->setExtraFact({}, {}, Severity::None);
    m_sheet->showNote(m_sheet->session()
                          ? tr("This session has ended; this is what was last seen of it.")
                          : tr("Nothing is known of this session but its locks."));
}

void LockDetail::showSections()
{
    const bool prepared = m_node && m_node->pid == 0;
    const int held = int(std::ranges::count_if(
        m_locks->rows(), [](const locks::LockRow &row) { return row.lock.granted; }));
    const bool ofSession = m_subject->current() != OnObject;
    const auto heldCount = m_fetched || prepared ? std::optional(held) : std::nullopt;
    const auto first = prepared ? PreparedSection : QuerySection;
    m_sections->setChips(
        {{QString::number(first), prepared ? tr("Transaction") : tr("Query"), {}},
         {QString::number(LocksSection), ofSession ? tr("Locks held") : tr("Locks"),
          ofSession ? heldCount : std::optional(m_locks->rowCount())},
         {QString::number(WaitsSection), tr("Waits"), m_waits->rowCount()}});
    m_sections->setVisible(m_node.has_value());
    m_cancel->setVisible(m_node && !prepared);
    m_terminate->setVisible(m_node && !prepared);
    m_rollBack->setVisible(prepared);
    m_pages->setCurrentIndex(m_sections->current().toInt());
}

void LockDetail::chooseSection(const QString &id)
{
    m_pages->setCurrentIndex(id.toInt());
    showPlace();
}

void LockDetail::chooseSubject(const QString &)
{
    showLockList();
}

// Reading all locks of a session costs the server something: only when somebody looks.
void LockDetail::showPlace()
{
    const auto key = sessionKey();
    if (m_sections->current().toInt() == LocksSection && key && !m_fetched)
        emit locksWanted(*key);
}

void LockDetail::showLockList()
{
    const auto target = targetAt(*m_situation, *m_node);
    std::vector<Chip> chips{
        {OfSession, m_node->pid == 0 ? tr("of this transaction") : tr("of this session"), {}}};
    if (target)
        chips.push_back({OnObject,
                         tr("on %1").arg(base::visibleText(
                             locks::objectText(*target, *m_situation->snapshot), 60)),
                         {}});
    m_subject->setChips(chips);
    if (m_subject->current() == OnObject && target) {
        m_locks->setLocks(locks::locksOn(*target, *m_situation->snapshot), m_situation->snapshot);
        m_lockNote->setText(tr("All who hold or await a lock on it."));
    } else if (m_fetched) {
        m_locks->setLocks(m_fetched->locks, m_fetched);
        m_lockNote->setText(m_fetchedNote);
    } else {
        m_locks->setLocks(contendedLocks(*m_situation, *m_node), m_situation->snapshot);
        m_lockNote->setText(tr("Only the locks that somebody waits for."));
    }
    showSections();
}

void LockDetail::showFullQuery(const Session::Key &key, const QString &text)
{
    m_sheet->showFullQuery(key, text);
}

void LockDetail::showLocks(const Session::Key &key, const snapshot::SessionLocks &read)
{
    if (sessionKey() != key || !m_situation)
        return;
    const snapshot::Snapshot &now = *m_situation->snapshot;
    auto fetched = std::make_shared<snapshot::Snapshot>();
    fetched->takenAt = now.takenAt;
    fetched->sessions = now.sessions;
    fetched->databases = now.databases;
    fetched->objects = read.names;
    fetched->locks = read.locks;
    const QString time = sessions::absoluteTime(now.takenAt);
    if (!read.problem.isEmpty())
        m_fetchedNote = tr("Its locks could not be read: %1").arg(base::visibleText(read.problem));
    else if (read.cut)
        m_fetchedNote =
            tr("The first %1 of its %2 locks, read at %3.")
                .arg(QLocale().toString(read.locks.size()), QLocale().toString(read.total), time);
    else
        m_fetchedNote = tr("All its locks, read at %1.").arg(time);
    m_fetched = fetched;
    showLockList();
}

void LockDetail::openConflicts()
{
    auto *dialog = new ConflictDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace ui
