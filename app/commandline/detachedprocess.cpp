// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/detachedprocess.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace app {

namespace {

constexpr qsizetype LongestLine = 64 * 1024;

// Input and errors go nowhere, output into the pipe.
int spawnDetached(const QStringList &arguments, int output)
{
    QList<QByteArray> texts;
    for (const QString &argument : arguments)
        texts.append(QFile::encodeName(argument));
    std::vector<char *> words;
    for (QByteArray &text : texts)
        words.push_back(text.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    pid_t pid = 0;
    const int problem =
        posix_spawn(&pid, words.front(), &files, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return problem;
}

QByteArray readLine(int fd)
{
    QByteArray line;
    char c = 0;
    while (line.size() < LongestLine) {
        const ssize_t count = read(fd, &c, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0 || c == '\n')
            break;
        line.append(c);
    }
    return line;
}

} // namespace

base::Result<QByteArray> firstLineOfDetached(const QString &program, const QStringList &arguments)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return base::localError(QString::fromLocal8Bit(std::strerror(errno)));
    const int problem = spawnDetached(QStringList(program) + arguments, ends[1]);
    close(ends[1]);
    QByteArray line = problem == 0 ? readLine(ends[0]) : QByteArray();
    close(ends[0]);
    if (problem != 0)
        return base::localError(QString::fromLocal8Bit(std::strerror(problem)));
    if (line.isEmpty()) {
        return base::localError(QCoreApplication::translate(
            "app::DetachedProcess", "The process in the background ended without a word."));
    }
    return line;
}

} // namespace app
