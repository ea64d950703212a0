// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/commandpalette.h"

#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

enum Role { IndexRole = Qt::UserRole, KeysRole, ScoreRole };

class CommandDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, std::max(metrics::SideRow, option.fontMetrics.height() + 12)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Tokens &t = tokens(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect row = option.rect.adjusted(6, 1, -6, -1);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.selection);
            painter->drawRoundedRect(row, metrics::ControlRadius, metrics::ControlRadius);
        }
        const QString keys = index.data(KeysRole).toString();
        const QRect words = row.adjusted(10, 0, -10, 0);
        const int room = words.width() - option.fontMetrics.horizontalAdvance(keys) - 16;
        const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled);
        painter->setPen(enabled ? t.text : t.disabled);
        painter->drawText(
            words, Qt::AlignVCenter | Qt::TextSingleLine,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->setPen(enabled ? t.muted : t.disabled);
        painter->drawText(words, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, keys);
        painter->restore();
    }
};

QString commandName(const QAction &action)
{
    QString name = action.text();
    return name.remove(u'&');
}

bool atWordStart(QStringView text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QDialog(window)
    , m_line(new QLineEdit)
    , m_list(new QListView)
    , m_model(new QStandardItemModel(this))
    , m_proxy(new QSortFilterProxyModel(this))
{
    setObjectName(u"commandPalette"_s);
    setWindowTitle(tr("Commands"));
    setWindowFlag(Qt::FramelessWindowHint);
    m_line->setObjectName(u"commandLine"_s);
    m_line->setPlaceholderText(tr("Type a command"));
    m_line->setAccessibleName(tr("Command"));
    m_list->setObjectName(u"commandList"_s);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus); // the line keeps the keyboard and moves the list
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(ScoreRole);
    m_proxy->setFilterRole(ScoreRole);
    m_list->setModel(m_proxy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListView::clicked, this, &CommandPalette::triggerCurrent);
}

void CommandPalette::openWith(const QList<QAction *> &actions)
{
    m_actions = QList<QPointer<QAction>>(actions.begin(), actions.end());
    m_model->clear();
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const QAction &action = *actions[i];
        auto *item = new QStandardItem(commandName(action));
        item->setEnabled(action.isEnabled());
        item->setData(i, IndexRole);
        item->setData(action.shortcut().toString(QKeySequence::NativeText), KeysRole);
        m_model->appendRow(item);
    }
    m_line->clear();
    filter({});
    const QWidget *window = parentWidget();
    resize(std::min(520, window->width() - 40), std::min(420, window->height() - 80));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 64)));
    open();
    m_line->setFocus();
}

void CommandPalette::filter(const QString &text)
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStandardItem *item = m_model->item(row);
        const std::optional<int> score = fuzzyScore(text, item->text());
        // Sorted by this text: misses have none, the best comes first, equals in their order.
        const int place = score ? 500'000 - *score * 1000 + row : 0;
        item->setData(score ? u"%1"_s.arg(place, 7, 10, QLatin1Char('0')) : QString(), ScoreRole);
    }
    m_proxy->setFilterRegularExpression(u"."_s);
    m_proxy->sort(0);
    m_list->setCurrentIndex(m_proxy->index(0, 0));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        triggerCurrent();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    default:
        return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.setPen(t.muted);
    painter.setBrush(t.surface);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void CommandPalette::triggerCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled))
        return;
    const QPointer<QAction> action = m_actions.value(index.data(IndexRole).toInt());
    accept(); // first: the command may open a dialog of its own
    if (action)
        action->trigger();
}

std::optional<int> fuzzyScore(QStringView pattern, QStringView text)
{
    int score = 0;
    qsizetype at = -1;
    for (const QChar c : pattern) {
        if (c.isSpace())
            continue;
        const qsizetype next = text.indexOf(c, at + 1, Qt::CaseInsensitive);
        if (next < 0)
            return {};
        score += 1 + (next == at + 1 ? 4 : 0) + (atWordStart(text, next) ? 3 : 0);
        at = next;
    }
    return score;
}

namespace {

// Actions of panels that are not shown now are not offered; those of closed menus are.
bool isWithinReach(const QAction &action)
{
    const QObject *owner = action.parent();
    while (owner && (!owner->isWidgetType() || qobject_cast<const QMenu *>(owner)))
        owner = owner->parent();
    return !owner || static_cast<const QWidget *>(owner)->isVisible();
}

} // namespace

QList<QAction *> commandsOf(const QWidget &window)
{
    QList<QAction *> commands;
    for (QAction *action : window.findChildren<QAction *>()) {
        // Those of a line edit are its buttons.
        const bool command = !action->isSeparator() && !action->menu() && action->isVisible() &&
                             !action->text().isEmpty() && isWithinReach(*action) &&
                             !qobject_cast<const QLineEdit *>(action->parent());
        if (command)
            commands << action;
    }
    return commands;
}

} // namespace ui
