// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/logreader.h"

#include <QFile>
#include <QtConcurrentRun>

namespace pgaccess {

namespace {

constexpr qint64 MaxLog = 32 * 1024 * 1024;

LogStory storyOfFile(const QString &path)
{
    const auto log = path.isEmpty() ? base::Result<ServerLog>() : readServerLog(path);
    if (!log || path.isEmpty())
        return {};
    LogStory story = storyOf(*log);
    story.file = path;
    return story;
}

} // namespace

base::Result<ServerLog> readServerLog(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::localError(file.errorString());
    if (file.size() > MaxLog)
        file.seek(file.size() - MaxLog);
    const QByteArray bytes = file.read(MaxLog);
    return parseServerLog({bytes.constData(), size_t(bytes.size())});
}

void LogReader::read(const QString &path)
{
    QtConcurrent::run(storyOfFile, path)
        .then(this, [this, question = ++m_question](const LogStory &story) {
            if (question == m_question)
                emit told(story);
        });
}

} // namespace pgaccess
