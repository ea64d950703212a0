// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "postgres/connection.h"
#include "support/testserver.h"

namespace tests {

/// A server with connections of the kind that the console makes, for what is inside of a database.
class ContentsFixture final
{
public:
    explicit ContentsFixture(int version, const QStringList &settings = {});

    base::Result<void> start();

    /// Runs SQL as superuser; a failure is printed and fails the test by the answer.
    QByteArray sql(const QByteArray &text, const QString &database = QStringLiteral("postgres"));

    /// Reads the contents as this role, over a connection of its own.
    base::Result<inventory::DatabaseContents>
    read(const QString &user = QStringLiteral("postgres"),
         const QString &database = QStringLiteral("postgres"));

    pg::ConnectParameters parameters(const QString &user = QStringLiteral("postgres"),
                                     const QString &database = QStringLiteral("postgres")) const;

    /// Of a relation by its name, as in "public.orders".
    inventory::Oid relationOid(const QByteArray &name);
    inventory::Oid roleOid(const QByteArray &name);

    TestServer server;

private:
    QObject m_owner;
};

} // namespace tests
