// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/timestamp.h"

#include <QDateTime>
#include <QTimeZone>

namespace base {

QString toIso(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto whole =
        QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), QTimeZone::UTC);
    const qlonglong fraction = (time - seconds).count();
    return whole.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.%1Z"))
        .arg(fraction, 6, 10, QLatin1Char('0'));
}

std::optional<Timestamp> fromIso(QStringView text)
{
    if (text.endsWith(u"+00"))
        text.chop(3);
    else if (text.endsWith(u'Z'))
        text.chop(1);
    QStringView fraction;
    if (const auto dot = text.indexOf(u'.'); dot >= 0) {
        fraction = text.sliced(dot + 1);
        text.truncate(dot);
        if (fraction.isEmpty() || fraction.size() > 6)
            return {};
    }
    QDateTime whole =
        QDateTime::fromString(text.toString().replace(QLatin1Char(' '), QLatin1Char('T')),
                              QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    if (!whole.isValid())
        return {};
    whole.setTimeZone(QTimeZone::UTC);
    qint64 microseconds = 0;
    for (int digit = 0; digit < 6; ++digit) {
        const QChar c = digit < fraction.size() ? fraction[digit] : QLatin1Char('0');
        if (c < u'0' || c > u'9')
            return {};
        microseconds = microseconds * 10 + c.digitValue();
    }
    return Timestamp{std::chrono::seconds{whole.toSecsSinceEpoch()} +
                     std::chrono::microseconds{microseconds}};
}

} // namespace base
