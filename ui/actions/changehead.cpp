// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changehead.h"

#include "actions/changedialog.h"
#include "actions/sqltext.h"
#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QFormLayout>

namespace ui {

using namespace Qt::StringLiterals;

ChangeHead::ChangeHead(const ChangeForm &form, QWidget *parent)
    : QWidget(parent)
    , m_start(form.change.database.isEmpty() ? form.place.circumstances.server.database
                                             : form.change.database)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(metrics::CardGap);
    addTitle(form, layout);
    addFacts(form, layout);
}

void ChangeHead::addTitle(const ChangeForm &form, QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    auto *title = new PlainLabel;
    title->setObjectName(u"changeTitle"_s);
    title->setFont(titleFont(font()));
    title->setVisibleText(form.change.title);
    head->addWidget(title, 1);
    if (form.place.production) {
        auto *badge = new Badge;
        badge->setBadge(tr("Production"), Severity::Critical);
        head->addWidget(badge);
    }
    layout->addLayout(head);
}

void ChangeHead::addFacts(const ChangeForm &form, QVBoxLayout *layout)
{
    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(metrics::Grid);
    const auto add = [&](const QString &objectName, const QString &head, const QString &text) {
        auto *name = new PlainLabel(head);
        name->setMuted(true);
        auto *value = new PlainLabel;
        value->setObjectName(objectName);
        value->setWordWrap(true);
        value->setVisibleText(text);
        facts->addRow(name, value);
        return value;
    };
    const auto &server = form.place.circumstances.server;
    const QString name = form.place.server;
    const bool same = form.address.isEmpty() || form.address == name;
    add(u"changeServer"_s, tr("Server"), same ? name : tr("%1 (%2)").arg(name, form.address));
    add(u"changeRole"_s, tr("As role"), server.role.isEmpty() ? tr("not known yet") : server.role);
    m_databases = add(u"changeDatabase"_s, tr("In database"), m_start);
    for (const auto &[head, text] : form.facts)
        add(u"changeFact"_s, head, text);
    layout->addLayout(facts);
}

// Where nothing happens before the first \connect, its database is where it begins.
void ChangeHead::showStatements(const QStringList &statements)
{
    const bool elsewhere =
        !statements.isEmpty() && !actions::connectTarget(statements.first()).isEmpty();
    QStringList databases;
    if (!elsewhere)
        databases << m_start;
    for (const QString &statement : statements) {
        const QString target = actions::connectTarget(statement);
        if (!target.isEmpty() && (databases.isEmpty() || databases.last() != target))
            databases << target;
    }
    m_databases->setVisibleText(databases.join(tr(", then ", "between names of databases")));
}

} // namespace ui
