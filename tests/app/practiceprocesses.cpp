// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/practiceprocesses.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace tests {

QList<qint64> processesIn(const QString &folder)
{
    QList<qint64> pids;
    for (const QString &pid : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        if (QFile::symLinkTarget(u"/proc/%1/cwd"_s.arg(pid)).startsWith(folder + u'/'))
            pids.append(pid.toLongLong());
    }
    return pids;
}

qint64 postmasterOf(const QString &folder)
{
    QFile file(folder + "/data/postmaster.pid"_L1);
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toLongLong() : 0;
}

qint64 keeperOf(const QString &folder)
{
    for (const QString &pid : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        QFile words(u"/proc/%1/cmdline"_s.arg(pid));
        if (words.open(QIODevice::ReadOnly) &&
            words.readAll().endsWith(QByteArray("keep\0", 5) + folder.toUtf8() + '\0'))
            return pid.toLongLong();
    }
    return 0;
}

} // namespace tests
