// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/serverstatus.h"
#include "window/statusitems.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

class QPushButton;

namespace ui {

/// The line below every panel, 28 px: what server this is and how it is, and how old that is. The
/// age ticks by itself; at narrow widths the last figures drop.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    /// A snapshot that has just come; null while there is none.
    void showSnapshot(const snapshot::SnapshotPtr &snapshot);
    void showStatus(const base::ServerStatus &status);
    void setInterval(std::chrono::milliseconds interval);
    /// Watching is stopped by the user: old data is said to be paused.
    void setPaused(bool paused);

    const StatusItems &items() const { return m_items; }

signals:
    /// The badge of a superuser login was pressed.
    void superuserHelpRequested();
    /// A figure was pressed whose evidence is in this panel.
    void evidenceRequested(const QString &panel);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    void refresh();
    void placeBadge();
    /// Where the figures stand that there is room for.
    std::vector<QRect> figureRects() const;
    QString panelAt(const QPoint &position) const;
    int paintItem(QPainter &painter, int x, const StatusItem &item, bool grey) const;
    int itemWidth(const StatusItem &item) const;
    QFont plainFont() const;
    QFont strongFont() const;

    snapshot::SnapshotPtr m_snapshot;
    base::ServerStatus m_status;
    std::chrono::milliseconds m_interval{1000};
    bool m_paused = false;
    QElapsedTimer m_since;
    QBasicTimer m_tick;
    StatusItems m_items;
    QPushButton *m_superuser;
};

} // namespace ui
