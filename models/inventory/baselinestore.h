// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/baseline.h"

namespace inventory {

/// The baselines of this person: one JSON file each in a folder, mode 0600, replaced at once and
/// whole. Blocking; for one thread.
class BaselineStore final
{
public:
    explicit BaselineStore(QString folder);

    /// Replaces one of the same name, server and database.
    base::Result<void> save(const Baseline &baseline);

    /// All readable ones of a server and a database, the newest first; a file that cannot be read
    /// is named in problems and left alone.
    struct Listing
    {
        std::vector<Baseline> baselines;
        QStringList problems;
    };
    Listing list(const QString &serverId, const QString &database) const;

    base::Result<void> remove(const Baseline &baseline);

private:
    QString pathOf(const Baseline &baseline) const;

    QString m_folder;
};

QByteArray baselineToJson(const Baseline &baseline);
base::Result<Baseline> baselineFromJson(const QByteArray &json);

} // namespace inventory
