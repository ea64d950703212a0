// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"

#include <QStringList>

#include <algorithm>

namespace tests {

using inventory::PasswordKind;

/// Values as psql -At prints rows: "1|t|name".
inline QString hex(const QString &text)
{
    return QString::fromLatin1(text.toUtf8().toHex());
}

inline QString word(bool yes)
{
    return yes ? QStringLiteral("t") : QStringLiteral("f");
}

template <typename... Parts>
QString line(const Parts &...parts)
{
    const auto text = [](const auto &part) {
        if constexpr (std::is_same_v<std::decay_t<decltype(part)>, bool>)
            return word(part);
        else if constexpr (std::is_arithmetic_v<std::decay_t<decltype(part)>>)
            return QString::number(part);
        else
            return QString(part);
    };
    return QStringList{text(parts)...}.join(u'|');
}

inline QString passwordWord(PasswordKind kind)
{
    switch (kind) {
    case PasswordKind::None:
        return QStringLiteral("none");
    case PasswordKind::Md5:
        return QStringLiteral("md5");
    case PasswordKind::Scram:
        return QStringLiteral("SCRAM");
    case PasswordKind::Hidden:
        break;
    }
    return QStringLiteral("hidden");
}

inline QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

inline QString lettersOf(QString letters)
{
    std::ranges::sort(letters);
    return letters;
}

} // namespace tests
