// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/loginfailures.h"
#include "base/error.h"

#include <QObject>

namespace pgaccess {

/// What is of use in the log of a server: its last part, as logs grow. Blocks.
base::Result<ServerLog> readServerLog(const QString &path);

/// Reads logs on another thread. Only the last one that was asked for counts.
class LogReader final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// An empty path has an empty story, so has a file that cannot be read.
    void read(const QString &path);

signals:
    void told(const pgaccess::LogStory &story);

private:
    quint64 m_question = 0;
};

} // namespace pgaccess
