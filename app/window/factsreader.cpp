// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/factsreader.h"

#include "snapshot/livesource.h"

namespace app {

FactsReader::FactsReader(snapshot::LiveSource &source)
    : QObject(&source)
    , m_source(source)
{
}

void FactsReader::readDependents(quint32 role)
{
    QMetaObject::invokeMethod(this, [this, role] { dependentsNow(role); });
}

void FactsReader::readExtensions()
{
    QMetaObject::invokeMethod(this, [this] { extensionsNow(); });
}

void FactsReader::readDatabaseUse(quint32 database)
{
    QMetaObject::invokeMethod(this, [this, database] { databaseUseNow(database); });
}

QPointer<pg::Connection> FactsReader::connection() const
{
    return &m_source.server().control();
}

QCoro::Task<void> FactsReader::dependentsNow(quint32 role)
{
    const QPointer<FactsReader> alive(this);
    const auto dependents = co_await actions::readRoleDependents(connection(), role);
    if (alive)
        emit dependentsRead(role, dependents);
}

QCoro::Task<void> FactsReader::extensionsNow()
{
    const QPointer<FactsReader> alive(this);
    const auto extensions = co_await actions::readExtensions(connection());
    if (alive)
        emit extensionsRead(extensions);
}

QCoro::Task<void> FactsReader::databaseUseNow(quint32 database)
{
    const QPointer<FactsReader> alive(this);
    const auto use = co_await actions::readDatabaseUse(connection(), database);
    if (alive)
        emit databaseUseRead(database, use);
}

} // namespace app
