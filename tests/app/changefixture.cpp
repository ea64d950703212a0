// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "changefixture.h"

#include "actions/sqltext.h"
#include "inventory/inventoryreader.h"

#include <QFile>

#include <algorithm>

namespace tests {

using namespace actions;
using namespace Qt::StringLiterals;

ChangeFixture::ChangeFixture(int version)
    : server({.version = version,
              .settings = {u"log_statement = all"_s},
              .hba = "local all all trust\n"
                     "host all postgres,weak,maker 127.0.0.1/32 trust\n"
                     "host all all 127.0.0.1/32 scram-sha-256\n"})
{
}

base::Result<void> ChangeFixture::start()
{
    if (const auto started = server.start(); !started)
        return started;
    sql("CREATE ROLE weak LOGIN");
    sql("CREATE ROLE maker LOGIN CREATEDB CREATEROLE");
    return connectAs(u"postgres"_s);
}

base::Result<void> ChangeFixture::connectAs(const QString &role)
{
    m_role = role;
    const auto facts = QCoro::waitFor(control.open({.spec = server.spec(role)}));
    if (!facts)
        return std::unexpected(facts.error());
    return {};
}

inventory::Inventory ChangeFixture::inventory()
{
    const auto read = QCoro::waitFor(inventory::readInventory(&control));
    if (!read)
        qWarning("%s", why(read).constData());
    return read.value_or(inventory::Inventory());
}

std::unique_ptr<ChangeExecutor> ChangeFixture::executor()
{
    return std::make_unique<ChangeExecutor>(
        Reach{.control = [this]() -> pg::Connection & { return control; },
              .parameters = [this] { return pg::ConnectParameters{.spec = server.spec(m_role)}; }},
        AuditLog(server.folder() + u"/actions.jsonl"_s));
}

ChangeOutcome ChangeFixture::run(const ui::ChangeForm &form, const ui::ChangeValues &values)
{
    return QCoro::waitFor(executor()->run(changeOf(form, values)));
}

QByteArray ChangeFixture::sql(const QByteArray &text, const QString &database)
{
    const auto rows = server.sql(text, database);
    if (!rows)
        qWarning("%s: %s", text.constData(), why(rows).constData());
    return rows.value_or("failed");
}

QByteArray ChangeFixture::audit() const
{
    QFile file(server.folder() + u"/actions.jsonl"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Change changeOf(const ui::ChangeForm &form, const ui::ChangeValues &values)
{
    Change change = form.change;
    ui::ChangeValues all;
    for (const ui::ChangeInput &input : form.inputs)
        all.insert(input.id, input.value);
    for (const auto &[id, value] : values.asKeyValueRange())
        all.insert(id, value);
    if (form.make) // as the dialog does, by way of the text that can be edited
        change.statements = splitStatements(joinStatements(form.make(all)));
    else
        change.statements = splitStatements(joinStatements(change.statements));
    change.together = std::ranges::none_of(change.statements, needsOwnTransaction);
    return change;
}

} // namespace tests
