// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/testserver.h"

#include <QRandomGenerator>

namespace tests {

/// Roles and databases made up from a seed: nested memberships with every option, hostile names,
/// limits, dates, settings, ownership, grants on databases.
class RandomInventory final
{
public:
    RandomInventory(int version, quint32 seed);

    /// Makes all that on the server. Statements that a server may refuse for what came before them,
    /// such as a membership in a circle, may fail.
    base::Result<void> create(TestServer &server) const;

    const QStringList &databases() const { return m_databases; }

private:
    void addRoles(QRandomGenerator &random);
    void addDatabases(QRandomGenerator &random);
    void addMemberships(QRandomGenerator &random);
    void addGrants(QRandomGenerator &random);
    void addSettings(QRandomGenerator &random);
    QString anyRole(QRandomGenerator &random) const;
    QString anyDatabase(QRandomGenerator &random) const;

    int m_version;
    QStringList m_roles;     ///< Quoted.
    QStringList m_databases; ///< As they are.
    QStringList m_needed;
    QStringList m_refusable;
    QString m_tables;
};

/// "name" with its quotes doubled.
QString quoted(const QString &name);

} // namespace tests
