// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/settingsfile.h"

#include "base/privatefile.h"

#include <QFileInfo>

namespace app {

using namespace Qt::StringLiterals;

base::Result<SettingsWritten> writeSettings(const QString &path, const QByteArray &content,
                                            bool replace)
{
    const QFileInfo info(path);
    if (info.isDir())
        return base::localError(u"%1 is a folder"_s.arg(path));
    if (!replace && (info.exists() || info.isSymLink()))
        return SettingsWritten::ThereIsOne;
    if (const auto written = base::writePrivateFile(path, content); !written)
        return std::unexpected(written.error());
    return SettingsWritten::Done;
}

pg::ConnectionSpec specFor(const pg::ConnectionSpec &server, const QString &role,
                           const QString &database)
{
    pg::ConnectionSpec spec;
    for (const QString &option : {u"host"_s, u"hostaddr"_s, u"port"_s, u"sslmode"_s})
        spec.set(option, server.value(option));
    spec.set(u"user"_s, role);
    spec.set(u"dbname"_s, database);
    return spec;
}

} // namespace app
