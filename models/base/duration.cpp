// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/duration.h"

namespace base {

QString formatDuration(Duration duration)
{
    using namespace std::chrono;
    const auto total = std::max<qint64>(0, floor<seconds>(duration).count());
    const qint64 days = total / 86400;
    const int hours = int(total / 3600 % 24);
    const int minutes = int(total / 60 % 60);
    const int rest = int(total % 60);
    if (days > 0)
        return QStringLiteral("%1 d %2 h").arg(days).arg(hours, 2, 10, QLatin1Char('0'));
    const QString tail = QStringLiteral("%1:%2")
                             .arg(minutes, 2, 10, QLatin1Char('0'))
                             .arg(rest, 2, 10, QLatin1Char('0'));
    return hours > 0 ? QStringLiteral("%1:%2").arg(hours).arg(tail) : tail;
}

// Some 285 years; beyond, microseconds would not fit their number for long.
constexpr double MaxTyped = 9e15;

std::optional<Duration> parseDuration(QStringView text)
{
    static constexpr std::pair<QStringView, qint64> units[] = {
        {u"ms", 1'000},         {u"us", 1},         {u"min", 60'000'000},
        {u"s", 1'000'000},      {u"m", 60'000'000}, {u"h", 3'600'000'000},
        {u"d", 86'400'000'000}, {u"", 1'000'000},
    };
    text = text.trimmed();
    qsizetype digits = 0;
    while (digits < text.size() && (text[digits].isDigit() || text[digits] == u'.'))
        ++digits;
    bool ok = false;
    const double number = text.first(digits).toDouble(&ok);
    if (!ok || number < 0)
        return {};
    const QStringView unit = text.sliced(digits).trimmed();
    for (const auto &[name, microseconds] : units) {
        if (unit == name) {
            const double total = number * double(microseconds);
            return total < MaxTyped ? std::optional(Duration{qint64(total)}) : std::nullopt;
        }
    }
    return {};
}

} // namespace base
