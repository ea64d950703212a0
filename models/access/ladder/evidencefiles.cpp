// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/evidencefiles.h"

#include "access/diagnosis/authlog.h"

#include <QDir>
#include <QFileInfo>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

// Where a file of this name belongs; nothing for others.
QString *placeFor(const QString &path, EvidenceFiles &files)
{
    const QString name = QFileInfo(path).fileName().toLower();
    if (name.contains("pg_hba"_L1) || name == "hba.conf"_L1)
        return &files.hba;
    if (name.contains("pg_ident"_L1) || name == "ident.conf"_L1)
        return &files.ident;
    const bool postgres = name.contains("postgres"_L1) || name == "server.log"_L1;
    if (name.endsWith(".log"_L1) || (postgres && name.endsWith(".csv"_L1)))
        return &files.log;
    return nullptr;
}

// Any program may keep a log in its folder.
bool isOfServer(const QString &name)
{
    return !name.endsWith(".log"_L1) || name.contains("postgres"_L1) || name == "server.log"_L1;
}

// Whatever it is called, such as compose-logs.txt: by how it begins.
bool holdsServerLog(const QString &path)
{
    constexpr qint64 Beginning = 64 * 1024;
    if (!QFileInfo(path).fileName().contains("log"_L1, Qt::CaseInsensitive))
        return false;
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.read(Beginning) : QByteArray();
    return looksLikeServerLog({bytes.constData(), size_t(bytes.size())});
}

EvidenceFiles filesIn(const QString &folder)
{
    constexpr int MostRead = 50;
    EvidenceFiles found;
    QString byContent;
    int read = 0;
    const QFileInfoList children = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
    for (const QFileInfo &child : children) {
        QString *place = placeFor(child.fileName(), found);
        if (place && isOfServer(child.fileName().toLower()))
            *place = child.filePath();
        else if (byContent.isEmpty() && ++read <= MostRead && holdsServerLog(child.filePath()))
            byContent = child.filePath();
    }
    if (found.log.isEmpty())
        found.log = byContent;
    return found;
}

} // namespace

void EvidenceFiles::take(const EvidenceFiles &other)
{
    for (const auto part : {&EvidenceFiles::log, &EvidenceFiles::hba, &EvidenceFiles::ident}) {
        if (!(other.*part).isEmpty())
            this->*part = other.*part;
    }
}

EvidenceFiles takeEvidence(QStringList &paths)
{
    EvidenceFiles named, inFolders;
    QStringList others;
    for (const QString &path : std::as_const(paths)) {
        if (!QFileInfo(path).isDir()) {
            if (QString *place = placeFor(path, named))
                *place = path;
            else if (holdsServerLog(path))
                named.log = path;
            else
                others.append(path);
            continue;
        }
        others.append(path);
        inFolders.take(filesIn(path));
    }
    paths = others;
    inFolders.take(named);
    return inFolders;
}

QString identBeside(const QString &hba)
{
    const QFileInfo ident(QFileInfo(hba).dir(), u"pg_ident.conf"_s);
    return ident.isReadable() ? ident.filePath() : QString();
}

} // namespace pgaccess
