// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/postgresprograms.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int OldestSupported = 13;
constexpr int ProgramDeadline = 5000;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::PostgresPrograms)
};

// Matches such as /usr/pgsql-*/bin; the newest release comes first.
QStringList matching(const QString &parent, const QString &pattern, const QString &below)
{
    QStringList names = QDir(parent).entryList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot);
    static const QRegularExpression number(u"(\\d+)$"_s);
    const auto release = [](const QString &name) { return number.match(name).captured(1).toInt(); };
    std::ranges::sort(names, std::greater{}, release);
    for (QString &name : names)
        name = parent + u'/' + name + below;
    return names;
}

QString firstLineOf(const QString &program, const QString &argument)
{
    QProcess process;
    process.start(program, {argument}, QIODevice::ReadOnly);
    if (!process.waitForFinished(ProgramDeadline) || process.exitCode() != 0)
        return {};
    return QString::fromLocal8Bit(process.readAllStandardOutput()).section(u'\n', 0, 0).trimmed();
}

bool isComplete(const QString &folder)
{
    constexpr std::array names = {"initdb"_L1, "postgres"_L1, "psql"_L1};
    return std::ranges::all_of(names, [&](QLatin1StringView name) {
        return QFileInfo(folder + u'/' + name).isExecutable();
    });
}

// "postgres (PostgreSQL) 17.4 (Debian 17.4-1)"
int majorRelease(const QString &folder)
{
    static const QRegularExpression version(u"\\(PostgreSQL\\) (\\d+)"_s);
    return version.match(firstLineOf(folder + "/postgres"_L1, u"--version"_s)).captured(1).toInt();
}

} // namespace

QStringList postgresFolders()
{
    QStringList folders = matching(u"/usr/lib/postgresql"_s, u"*"_s, u"/bin"_s);
    folders += matching(u"/usr"_s, u"pgsql-*"_s, u"/bin"_s);
    if (const QString config = QStandardPaths::findExecutable(u"pg_config"_s); !config.isEmpty())
        folders += firstLineOf(config, u"--bindir"_s);
    folders += qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    folders += u"/usr/bin"_s;
    folders.removeAll(QString());
    folders.removeDuplicates();
    return folders;
}

base::Result<PostgresPrograms> findPostgres(const QStringList &folders)
{
    for (const QString &folder : folders) {
        if (!isComplete(folder))
            continue;
        if (const int major = majorRelease(folder); major >= OldestSupported)
            return PostgresPrograms{.folder = folder, .major = major};
    }
    return base::localError(
        Tr::tr("No PostgreSQL server programs were found on this machine."),
        Tr::tr(
            "Install them: apt-get install postgresql (Debian, Ubuntu), dnf install "
            "postgresql-server (Fedora) or zypper install postgresql-server (openSUSE); or put the "
            "folder with initdb, postgres and psql on the PATH."));
}

} // namespace app
