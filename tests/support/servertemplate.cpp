// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/servertemplate.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>

#include <unistd.h>

namespace tests {

using namespace Qt::StringLiterals;

namespace {

base::Result<void> runProgram(QStringList command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString program = command.takeFirst();
    process.start(program, command);
    if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
        return base::localError(u"%1: %2 %3"_s.arg(program, process.errorString(),
                                                   QString::fromUtf8(process.readAll())));
    }
    return {};
}

base::Result<void> makeTemplate(const ServerPrograms &programs, const QString &folder)
{
    const QString fresh = folder + u".new"_s;
    QDir(fresh).removeRecursively();
    // Encoding UTF8 with the locale C, so that databases of every other encoding can be made. The
    // smallest WAL segments keep the copies small.
    const auto made = runProgram(programs.command(
        u"initdb"_s, {u"-D"_s, fresh, u"-U"_s, u"postgres"_s, u"-A"_s, u"trust"_s, u"-E"_s,
                      u"UTF8"_s, u"--no-locale"_s, u"-N"_s, u"--wal-segsize=1"_s}));
    if (!made)
        return made;
    if (!QDir().rename(fresh, folder))
        return base::localError(u"cannot rename %1"_s.arg(fresh));
    return {};
}

} // namespace

base::Result<void> copyTemplate(const ServerPrograms &programs, const QString &folder)
{
    const QString original = u"%1/pgvigil-template-%2-%3"_s.arg(
        QDir::tempPath(), QString::number(::getuid()), QString::number(programs.version));
    {
        QLockFile lock(original + u".lock"_s);
        lock.setStaleLockTime(0);
        lock.lock();
        if (!QFileInfo::exists(original)) {
            if (const auto made = makeTemplate(programs, original); !made)
                return made;
        }
    }
    return runProgram({u"cp"_s, u"-a"_s, u"--reflink=auto"_s, original, folder});
}

} // namespace tests
