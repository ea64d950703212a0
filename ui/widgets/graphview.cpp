// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphview.h"

#include "widgets/graphgeometry.h"
#include "widgets/graphitem.h"
#include "widgets/graphwalk.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace ui {

namespace {

constexpr qreal SmallestZoom = 0.02;
constexpr qreal LargestZoom = 3;
constexpr qreal SmallestOwnZoom = 0.7; // below, texts are hard to read: better a part of it
constexpr qreal WheelStep = 1.0015;    // to the power of an eighth of a degree
constexpr qreal EdgeTolerance = 5;     // pixels on the screen
constexpr int RevealMargin = 24;
constexpr qreal StaleOpacity = 0.6;

} // namespace

GraphView::GraphView(QWidget *parent)
    : QGraphicsView(parent)
    , m_item(new GraphItem)
{
    setScene(new QGraphicsScene(this));
    scene()->setItemIndexMethod(QGraphicsScene::NoIndex); // there is one item
    scene()->addItem(m_item);
    setFrameShape(QFrame::NoFrame);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setViewportUpdateMode(SmartViewportUpdate);
    setOptimizationFlag(DontSavePainterState);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->grabGesture(Qt::PinchGesture);
    for (const QScrollBar *bar : {horizontalScrollBar(), verticalScrollBar()})
        connect(bar, &QScrollBar::actionTriggered, this, [this] { m_moved = true; });
    wear();
}

const GraphPicture &GraphView::picture() const
{
    return m_item->picture();
}

void GraphView::setPicture(GraphPicture picture)
{
    const std::optional id =
        m_current >= 0 ? std::optional(this->picture().nodes[size_t(m_current)].id) : std::nullopt;
    if (this->picture().nodes.empty())
        m_moved = false; // another graph than the one that somebody zoomed
    m_item->setPicture(std::move(picture));
    m_current = id ? this->picture().find(*id) : -1;
    m_item->setCurrent(m_current, hasFocus());
    setSceneRect(m_item->boundingRect());
    fitAlone();
    if (viewport()->underMouse())
        m_item->setHovered(nodeAt(viewport()->mapFromGlobal(QCursor::pos())));
}

void GraphView::setStale(bool stale)
{
    m_item->setOpacity(stale ? StaleOpacity : 1);
}

void GraphView::setCurrent(int node)
{
    m_current = node;
    m_item->setCurrent(node, hasFocus());
}

void GraphView::choose(int node)
{
    if (node == m_current)
        return;
    setCurrent(node);
    emit currentChanged(node);
}

void GraphView::open(int node)
{
    if (picture().nodes[size_t(node)].foldable)
        emit toggled(node);
    else
        emit activated(node);
}

void GraphView::reveal(int node)
{
    const QPoint before(horizontalScrollBar()->value(), verticalScrollBar()->value());
    ensureVisible(picture().nodes[size_t(node)].rect, RevealMargin, RevealMargin);
    if (before != QPoint(horizontalScrollBar()->value(), verticalScrollBar()->value()))
        m_moved = true;
}

void GraphView::setMatches(std::optional<std::vector<bool>> matches)
{
    m_item->setMatches(std::move(matches));
}

void GraphView::showNextMatch(bool backwards)
{
    const int next = m_item->matches() ? nextMatch(*m_item->matches(), m_current, backwards) : -1;
    if (next < 0)
        return;
    choose(next);
    reveal(next);
}

void GraphView::setZoom(qreal zoom)
{
    const qreal smallest = std::min(SmallestOwnZoom, std::max(SmallestZoom, fittingZoom()));
    zoom = std::clamp(zoom, smallest, LargestZoom);
    setTransform(QTransform::fromScale(zoom, zoom));
}

void GraphView::zoomBy(qreal factor)
{
    m_moved = true;
    setZoom(transform().m11() * factor);
}

qreal GraphView::fittingZoom() const
{
    const QRectF all = sceneRect();
    const QSize room = maximumViewportSize();
    if (all.isEmpty())
        return 1;
    return std::min({1.0, room.width() / all.width(), room.height() / all.height()});
}

void GraphView::fit()
{
    m_moved = true;
    setZoom(fittingZoom());
    centerOn(0, 0);
}

void GraphView::fitAlone()
{
    if (m_moved)
        return;
    setZoom(std::max(SmallestOwnZoom, fittingZoom()));
    horizontalScrollBar()->setValue(horizontalScrollBar()->minimum());
    verticalScrollBar()->setValue(verticalScrollBar()->minimum());
}

void GraphView::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event);
    fitAlone();
}

void GraphView::showEvent(QShowEvent *event)
{
    QGraphicsView::showEvent(event);
    fitAlone();
}

void GraphView::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    const auto type = event->type();
    if (m_item && (type == QEvent::PaletteChange || type == QEvent::FontChange))
        wear();
}

void GraphView::wear()
{
    const Tokens &colours = tokens(palette());
    setBackgroundBrush(colours.surface);
    m_item->wear(font(), colours);
}

int GraphView::nodeAt(const QPoint &position) const
{
    return m_item->nodeAt(mapToScene(position));
}

bool GraphView::isOnChevron(int node, const QPoint &position) const
{
    const GraphNode &box = picture().nodes[size_t(node)];
    return box.foldable && chevronRect(box).contains(mapToScene(position));
}

bool GraphView::showTip(const QPoint &position, const QPoint &global)
{
    const int node = nodeAt(position);
    const qreal tolerance = EdgeTolerance / transform().m11();
    const int edge = node < 0 ? m_item->edgeAt(mapToScene(position), tolerance) : -1;
    if (!m_tips || (node < 0 && edge < 0)) {
        QToolTip::hideText();
        return true;
    }
    const QRect area = node < 0 ? QRect(position - QPoint(4, 4), QSize(9, 9))
                                : mapFromScene(picture().nodes[size_t(node)].rect).boundingRect();
    QToolTip::showText(global, m_tips(node, edge), viewport(), area);
    return true;
}

bool GraphView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        return showTip(help->pos(), help->globalPos());
    }
    if (event->type() == QEvent::Leave)
        m_item->setHovered(-1);
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture)
            zoomBy(1 + gesture->value());
    }
    if (event->type() == QEvent::Gesture) {
        const auto *pinch = static_cast<QGestureEvent *>(event)->gesture(Qt::PinchGesture);
        if (pinch)
            zoomBy(static_cast<const QPinchGesture *>(pinch)->scaleFactor());
    }
    return QGraphicsView::viewportEvent(event);
}

void GraphView::wheelEvent(QWheelEvent *event)
{
    m_moved = true;
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    setTransformationAnchor(AnchorUnderMouse);
    zoomBy(std::pow(WheelStep, event->angleDelta().y()));
    setTransformationAnchor(AnchorViewCenter);
    event->accept();
}

void GraphView::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const int node = nodeAt(position);
    const bool middle = event->button() == Qt::MiddleButton;
    if (middle || (event->button() == Qt::LeftButton && node < 0)) {
        m_panning = true;
        m_dragged = false;
        m_panFrom = position;
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (node < 0)
        return;
    choose(node);
    if (event->button() == Qt::LeftButton && isOnChevron(node, position))
        emit toggled(node);
}

void GraphView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (!m_panning) {
        m_item->setHovered(nodeAt(position));
        return;
    }
    const QPoint by = position - m_panFrom;
    if (!m_dragged && by.manhattanLength() < QApplication::startDragDistance())
        return;
    m_dragged = true;
    m_panFrom = position;
    pan(by);
}

void GraphView::pan(const QPoint &by)
{
    m_moved = true;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
}

void GraphView::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_panning)
        return;
    m_panning = false;
    viewport()->unsetCursor();
    if (!m_dragged && event->button() == Qt::LeftButton)
        choose(-1);
}

void GraphView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const int node = nodeAt(position);
    if (event->button() != Qt::LeftButton || node < 0)
        return;
    choose(node);
    const GraphNode &box = picture().nodes[size_t(node)];
    if (box.stack || isOnChevron(node, position))
        emit toggled(node);
    else
        emit activated(node);
}

void GraphView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int node = byKey ? m_current : nodeAt(event->pos());
    if (node < 0)
        return;
    choose(node);
    if (byKey)
        reveal(node);
    const QPointF corner = picture().nodes[size_t(node)].rect.bottomLeft();
    const QPoint global =
        byKey ? viewport()->mapToGlobal(mapFromScene(corner)) : event->globalPos();
    emit menuRequested(node, global);
    event->accept();
}

bool GraphView::handleKey(int key, bool shift)
{
    static const QHash<int, GraphStep> steps{{Qt::Key_Left, GraphStep::Left},
                                             {Qt::Key_Right, GraphStep::Right},
                                             {Qt::Key_Up, GraphStep::Up},
                                             {Qt::Key_Down, GraphStep::Down}};
    int next = -1;
    if (key == Qt::Key_F3) {
        showNextMatch(shift);
        return true;
    }
    if (steps.contains(key))
        next = m_current < 0 ? 0 : neighbour(picture(), m_current, steps.value(key));
    else if (key == Qt::Key_Home)
        next = 0;
    else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current >= 0)
        open(m_current);
    else
        return false;
    if (next >= 0) {
        choose(next);
        reveal(next);
    }
    return true;
}

void GraphView::keyPressEvent(QKeyEvent *event)
{
    const Qt::KeyboardModifiers others = event->modifiers() & ~(Qt::KeypadModifier);
    const bool plain = others == Qt::NoModifier || others == Qt::ShiftModifier;
    if (!plain || picture().nodes.empty() || !handleKey(event->key(), others != Qt::NoModifier))
        event->ignore(); // the window's keys, such as Space
}

void GraphView::focusInEvent(QFocusEvent *event)
{
    QGraphicsView::focusInEvent(event);
    m_item->setCurrent(m_current, true);
}

void GraphView::focusOutEvent(QFocusEvent *event)
{
    QGraphicsView::focusOutEvent(event);
    m_item->setCurrent(m_current, false);
}

} // namespace ui
