// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/graphpicture.h"

#include <QGraphicsView>

#include <functional>
#include <optional>

namespace ui {

class GraphItem;

/// Shows a graph, and lets people look around in it: zoom, pan, hover, choose a node by mouse or
/// keys. It knows nothing of what the graph means.
class GraphView final : public QGraphicsView
{
    Q_OBJECT

public:
    /// The plain or rich text for a node or an edge, by index; the other one is -1.
    using TipMaker = std::function<QString(int node, int edge)>;

    explicit GraphView(QWidget *parent = nullptr);

    /// What stays keeps being chosen. Shown whole until somebody has zoomed or scrolled; after an
    /// empty picture it is again.
    void setPicture(GraphPicture picture);
    /// Fades the picture: what it shows is not true any more.
    void setStale(bool stale);
    const GraphPicture &picture() const;

    /// Chooses a node and emits nothing; -1 chooses none.
    void setCurrent(int node);
    int current() const { return m_current; }

    /// Scrolls as little as needed to show a node.
    void reveal(int node);

    /// Highlights these by dimming the others; nothing ends that.
    void setMatches(std::optional<std::vector<bool>> matches);
    void showNextMatch(bool backwards = false);

    void setTipMaker(TipMaker maker) { m_tips = std::move(maker); }
    void zoomBy(qreal factor);
    void fit();

signals:
    void currentChanged(int node); ///< By the user; -1 for none.
    void activated(int node);      ///< Double click or Enter on what cannot be folded.
    void toggled(int node);        ///< Expand this fold, or collapse the one it is in.
    void menuRequested(int node, const QPoint &globalPosition);

protected:
    bool viewportEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool handleKey(int key, bool shift);
    void choose(int node);
    void open(int node);
    void wear();
    void fitAlone();
    void setZoom(qreal zoom);
    qreal fittingZoom() const;
    int nodeAt(const QPoint &position) const;
    bool isOnChevron(int node, const QPoint &position) const;
    bool showTip(const QPoint &position, const QPoint &global);
    void pan(const QPoint &by);

    GraphItem *m_item = nullptr;
    TipMaker m_tips;
    int m_current = -1;
    bool m_moved = false; ///< By the user: from then on the view stays as they left it.
    bool m_panning = false;
    bool m_dragged = false;
    QPoint m_panFrom;
};

} // namespace ui
