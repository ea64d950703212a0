// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/statusline.h"

#include "base/timestamp.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"
#include "window/serverrow.h"
#include "window/sidedelegate.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolTip>

namespace ui {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr int Edge = 12;
constexpr int TextLeft = Edge + 16;
constexpr int Gap = 20;
constexpr auto TickMilliseconds = 200;

} // namespace

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_superuser(new QPushButton(tr("superuser login"), this))
{
    setObjectName(u"statusLine"_s);
    setFixedHeight(metrics::StatusLine);
    setMouseTracking(true);
    m_superuser->setObjectName(u"superuserBadge"_s);
    m_superuser->setProperty("kind", u"warningBadge"_s);
    m_superuser->setFont(badgeFont(font()));
    m_superuser->setToolTip(tr("<qt>You are logged in as a superuser. Watching needs far less. "
                               "Click for a role that can do it.</qt>"));
    m_superuser->hide();
    connect(m_superuser, &QPushButton::clicked, this, &StatusLine::superuserHelpRequested);
}

void StatusLine::showSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
    m_since.start();
    if (snapshot)
        m_tick.start(TickMilliseconds, this);
    else
        m_tick.stop();
    m_superuser->setVisible(snapshot && snapshot->server.superuser);
    refresh();
    placeBadge();
}

void StatusLine::showStatus(const base::ServerStatus &status)
{
    m_status = status;
    refresh();
}

void StatusLine::setInterval(milliseconds interval)
{
    m_interval = interval;
    refresh();
}

void StatusLine::setPaused(bool paused)
{
    m_paused = paused;
    refresh();
}

void StatusLine::refresh()
{
    const StatusItems before = std::exchange(m_items, {});
    if (m_snapshot) {
        m_items = statusItems(*m_snapshot, m_interval, milliseconds(m_since.elapsed()));
        if (m_paused)
            m_items.age.after += tr(" (paused)");
    } else {
        m_items.identity.before = stateWord(m_status.state);
    }
    if (m_items == before)
        return;
    QStringList words{m_items.identity.text()};
    for (const StatusItem &item : m_items.figures)
        words << item.text();
    setAccessibleName(words.join(u", "));
    update();
}

void StatusLine::timerEvent(QTimerEvent *)
{
    if (isVisible())
        refresh();
}

QFont StatusLine::plainFont() const
{
    return numberFont(smallFont(font()));
}

QFont StatusLine::strongFont() const
{
    QFont strong = plainFont();
    strong.setWeight(QFont::DemiBold);
    return strong;
}

int StatusLine::itemWidth(const StatusItem &item) const
{
    const QFontMetrics plain(plainFont());
    return plain.horizontalAdvance(item.before) + plain.horizontalAdvance(item.after) +
           QFontMetrics(strongFont()).horizontalAdvance(item.strong);
}

int StatusLine::paintItem(QPainter &painter, int x, const StatusItem &item, bool grey) const
{
    const Tokens &t = tokens(palette());
    const auto run = [&](const QString &text, const QFont &font, const QColor &ink) {
        const int width = QFontMetrics(font).horizontalAdvance(text);
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(QRect(x, 1, width + 2, height() - 1), Qt::AlignVCenter, text);
        x += width;
    };
    run(item.before, plainFont(), t.muted);
    run(item.strong, strongFont(), grey ? t.muted : t.ink(item.severity));
    run(item.after, plainFont(), t.muted);
    return x;
}

void StatusLine::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), t.border);
    if (m_items == StatusItems{})
        return;
    const int top = (height() - 8) / 2; // on a whole pixel
    paintStateSign(&painter, QRectF(Edge, top, 9, 9), int(m_status.state), false, t);
    const std::vector<QRect> figures = figureRects();
    const int ageX = width() - Edge - itemWidth(m_items.age);
    const int end = figures.empty() ? ageX : figures.front().left();
    painter.save();
    painter.setClipRect(QRect(0, 0, end - 8, height()));
    paintItem(painter, TextLeft, m_items.identity, m_items.stale);
    painter.restore();
    for (size_t i = 0; i < figures.size(); ++i)
        paintItem(painter, figures[i].left(), m_items.figures[i], m_items.stale);
    paintItem(painter, ageX, m_items.age, false);
}

// From the right: the age, then as many figures as fit beside the identity.
std::vector<QRect> StatusLine::figureRects() const
{
    const int least = m_superuser->isVisible() ? m_superuser->geometry().right() + Gap
                                               : TextLeft + itemWidth(m_items.identity) + Gap;
    int left = width() - Edge - itemWidth(m_items.age);
    std::vector<QRect> rects;
    for (const StatusItem &item : m_items.figures) {
        const int next = left - itemWidth(item) - Gap;
        if (next < least)
            break;
        left = next;
        rects.emplace_back(0, 0, itemWidth(item), height());
    }
    for (QRect &rect : rects) {
        rect.moveLeft(left);
        left = rect.right() + 1 + Gap;
    }
    return rects;
}

QString StatusLine::panelAt(const QPoint &position) const
{
    const std::vector<QRect> rects = figureRects();
    const auto at =
        std::ranges::find_if(rects, [&](const QRect &rect) { return rect.contains(position); });
    return at == rects.end() ? QString() : m_items.figures[size_t(at - rects.begin())].panel;
}

void StatusLine::mouseMoveEvent(QMouseEvent *event)
{
    setCursor(panelAt(event->pos()).isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void StatusLine::mouseReleaseEvent(QMouseEvent *event)
{
    if (const QString panel = panelAt(event->pos()); !panel.isEmpty())
        emit evidenceRequested(panel);
}

void StatusLine::resizeEvent(QResizeEvent *)
{
    placeBadge();
}

void StatusLine::placeBadge()
{
    const QSize size = m_superuser->sizeHint();
    m_superuser->setGeometry(TextLeft + itemWidth(m_items.identity) + 10,
                             (height() - size.height()) / 2 + 1, size.width(), size.height());
}

bool StatusLine::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_snapshot)
        return QWidget::event(event);
    QStringList lines{m_items.identity.text()};
    for (const StatusItem &item : m_items.figures)
        lines << item.text();
    lines << tr("Taken at %1 by the server's clock").arg(base::toIso(m_snapshot->takenAt));
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                       plainToolTip(lines.join(u'\n')), this);
    return true;
}

} // namespace ui
