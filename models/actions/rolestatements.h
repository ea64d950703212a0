// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

namespace actions {

/// What ALTER ROLE can say of a role, besides its name and its password.
struct RoleAttributes
{
    bool login = false;
    bool superuser = false;
    bool createDatabase = false;
    bool createRole = false;
    bool inherits = true;
    bool replication = false;
    bool bypassRls = false;
    int connectionLimit = -1;
    QString validUntil; ///< As the server reads a moment; empty: for ever.

    bool operator==(const RoleAttributes &) const = default;
};

/// One statement with all that differs; none if nothing does.
QStringList alterRole(const QString &role, const RoleAttributes &before,
                      const RoleAttributes &after);

/// CREATE ROLE with what differs from the defaults. With a password its slot stands in it.
QString createRole(const QString &role, const RoleAttributes &attributes, bool password);

/// A membership as it is to be. The options for inheriting and SET ROLE exist since 16.
struct MembershipGrant
{
    QString role;    ///< What is granted.
    QString member;  ///< To whom.
    QString grantor; ///< As whom; empty: whoever grants by default. Only since 16.
    bool admin = false;
    bool inherit = true;
    bool set = true;

    bool operator==(const MembershipGrant &) const = default;
};

QString grantMembership(const MembershipGrant &grant, int serverVersion);

/// Only of this grantor since 16, where the same membership may have several.
QString revokeMembership(const MembershipGrant &grant, int serverVersion);

/// In each of these databases everything is given to the heir and the privileges are taken away;
/// then the role is dropped. An empty name is the database that we are connected to.
QStringList dropRole(const QString &role, const QString &heir, const QStringList &databases);

} // namespace actions
