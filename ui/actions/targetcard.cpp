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
    addGid(form, base::visibleText(prepared.gid));
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
        auto *query = makeBox(tr("Head of the statement"), base::singleLine(session.query, 400), 4);
        query->setObjectName(u"targetQuery"_s);
        form->addRow(name, query);
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

// All of it is to be read, however long it is.
void TargetCard::addGid(QFormLayout *form, const QString &gid)
{
    constexpr qsizetype fitsInALine = 48;
    if (gid.size() <= fitsInALine)
        return addRow(form, tr("Gid"), gid);
    auto *name = new PlainLabel(tr("Gid"));
    name->setMuted(true);
    auto *box = makeBox(tr("Gid"), gid, std::clamp(2 + int(gid.size()) / 60, 2, 5));
    box->setObjectName(u"targetGid"_s);
    box->setWordWrapMode(QTextOption::WrapAnywhere);
    form->addRow(name, box);
}

QPlainTextEdit *TargetCard::makeBox(const QString &name, const QString &text, int lines)
{
    auto *box = new QPlainTextEdit;
    box->setAccessibleName(name);
    box->setReadOnly(true);
    box->setTabChangesFocus(true);
    box->setProperty("framed", true);
    box->setFont(monoFont(box->font()));
    box->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    box->setPlainText(text);
    box->setFixedHeight(QFontMetrics(box->font()).lineSpacing() * lines + 22);
    return box;
}

} // namespace ui
