// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockviews.h"

#include "activity/tablenotice.h"
#include "locks/lockgraph.h"
#include "locks/lockstext.h"
#include "locks/waittreeview.h"
#include "sessions/stategroup.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/chipbutton.h"
#include "widgets/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;

namespace {

const QString GraphId = u"graph"_s;
const QString TreeId = u"tree"_s;

} // namespace

LockViews::LockViews(QWidget *parent)
    : QWidget(parent)
    , m_card(new Card)
    , m_graph(new LockGraph)
    , m_tree(new WaitTreeView)
    , m_switch(new ChipBar)
    , m_views(new QStackedWidget)
    , m_summary(new PlainLabel)
    , m_menu(new QMenu(tr("View"), this))
    , m_age(new TableNotice(Severity::Warning))
    , m_exported(new TableNotice(Severity::Info))
    , m_hidden(new TableNotice(Severity::Info))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_views->setObjectName(u"locksViews"_s);
    m_views->addWidget(m_graph);
    m_views->addWidget(m_tree);
    m_age->setObjectName(u"ageNotice"_s);
    m_exported->setObjectName(u"exportNotice"_s);
    m_hidden->setObjectName(u"hiddenNotice"_s);
    buildHead();
    fillMenu();
    m_card->body()->addWidget(m_age);
    m_card->body()->addWidget(m_exported);
    m_card->body()->addWidget(m_views, 1);
    m_card->body()->addWidget(m_hidden);
    connect(m_graph, &LockGraph::selectionChanged, this, &LockViews::selectedChanged);
    connect(m_graph, &LockGraph::menuRequested, this, &LockViews::menuRequested);
    connect(m_graph, &LockGraph::exported, this, [this](const QString &message, Severity severity) {
        m_exported->setSeverity(severity);
        m_exported->setNotice(message);
    });
    connect(m_tree, &WaitTreeView::selectedChanged, this, &LockViews::selectedChanged);
    connect(this, &LockViews::selectedChanged, m_exported, [this] { m_exported->setNotice({}); });
    connect(m_tree, &WaitTreeView::menuRequested, this, &LockViews::menuRequested);
    connect(m_views, &QStackedWidget::currentChanged, this,
            [this](int view) { m_switch->setCurrent(view == 0 ? GraphId : TreeId); });
    connect(m_switch, &ChipBar::chosen, this,
            [this](const QString &id) { m_views->setCurrentIndex(id == GraphId ? 0 : 1); });
}

void LockViews::buildHead()
{
    auto *title = new PlainLabel(tr("Who blocks whom"));
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    m_switch->setObjectName(u"viewSwitch"_s);
    m_switch->setAccessibleName(tr("View"));
    m_switch->setChips({{GraphId, tr("Graph"), {}}, {TreeId, tr("Tree"), {}}});
    m_switch->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_summary->setObjectName(u"situation"_s);
    m_summary->setMuted(true);
    auto *menu = new ChipButton(tr("view"));
    menu->setObjectName(u"viewChip"_s);
    menu->setMenu(m_menu);
    QHBoxLayout *line = m_card->head();
    line->addWidget(title);
    line->addWidget(m_switch);
    line->addStretch(1);
    line->addWidget(m_summary);
    line->addWidget(menu);
}

void LockViews::fillMenu()
{
    m_menu->setObjectName(u"viewMenu"_s);
    m_menu->addActions(m_graph->viewActions());
    m_menu->addSeparator();
    m_menu->addAction(tr("Fold the Tree"), m_tree, [this] { m_tree->foldAll(true); });
    m_menu->addAction(tr("Open the Tree"), m_tree, [this] { m_tree->foldAll(false); });
    m_menu->addAction(tr("Copy the Tree as Text"), this, &LockViews::copyTree);
}

void LockViews::copyTree() const
{
    QGuiApplication::clipboard()->setText(m_tree->asText());
}

void LockViews::addNodeActions(const QList<QAction *> &actions)
{
    QWidget *graph = m_graph->focusProxy() ? m_graph->focusProxy() : m_graph;
    graph->addActions(actions);
    m_tree->addActions(actions);
}

void LockViews::showSituation(const locks::SituationPtr &situation)
{
    m_graph->showSituation(situation);
    m_tree->showSituation(situation);
    m_summary->setText(situation ? situationText(*situation) : QString());
    showHidden(situation);
}

void LockViews::showHidden(const locks::SituationPtr &situation)
{
    const int hidden = situation ? situation->snapshot->hiddenSessions : 0;
    if (hidden == 0)
        return m_hidden->setNotice({});
    m_hidden->setNotice(
        tr("Locks are seen of all sessions, but what %n of them do is hidden: needs "
           "pg_read_all_stats. A superuser can grant it:",
           nullptr, hidden),
        sessions::grantForHidden(*situation->snapshot));
}

void LockViews::select(const std::optional<NodeKey> &node)
{
    m_graph->select(node);
    m_tree->select(node);
}

void LockViews::setSearch(const QString &text)
{
    m_graph->setSearch(text);
    m_tree->setSearch(text);
}

void LockViews::showNextMatch()
{
    if (m_views->currentWidget() == m_graph)
        m_graph->showNextMatch();
    else
        m_tree->setFocus();
}

void LockViews::setStale(bool stale)
{
    m_graph->setStale(stale);
    m_tree->setStale(stale);
}

void LockViews::setCompact(bool compact)
{
    m_tree->setCompact(compact);
}

void LockViews::setAgeNotice(const QString &sentence)
{
    m_age->setNotice(sentence);
}

QWidget *LockViews::currentView() const
{
    return m_views->currentWidget();
}

bool LockViews::shows(const NodeKey &node) const
{
    return m_tree->tree().firstRowOf(node) >= 0;
}

} // namespace ui
