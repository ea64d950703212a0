// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSettings>
#include <QVariant>

namespace base {

/// One setting of the program, typed, with its default: `Setting<int> seconds{"refresh/seconds",
/// 1};` Lives in the settings file that is passed in; use it on the window thread.
template <typename T>
class Setting final
{
public:
    Setting(const char *key, T defaultValue)
        : m_key(QString::fromLatin1(key))
        , m_default(std::move(defaultValue))
    {
    }

    T read(const QSettings &settings) const
    {
        const QVariant value = settings.value(m_key);
        return value.canConvert<T>() ? value.template value<T>() : m_default;
    }

    void write(QSettings &settings, const T &value) const
    {
        settings.setValue(m_key, QVariant::fromValue(value));
    }

private:
    QString m_key;
    T m_default;
};

} // namespace base
