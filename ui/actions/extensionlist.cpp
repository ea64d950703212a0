// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/extensionlist.h"

#include "base/plaintext.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int NameRole = Qt::UserRole;
constexpr int VisibleRows = 6;

} // namespace

ExtensionList::ExtensionList(QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit)
    , m_add(new QPushButton(tr("&Add")))
    , m_list(new QListWidget)
    , m_note(new PlainLabel(tr("Asking the server which ones it has …")))
    , m_chosen(new PlainLabel)
{
    m_filter->setObjectName(u"extensionFilter"_s);
    m_filter->setAccessibleName(tr("Find or add an extension"));
    m_filter->setPlaceholderText(tr("Find or add, such as pg_trgm"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_add->setObjectName(u"addExtension"_s);
    m_add->setAutoDefault(false);
    m_list->setObjectName(u"extensions"_s);
    m_list->setAccessibleName(tr("Extensions"));
    m_list->setProperty("framed", true);
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setFixedHeight(VisibleRows * metrics::CompactRowHeight + 10);
    m_note->setMuted(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_filter, 1);
    row->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(metrics::Grid);
    column->addLayout(row);
    column->addWidget(m_list);
    column->addWidget(m_note);
    m_chosen->setObjectName(u"chosenExtensions"_s);
    m_chosen->setWordWrap(true);
    m_chosen->hide();
    column->addWidget(m_chosen);
    connect(m_filter, &QLineEdit::textChanged, this, &ExtensionList::narrow);
    connect(m_add, &QPushButton::clicked, this, &ExtensionList::addTyped);
    connect(m_list, &QListWidget::itemChanged, this, &ExtensionList::tellChosen);
    narrow();
}

void ExtensionList::addRow(const QString &name, const QString &note, bool checked)
{
    const QString shown = base::visibleText(name, 60);
    auto *item = new QListWidgetItem(note.isEmpty() ? shown : tr("%1 — %2").arg(shown, note));
    item->setData(NameRole, name);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
    item->setSizeHint({0, metrics::CompactRowHeight});
    item->setToolTip(plainToolTip(item->text()));
    m_list->addItem(item);
    m_list->scrollToItem(item);
    tellChosen();
}

// Wherever the list is scrolled to.
void ExtensionList::tellChosen()
{
    const QStringList names = chosen();
    m_chosen->setText(tr("Chosen: %1").arg(base::visibleText(names.join(u", "_s), 300)));
    m_chosen->setHidden(names.isEmpty());
    emit changed();
}

QStringList ExtensionList::missing() const
{
    QStringList missing = m_available ? chosen() : QStringList();
    missing.removeIf([this](const QString &name) { return m_available->contains(name); });
    return missing;
}

void ExtensionList::setAvailable(const std::vector<actions::AvailableExtension> &extensions,
                                 bool superuser)
{
    QStringList kept = chosen();
    m_list->clear();
    m_available.emplace();
    for (const actions::AvailableExtension &each : extensions)
        m_available->append(each.name);
    for (const actions::AvailableExtension &each : extensions) {
        QString note = base::singleLine(each.comment, 100);
        if (each.needsSuperuser && !superuser)
            note = tr("needs a superuser · %1").arg(note);
        addRow(each.name, note, kept.removeAll(each.name) > 0);
    }
    for (const QString &name : std::as_const(kept))
        addRow(name, tr("not on this server"), true);
    m_note->setVisible(false);
    m_list->scrollToTop();
    narrow();
}

void ExtensionList::setProblem(const QString &problem)
{
    m_note->setText(problem);
    m_note->setVisible(true);
}

QStringList ExtensionList::chosen() const
{
    QStringList names;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->checkState() == Qt::Checked)
            names << m_list->item(row)->data(NameRole).toString();
    }
    return names;
}

void ExtensionList::narrow()
{
    const QString wanted = m_filter->text().trimmed();
    bool known = wanted.isEmpty();
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        item->setHidden(!item->text().contains(wanted, Qt::CaseInsensitive) &&
                        item->checkState() != Qt::Checked);
        known |= item->data(NameRole).toString() == wanted;
    }
    m_add->setEnabled(!known);
}

void ExtensionList::addTyped()
{
    const QString name = m_filter->text().trimmed();
    if (!m_add->isEnabled())
        return;
    addRow(name, m_available ? tr("not on this server") : QString(), true);
    m_filter->clear();
    m_list->scrollToBottom();
}

// Enter adds or checks what is typed; it does not press the button of the dialog.
bool ExtensionList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return QWidget::eventFilter(watched, event);
    const QString name = m_filter->text().trimmed();
    QListWidgetItem *found = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(NameRole).toString() == name)
            found = m_list->item(row);
    }
    if (found)
        found->setCheckState(Qt::Checked);
    addTyped();
    m_filter->clear();
    if (found)
        m_list->scrollToItem(found);
    return true;
}

} // namespace ui
