// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/evidencefiles.h"

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
            else
                others.append(path);
            continue;
        }
        others.append(path);
        const QFileInfoList children = QDir(path).entryInfoList(QDir::Files, QDir::Name);
        for (const QFileInfo &child : children) {
            QString *place = placeFor(child.fileName(), inFolders);
            if (place && isOfServer(child.fileName().toLower()))
                *place = child.filePath();
        }
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
