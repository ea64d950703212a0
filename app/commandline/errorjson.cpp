// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/errorjson.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

// In the order of base::ErrorKind.
constexpr std::array Kinds = {"server"_L1,    "connection_lost"_L1, "timeout"_L1,
                              "cancelled"_L1, "password_needed"_L1, "local"_L1};
static_assert(Kinds.size() == size_t(base::ErrorKind::Local) + 1);

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

QJsonObject errorToJson(const base::Error &error)
{
    return {{u"schema"_s, u"pgvigil.error/1"_s},
            {u"kind"_s, Kinds[size_t(error.kind)]},
            {u"message"_s, error.message},
            {u"sqlstate"_s, textOrNull(error.sqlState)},
            {u"detail"_s, textOrNull(error.detail)},
            {u"hint"_s, textOrNull(error.hint)},
            {u"attempting"_s, textOrNull(error.attempting)}};
}

base::Error errorFromJson(const QJsonObject &object)
{
    const auto text = [&](const QString &key) { return object.value(key).toString(); };
    const auto kind = std::ranges::find(Kinds, text(u"kind"_s));
    if (text(u"schema"_s) != "pgvigil.error/1"_L1 || kind == Kinds.end()) {
        return {.message = QCoreApplication::translate("app::ErrorJson",
                                                       "The answer could not be understood.")};
    }
    return {.kind = base::ErrorKind(kind - Kinds.begin()),
            .sqlState = text(u"sqlstate"_s),
            .message = text(u"message"_s),
            .detail = text(u"detail"_s),
            .hint = text(u"hint"_s),
            .attempting = text(u"attempting"_s)};
}

} // namespace app
