// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/targetcard.h"

#include "actions/actiontext.h"
#include "base/duration.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QFormLayout>
#include <QPlainTextEdit>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

QString clientOf(const snapshot::Session &session)
{
    if (session.client.isEmpty() || session.clientPort <= 0)
        return base::visibleText(session.client);
    return TargetCard::tr("%1 port %2")
        .arg(base::visibleText(session.client), QString::number(session.clientPort));
}

QString durationSince(std::optional<base::Timestamp> since, base::Timestamp takenAt)
{
    const auto age = actions::ageAt(since, takenAt);
    return age ? base::formatDuration(*age) : QString();
}

} // namespace

TargetCard::TargetCard(const actions::Target &target, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"target"_s);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(metrics::Edge);
    form->setVerticalSpacing(metrics::Grid);
    if (target.prepared)
        addPrepared(form, target);
    else
        addSession(form, target);
}

void TargetCard::addPrepared(QFormLayout *form, const actions::Target &target)
{
    const snapshot::PreparedTransaction &prepared = *target.prepared;
    const QString age = durationSince(prepared.prepared, target.takenAt);
    const QString moment = base::toIso(prepared.prepared).left(19).replace(u'T', u' ');
    addRow(form, tr("Transaction"), QString::number(prepared.transactionId));
    addRow(form, tr("Gid"), base::visibleText(prepared.gid));
    addRow(form, tr("Owner"), base::visibleText(prepared.owner));
    addRow(form, tr("Database"), base::visibleText(prepared.database));
    addRow(form, tr("Prepared"), tr("%1 ago, at %2 UTC").arg(age, moment));
}

void TargetCard::addSession(QFormLayout *form, const actions::Target &target)
{
    const snapshot::Session &session = target.session;
    addRow(form, tr("PID"), QString::number(session.pid));
    addRow(form, tr("Role"), base::visibleText(session.role));
    addRow(form, tr("Database"), base::visibleText(session.database));
    addRow(form, tr("Application"), base::visibleText(session.application));
    addRow(form, tr("Client"), clientOf(session));
    if (!session.isClient())
        addRow(form, tr("Kind"), base::visibleText(session.backendType));
    addRow(form, tr("State"), ActionText::stateWithAge(target));
    addRow(form, tr("Transaction for"), durationSince(session.xactStart, target.takenAt));
    addRow(form, tr("Connected for"), durationSince(session.backendStart, target.takenAt));
    if (!session.query.isEmpty() && !session.isHidden()) {
        const bool runs = session.state == snapshot::SessionState::Active;
        auto *name = new PlainLabel(runs ? tr("Statement") : tr("Last statement"));
        name->setMuted(true);
        form->addRow(name, makeQuery(session));
    }
}

// What is not known has no row; an empty text that is known shows as such.
void TargetCard::addRow(QFormLayout *form, const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *name = new PlainLabel(label);
    name->setMuted(true);
    auto *text = new PlainLabel(value);
    text->setObjectName(u"targetValue"_s);
    text->setAccessibleName(label);
    form->addRow(name, text);
}

QWidget *TargetCard::makeQuery(const snapshot::Session &session)
{
    constexpr qsizetype headLength = 400;
    auto *query = new QPlainTextEdit;
    query->setObjectName(u"targetQuery"_s);
    query->setAccessibleName(tr("Head of the statement"));
    query->setReadOnly(true);
    query->setTabChangesFocus(true);
    query->setProperty("framed", true);
    query->setFont(monoFont(query->font()));
    query->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    query->setPlainText(base::singleLine(session.query, headLength));
    query->setFixedHeight(QFontMetrics(query->font()).lineSpacing() * 4 + 22);
    return query;
}

} // namespace ui
