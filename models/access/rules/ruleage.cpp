// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/ruleage.h"

#include "postgres/catalogue.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pgaccess {

QCoro::Task<RuleAge> readRuleAge(pg::Connection *connection, QStringList files)
{
    const QByteArray list = QJsonDocument(QJsonArray::fromStringList(files)).toJson();
    const auto seen = co_await connection->run(
        {.sql = pg::statement(u"access/rule_age"_s, connection->facts().serverVersion),
         .parameters = {list},
         .binary = true});
    if (!seen || seen->rowCount() != 1 || seen->isNull(0, 0))
        co_return RuleAge::Unknown;
    co_return seen->boolean(0, 0) ? RuleAge::Changed : RuleAge::Loaded;
}

} // namespace pgaccess
