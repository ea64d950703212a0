// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsfixture.h"

#include "inventory/contentsreader.h"

namespace tests {

ContentsFixture::ContentsFixture(int version, const QStringList &settings)
    : server(ServerSetup{.version = version, .settings = settings})
{
}

base::Result<void> ContentsFixture::start()
{
    return server.start();
}

QByteArray ContentsFixture::sql(const QByteArray &text, const QString &database)
{
    const auto answer = server.sql(text, database);
    if (!answer)
        qWarning("%s", why(answer).constData());
    return answer ? *answer : QByteArray("failed: ") + answer.error().message.toUtf8();
}

pg::ConnectParameters ContentsFixture::parameters(const QString &user,
                                                  const QString &database) const
{
    return {.spec = server.spec(user, database)};
}

base::Result<inventory::DatabaseContents> ContentsFixture::read(const QString &user,
                                                                const QString &database)
{
    return QCoro::waitFor(inventory::readContentsApart(&m_owner, parameters(user, database)));
}

inventory::Oid ContentsFixture::relationOid(const QByteArray &name)
{
    return sql("SELECT '" + name + "'::regclass::oid").toUInt();
}

inventory::Oid ContentsFixture::roleOid(const QByteArray &name)
{
    return sql("SELECT '" + name + "'::regrole::oid").toUInt();
}

} // namespace tests
