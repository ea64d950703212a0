// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "practice/practicerecord.h"

#include <QFile>
#include <QList>

#include <memory>

namespace app {

/// The folder of one practice server, held by its supervisor: nobody else may use it while the lock
/// in it is held, and the kernel lets go of the lock when the supervisor ends in whatever way.
class PracticeFolder final
{
public:
    /// Makes a folder below base with the first free name: the scenario's, then "scenario-2" …
    static base::Result<PracticeFolder> claim(const QString &base, const QString &scenario);

    PracticeFolder(PracticeFolder &&other) noexcept;
    PracticeFolder &operator=(PracticeFolder &&other) noexcept;
    ~PracticeFolder();

    QString name() const;
    const QString &path() const { return m_path; }

    /// Replaces the description that others read.
    base::Result<void> write(const PracticeRecord &record) const;

private:
    PracticeFolder(QString path, int lock);

    QString m_path;
    int m_lock = -1;
};

/// Where this user's practice servers are: a folder of mode 0700 that is made if missing. An error
/// if something else is in its place. Short enough for the path of a socket below it.
base::Result<QString> practiceBase();

/// The practice servers that run below base. What a killed one left behind is removed on the way.
QList<PracticeRecord> runningPracticeServers(const QString &base);

} // namespace app
