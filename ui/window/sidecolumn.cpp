// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/sidecolumn.h"

#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"
#include "window/sidedelegate.h"
#include "window/sidemodel.h"

#include <QAction>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int BadgeWidth = 48; // at the right end of a row, at most

// As high as its rows, and less where there is no room; then it scrolls.
class SideList final : public QListView
{
public:
    SideList(const QString &name, const QString &accessibleName, QAbstractItemModel *model)
    {
        setObjectName(name);
        setAccessibleName(accessibleName);
        setProperty("kind", u"side"_s);
        setModel(model);
        setItemDelegate(new SideDelegate(this));
        setEditTriggers(NoEditTriggers);
        setMouseTracking(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
        viewport()->setAutoFillBackground(false);
        const auto fit = [this] { updateGeometry(); };
        connect(model, &QAbstractItemModel::modelReset, this, fit);
        connect(model, &QAbstractItemModel::rowsInserted, this, fit);
    }

    QSize sizeHint() const override
    {
        int height = 0;
        for (int row = 0; row < model()->rowCount(); ++row)
            height += sizeHintForRow(row);
        return {metrics::SideColumn - 17, height};
    }
    QSize minimumSizeHint() const override
    {
        return {80, std::min(3 * metrics::SideRow, sizeHint().height())};
    }
};

QPushButton *makeLink(QAction *action)
{
    QString text = action->text();
    auto *link = new QPushButton(text.remove(u'&'));
    link->setObjectName(action->objectName() + u"Link"_s);
    link->setProperty("kind", u"link"_s);
    link->setAccessibleName(text);
    QObject::connect(link, &QPushButton::clicked, action, &QAction::trigger);
    return link;
}

PlainLabel *makeHeading(const QString &text)
{
    auto *heading = new PlainLabel(text);
    heading->setFont(headFont(heading->font()));
    heading->setMuted(true);
    heading->setFixedHeight(28);
    heading->setContentsMargins(8, 0, 8, 0);
    return heading;
}

} // namespace

SideColumn::SideColumn(const QList<QAction *> &links, const QList<QAction *> &serverMenu,
                       QWidget *parent)
    : QWidget(parent)
    , m_servers(new ServerListModel(this))
    , m_panels(new PanelListModel(this))
    , m_serverList(new SideList(u"serverList"_s, tr("Servers"), m_servers))
    , m_panelList(new SideList(u"panelList"_s, tr("Panels"), m_panels))
    , m_panelHeading(makeHeading({}))
    , m_serverMenu(serverMenu)
{
    setFixedWidth(metrics::SideColumn);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 9, 8);
    layout->setSpacing(0);
    layout->addWidget(makeHeading(tr("SERVERS")));
    layout->addWidget(m_serverList);
    for (QAction *action : links)
        layout->addWidget(makeLink(action));
    layout->addSpacing(12);
    layout->addWidget(m_panelHeading);
    layout->addWidget(m_panelList);
    layout->addStretch(1);
    m_serverList->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_serverList, &QListView::customContextMenuRequested, this, &SideColumn::showMenu);
    connect(m_serverList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (const QString id = index.data(SideIdRole).toString(); !id.isEmpty())
                    emit serverChosen(id);
            });
    m_serverList->viewport()->installEventFilter(this);
    connect(m_panelList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid())
                    emit panelChosen(index.data(SideIdRole).toString());
            });
    showCurrentServer();
}

void SideColumn::setServers(const std::vector<ServerRow> &servers)
{
    {
        const QSignalBlocker blocker(m_serverList->selectionModel()); // a reset is no choice
        m_servers->setServers(servers);
    }
    showCurrentServer();
}

const ServerRow *SideColumn::server(const QString &id) const
{
    return m_servers->server(id);
}

void SideColumn::addPanel(const QString &id, const QString &title)
{
    m_panels->add({.id = id, .title = title});
}

void SideColumn::setPanelCount(const QString &id, int count, Severity severity)
{
    m_panels->setCount(id, count, severity);
}

void SideColumn::setCurrentServer(const QString &id)
{
    m_current = id;
    showCurrentServer();
}

void SideColumn::showCurrentServer()
{
    const QSignalBlocker blocker(this);
    const QModelIndex index = m_servers->indexOf(m_current);
    if (m_serverList->currentIndex() != index)
        m_serverList->setCurrentIndex(index);
    const ServerRow *row = m_servers->server(m_current);
    m_panelHeading->setText(row ? base::visibleText(row->name).toUpper() : QString());
    m_panelHeading->setVisible(row != nullptr);
    m_panelList->setVisible(row != nullptr);
}

void SideColumn::setCurrentPanel(const QString &id)
{
    const QSignalBlocker blocker(this);
    m_panelList->setCurrentIndex(m_panels->indexOf(id));
}

void SideColumn::showMenu(const QPoint &pos)
{
    const QModelIndex index = m_serverList->indexAt(pos);
    if (index.data(SideIdRole).toString().isEmpty())
        return;
    m_serverList->setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_serverMenu);
    menu->popup(m_serverList->viewport()->mapToGlobal(pos));
}

// The press chose the server; letting go over its number leads to what the number counts.
bool SideColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease && watched == m_serverList->viewport()) {
        const QPoint at = static_cast<QMouseEvent *>(event)->pos();
        const QModelIndex index = m_serverList->indexAt(at);
        const bool onBadge = at.x() > m_serverList->viewport()->width() - BadgeWidth;
        if (onBadge && !index.data(SideBadgeRole).isNull() &&
            index.data(SideIdRole).toString() == m_current)
            emit troubleChosen();
    }
    return QWidget::eventFilter(watched, event);
}

void SideColumn::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), tokens(palette()).border);
}

} // namespace ui
