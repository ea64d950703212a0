// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/importsource.h"

#include "access/parselimits.h"
#include "base/privatefile.h"

#include <QDir>
#include <QFileInfo>

namespace pgaccess {

using namespace Qt::StringLiterals;

QStringList standardImportFiles(const QString &home)
{
    const QDir folder(home);
    QStringList out;
    for (const auto name :
         {".pgpass"_L1, ".pg_service.conf"_L1, "servers.json"_L1, ".pgadmin/servers.json"_L1,
          ".pgadmin4/servers.json"_L1, "Downloads/servers.json"_L1}) {
        if (QFileInfo::exists(folder.filePath(name)))
            out.append(folder.filePath(name));
    }
    return out;
}

ImportKind guessImportKind(const QString &path, QByteArrayView bytes)
{
    const QString name = QFileInfo(path).fileName();
    if (name.contains("pgpass"_L1))
        return ImportKind::PassFile;
    if (name.contains("service"_L1) && !name.endsWith(".json"_L1))
        return ImportKind::ServiceFile;
    if (bytes.startsWith("\xEF\xBB\xBF"))
        bytes = bytes.sliced(3);
    bytes = bytes.trimmed();
    if (bytes.startsWith('{') || name.endsWith(".json"_L1))
        return ImportKind::PgAdmin;
    return bytes.startsWith('[') ? ImportKind::ServiceFile : ImportKind::PassFile;
}

ImportSource readImportSource(const QString &path)
{
    auto content = base::readRegularFile(path, qint64(MaxFileBytes));
    ImportSource out{
        .kind = guessImportKind(path, content ? QByteArrayView(*content) : QByteArrayView()),
        .path = path};
    if (out.kind == ImportKind::PassFile) { // has stricter rules, to be asked of the same open file
        const PassFile file = readPassFile(path);
        out.bytes = file.bytes;
        out.passFileState = file.state;
    } else if (content) {
        out.bytes = base::Secret(*content);
    } else {
        out.trouble = content.error();
    }
    if (content)
        content->fill('\0');
    return out;
}

} // namespace pgaccess
