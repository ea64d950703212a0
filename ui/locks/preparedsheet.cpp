// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/preparedsheet.h"

#include "sessions/sessionmodel.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QFormLayout>

namespace ui {

using namespace Qt::StringLiterals;

PreparedSheet::PreparedSheet(QWidget *parent)
    : QWidget(parent)
    , m_note(new PlainLabel)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::CardPadding, 10, metrics::CardPadding, 2);
    layout->setSpacing(10);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_gid = addFact(form, tr("Global identifier"), u"factGid"_s);
    m_owner = addFact(form, tr("Database, owner"), u"factOwner"_s);
    m_age = addFact(form, tr("Prepared"), u"factPrepared"_s);
    m_xid = addFact(form, tr("Transaction ID"), u"factXid"_s);
    m_blocks = addFact(form, tr("Waiting for it"), u"factBlocks"_s);
    m_note->setObjectName(u"preparedNote"_s);
    m_note->setWordWrap(true);
    m_note->setMuted(true);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addStretch(1);
}

PlainLabel *PreparedSheet::addFact(QFormLayout *form, const QString &name,
                                   const QString &objectName)
{
    auto *label = new PlainLabel(name);
    label->setMuted(true);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(name));
    auto *fact = new PlainLabel;
    fact->setObjectName(objectName);
    fact->setAccessibleName(name);
    fact->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    form->addRow(label, fact);
    return fact;
}

void PreparedSheet::showPrepared(const snapshot::PreparedTransaction &prepared, base::Timestamp now,
                                 const QString &blocks)
{
    m_gid->setVisibleText(prepared.gid);
    m_owner->setVisibleText(tr("%1, %2").arg(prepared.database, prepared.owner));
    m_age->setVisibleText(tr("%1 ago, at %2")
                              .arg(base::formatDuration(now - prepared.prepared),
                                   sessions::absoluteTime(prepared.prepared)));
    m_xid->setVisibleText(sessions::groupedNumber(prepared.transactionId));
    m_blocks->setVisibleText(blocks.isEmpty() ? QString(u'–') : blocks);
    m_note->setText(tr("It has no session any more: it keeps its locks, also over a restart of the "
                       "server, until COMMIT PREPARED or ROLLBACK PREPARED. Whoever prepared it, "
                       "such as a transaction manager, may still mean to commit it: ask first."));
}

void PreparedSheet::showGone()
{
    m_note->setText(tr("This prepared transaction has ended; this is what was last seen of it."));
    m_blocks->setVisibleText(u"–"_s);
}

} // namespace ui
