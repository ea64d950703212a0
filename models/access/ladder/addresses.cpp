// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/addresses.h"

#include <QFile>
#include <QFileInfo>
#include <QHostAddress>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto DefaultFolder = "/var/run/postgresql"_L1;
constexpr qint64 MaxListing = 4 * 1024 * 1024;
constexpr qsizetype MaxFolders = 4;

} // namespace

QStringList socketFolders(int port)
{
    const QString name = u"/.s.PGSQL."_s + QString::number(port);
    QStringList folders;
    if (QFileInfo::exists(DefaultFolder + name))
        folders.append(DefaultFolder);
    QFile listing(u"/proc/net/unix"_s);
    const QByteArray lines =
        listing.open(QIODevice::ReadOnly) ? listing.read(MaxListing) : QByteArray();
    for (const QByteArray &line : lines.split('\n')) {
        const QString path = QString::fromLocal8Bit(line.sliced(line.lastIndexOf(' ') + 1));
        if (!path.startsWith(u'/') || !path.endsWith(name) || !QFileInfo::exists(path))
            continue;
        const QString folder = path.chopped(name.size());
        const QString real = QFileInfo(folder).canonicalFilePath();
        const bool known = std::ranges::any_of(folders, [&real](const QString &other) {
            return QFileInfo(other).canonicalFilePath() == real;
        });
        if (!known && folders.size() < MaxFolders)
            folders.append(folder);
    }
    return folders.isEmpty() ? QStringList{DefaultFolder} : folders;
}

std::optional<QList<pg::Target>> knownPlaces(const pg::Target &target)
{
    if (!target.hostAddress.isEmpty())
        return QList{target};
    if (target.isSocket() && target.host != DefaultFolder)
        return QList{target};
    const bool local = target.host.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
    QList<pg::Target> places;
    if (local) {
        for (const QString &address : {u"::1"_s, u"127.0.0.1"_s})
            places.append({.host = target.host, .hostAddress = address, .port = target.port});
    }
    if (local || target.isSocket()) {
        for (const QString &folder : socketFolders(target.port))
            places.append({.host = folder, .port = target.port});
        return places;
    }
    if (!QHostAddress(target.host).isNull())
        return QList{
            pg::Target{.host = target.host, .hostAddress = target.host, .port = target.port}};
    return {};
}

} // namespace pgaccess
