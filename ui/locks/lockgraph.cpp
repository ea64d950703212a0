// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockgraph.h"

#include "base/plaintext.h"
#include "locks/graphwords.h"
#include "locks/lockexport.h"
#include "widgets/graphview.h"

#include <QAction>
#include <QFileDialog>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;

namespace {

constexpr qreal ZoomStep = 1.25;
constexpr size_t KeptIds = 20000; // those of long ago are forgotten beyond

} // namespace

LockGraph::LockGraph(QWidget *parent)
    : QWidget(parent)
    , m_view(new GraphView(this))
{
    m_view->setObjectName(u"lockGraphView"_s);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins({});
    box->addWidget(m_view);
    setFocusProxy(m_view);
    m_view->setTipMaker([this](int node, int edge) { return tipFor(node, edge); });
    connect(m_view, &GraphView::currentChanged, this, &LockGraph::takeCurrent);
    connect(m_view, &GraphView::toggled, this, &LockGraph::toggle);
    connect(m_view, &GraphView::menuRequested, this, [this](int drawn, const QPoint &position) {
        emit menuRequested(*keyOf(drawn), position);
    });
    makeActions();
    describe();
}

LockGraph::~LockGraph() = default;

QAction *LockGraph::addViewAction(const QString &name, const QString &text,
                                  const QList<QKeySequence> &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_actions << action;
    return action;
}

void LockGraph::makeActions()
{
    const QKeySequence equal(Qt::CTRL | Qt::Key_Equal); // Ctrl++ without Shift
    connect(
        addViewAction(u"zoomIn"_s, tr("Zoom In"), {QKeySequence(Qt::CTRL | Qt::Key_Plus), equal}),
        &QAction::triggered, m_view, [this] { m_view->zoomBy(ZoomStep); });
    connect(addViewAction(u"zoomOut"_s, tr("Zoom Out"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)}),
            &QAction::triggered, m_view, [this] { m_view->zoomBy(1 / ZoomStep); });
    connect(addViewAction(u"fit"_s, tr("Show Whole Graph"), {QKeySequence(Qt::CTRL | Qt::Key_0)}),
            &QAction::triggered, m_view, &GraphView::fit);
    connect(addViewAction(u"arrangeAnew"_s, tr("Arrange Anew")), &QAction::triggered, this,
            [this] { rebuild(true); });
    m_expandAll = addViewAction(u"expandAll"_s, tr("Expand All"));
    m_collapseAll = addViewAction(u"collapseAll"_s, tr("Collapse All"));
    connect(m_expandAll, &QAction::triggered, this, [this] { setAllExpanded(true); });
    connect(m_collapseAll, &QAction::triggered, this, [this] { setAllExpanded(false); });
    connect(addViewAction(u"exportSvg"_s, tr("Export as SVG…")), &QAction::triggered, this,
            [this] { askPath(true); });
    connect(addViewAction(u"exportPng"_s, tr("Export as PNG…")), &QAction::triggered, this,
            [this] { askPath(false); });
    enableActions();
}

void LockGraph::enableActions()
{
    const bool any = !m_folded.nodes.empty();
    for (QAction *action : m_actions)
        action->setEnabled(any);
    m_expandAll->setEnabled(!std::ranges::all_of(m_folded.folds, &locks::Fold::expanded));
    m_collapseAll->setEnabled(std::ranges::any_of(m_folded.folds, &locks::Fold::expanded));
}

void LockGraph::showSituation(const locks::SituationPtr &situation)
{
    m_words.reset(); // it looks into the one before
    m_situation = situation;
    rebuild(false);
}

void LockGraph::rebuild(bool anew)
{
    m_words.reset();
    m_folded = {};
    if (!m_situation) {
        m_layout = {};
        m_view->setPicture({});
    } else {
        m_folded = locks::foldedGraph(*m_situation, m_expanded);
        const locks::LayoutInput input = layoutInput(m_folded, m_situation->graph);
        m_layout = anew ? locks::arrange(input) : locks::layOut(input, m_layout);
        m_words = std::make_unique<GraphWords>(*m_situation, m_folded);
        m_view->setPicture(pictureOf());
    }
    showSelected(false);
    applySearch();
    enableActions();
}

quint64 LockGraph::idOf(const locks::DrawnKey &key)
{
    const auto [known, isNew] = m_ids.try_emplace(key, m_lastId + 1);
    m_lastId += isNew ? 1 : 0;
    return known->second;
}

GraphPicture LockGraph::pictureOf()
{
    if (m_ids.size() > KeptIds)
        m_ids.clear();
    return graphPicture(*m_words, m_folded, m_layout,
                        [this](const locks::DrawnKey &key) { return idOf(key); });
}

std::optional<NodeKey> LockGraph::keyOf(int drawn) const
{
    if (drawn < 0)
        return {};
    const locks::DrawnNode &node = m_folded.nodes[size_t(drawn)];
    const int index = node.isFold() ? m_folded.folds[size_t(node.fold)].members.front() : node.node;
    return m_situation->graph.nodes[size_t(index)].key;
}

void LockGraph::select(const std::optional<NodeKey> &key)
{
    if (m_selected == key)
        return;
    m_selected = key;
    showSelected(true);
}

// A fold stays chosen when the member that stood for it has gone; then its first one stands for it.
void LockGraph::showSelected(bool reveal)
{
    const int node = m_situation && m_selected ? m_situation->find(*m_selected) : -1;
    if (node >= 0) {
        const int drawn = locks::drawnIndexes(m_folded, m_situation->graph)[size_t(node)];
        m_view->setCurrent(drawn);
        if (drawn >= 0 && reveal)
            m_view->reveal(drawn);
    } else if (reveal || m_view->current() < 0) {
        m_view->setCurrent(-1);
    } else if (const auto key = keyOf(m_view->current()); key != m_selected) {
        m_selected = key;
        emit selectionChanged(m_selected);
    }
    describe();
}

void LockGraph::takeCurrent(int drawn)
{
    m_selected = keyOf(drawn);
    describe();
    emit selectionChanged(m_selected);
}

void LockGraph::describe()
{
    const int current = m_view->current();
    const QString what = tr("Who blocks whom");
    m_view->setAccessibleName(
        current < 0 || !m_words
            ? tr("%1, nothing selected").arg(what)
            : tr("%1: %2").arg(what, m_words->spoken(m_folded.nodes[size_t(current)])));
    m_view->setAccessibleDescription(
        tr("Left goes to a blocker, Right to a waiter, Up and Down in the column, Home to the "
           "biggest root; Enter expands or collapses."));
}

void LockGraph::toggle(int drawn)
{
    const int fold = m_folded.nodes[size_t(drawn)].fold;
    if (fold < 0)
        return;
    const locks::FoldKey key = m_folded.folds[size_t(fold)].key;
    if (m_expanded.erase(key) == 0)
        m_expanded.insert(key);
    rebuild(false);
    if (m_view->current() >= 0)
        m_view->reveal(m_view->current());
}

void LockGraph::setAllExpanded(bool expanded)
{
    m_expanded.clear();
    for (const locks::Fold &fold : m_folded.folds) {
        if (expanded)
            m_expanded.insert(fold.key);
    }
    rebuild(false);
}

void LockGraph::setStale(bool stale)
{
    m_view->setStale(stale);
}

void LockGraph::setSearch(const QString &text)
{
    m_search = text;
    applySearch();
}

void LockGraph::applySearch()
{
    if (m_search.isEmpty() || !m_words) {
        m_view->setMatches({});
        return;
    }
    std::vector<bool> matches(m_folded.nodes.size());
    const std::vector<int> drawn = locks::drawnIndexes(m_folded, m_situation->graph);
    for (size_t node = 0; node < drawn.size(); ++node) {
        if (drawn[node] >= 0 && !matches[size_t(drawn[node])])
            matches[size_t(drawn[node])] = m_words->holds(int(node), m_search);
    }
    m_view->setMatches(std::move(matches));
}

void LockGraph::showNextMatch(bool backwards)
{
    m_view->showNextMatch(backwards);
}

QString LockGraph::tipFor(int node, int edge) const
{
    if (!m_words)
        return {};
    return node >= 0 ? m_words->tip(m_folded.nodes[size_t(node)])
                     : m_words->tip(m_folded.edges[size_t(edge)]);
}

void LockGraph::askPath(bool svg)
{
    auto *dialog = new QFileDialog(this, svg ? tr("Export as SVG") : tr("Export as PNG"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(svg ? u"svg"_s : u"png"_s);
    dialog->setNameFilter(svg ? tr("SVG pictures (*.svg)") : tr("PNG pictures (*.png)"));
    // What was asked for is what is saved, however long the dialog stays open.
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, svg, shown = m_situation](const QString &path) { save(shown, path, svg); });
    dialog->open();
}

void LockGraph::save(const locks::SituationPtr &situation, const QString &path, bool svg)
{
    const auto done = svg ? exportLockSvg(situation, path) : exportLockPng(situation, path);
    if (done)
        emit exported(tr("Saved as %1.").arg(base::visibleText(path)), Severity::Info);
    else
        emit exported(done.error().message, Severity::Warning);
}

} // namespace ui
