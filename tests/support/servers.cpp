// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/servers.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

namespace tests {

using namespace Qt::StringLiterals;

bool inCi()
{
    return !qEnvironmentVariableIsEmpty("CI");
}

QList<int> serverVersions()
{
    const QString wanted = qEnvironmentVariable("PGVIGIL_TEST_SERVERS", u"13,15,17,18"_s);
    QList<int> versions;
    for (const QString &version : wanted.split(u',', Qt::SkipEmptyParts))
        versions.append(version.toInt());
    return versions;
}

void addServerRows()
{
    QTest::addColumn<int>("version");
    for (const int version : serverVersions()) {
        if (inCi() || serverPrograms(version))
            QTest::addRow("PostgreSQL %d", version) << version;
    }
}

int anyServer()
{
    const QList<int> versions = serverVersions();
    for (const int version : {17, 18, 15, 13}) {
        if (versions.contains(version) && serverPrograms(version))
            return version;
    }
    return inCi() ? 17 : 0;
}

QStringList ServerPrograms::command(const QString &program, const QStringList &arguments) const
{
    const QStringList plain = QStringList{binFolder + u'/' + program} + arguments;
    if (root.isEmpty())
        return plain;
    // Not a pid namespace of its own: a test signals backends by the pids that the server shows.
    // /proc is bound because a new one can only be mounted in a new pid namespace.
    const QString tmp = QDir::tempPath();
    return QStringList{u"bwrap"_s, u"--unshare-user"_s, u"--uid"_s,     u"1000"_s,
                       u"--gid"_s, u"1000"_s,           u"--ro-bind"_s, root,
                       u"/"_s,     u"--dev"_s,          u"/dev"_s,      u"--ro-bind"_s,
                       u"/proc"_s, u"/proc"_s,          u"--bind"_s,    tmp,
                       tmp} +
           plain;
}

base::Result<ServerPrograms> serverPrograms(int version)
{
    const QStringList installed = {u"/usr/lib/postgresql/%1/bin"_s.arg(version),
                                   u"/usr/pgsql-%1/bin"_s.arg(version)};
    for (const QString &folder : installed) {
        if (QFileInfo(folder + u"/postgres"_s).isExecutable())
            return ServerPrograms{version, folder, {}};
    }
    const QString roots = qEnvironmentVariable("PGVIGIL_SERVER_ROOTS");
    const QString root = roots + u"/%1"_s.arg(version);
    if (!roots.isEmpty() && QFileInfo(root + installed[0] + u"/postgres"_s).isExecutable())
        return ServerPrograms{version, installed[0], root};
    return base::localError(u"PostgreSQL %1 is not there: neither in %2 nor below '%3'"_s.arg(
        QString::number(version), installed.join(u", "_s), roots));
}

} // namespace tests
