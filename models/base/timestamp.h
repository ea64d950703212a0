// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace base {

/// A moment in UTC with the microseconds that PostgreSQL keeps. QDateTime would cut them off, and a
/// backend start that lost its microseconds never matches again.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// ISO 8601 in UTC with microseconds: "2026-11-20T03:12:47.000123Z".
QString toIso(Timestamp time);

/// Reads what toIso() writes; also a blank for the T, "+00" for the Z, and fewer or no fraction
/// digits. Nothing for anything else.
std::optional<Timestamp> fromIso(QStringView text);

/// PostgreSQL's timestamptz in binary form: microseconds since 2000-01-01 UTC.
constexpr Timestamp fromPostgres(qint64 microseconds)
{
    constexpr auto epoch = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
    return Timestamp{epoch} + std::chrono::microseconds{microseconds};
}

/// The moment now by this machine's clock.
inline Timestamp now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

} // namespace base

Q_DECLARE_METATYPE(base::Timestamp)
