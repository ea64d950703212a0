// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changefactsreader.h"

#include <QObject>

namespace snapshot {
class LiveSource;
}

namespace app {

using DependentsResult = base::Result<std::vector<actions::RoleDependents>>;
using ExtensionsResult = base::Result<std::vector<actions::AvailableExtension>>;
using DatabaseUseResult = base::Result<actions::DatabaseUse>;

/// Looks up what has to be known before a role or database is changed, over the control connection
/// of a live source, on its thread, and only when asked. Ends with the source.
class FactsReader final : public QObject
{
    Q_OBJECT

public:
    explicit FactsReader(snapshot::LiveSource &source);

    // From any thread; each is answered once, unless the source ends before.
    void readDependents(quint32 role);
    void readExtensions();
    void readDatabaseUse(quint32 database);

signals:
    void dependentsRead(quint32 role, const app::DependentsResult &dependents);
    void extensionsRead(const app::ExtensionsResult &extensions);
    void databaseUseRead(quint32 database, const app::DatabaseUseResult &use);

private:
    QCoro::Task<void> dependentsNow(quint32 role);
    QCoro::Task<void> extensionsNow();
    QCoro::Task<void> databaseUseNow(quint32 database);
    QPointer<pg::Connection> connection() const;

    snapshot::LiveSource &m_source;
};

} // namespace app
