// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/rolestatements.h"

#include "actions/sqltext.h"

namespace actions {

using namespace Qt::StringLiterals;

namespace {

QString flag(QLatin1StringView word, bool on)
{
    return (on ? QString() : u"NO"_s) + word;
}

QStringList differences(const RoleAttributes &before, const RoleAttributes &after)
{
    const std::initializer_list<std::pair<QLatin1StringView, bool RoleAttributes::*>> flags{
        {"LOGIN"_L1, &RoleAttributes::login},
        {"SUPERUSER"_L1, &RoleAttributes::superuser},
        {"CREATEDB"_L1, &RoleAttributes::createDatabase},
        {"CREATEROLE"_L1, &RoleAttributes::createRole},
        {"INHERIT"_L1, &RoleAttributes::inherits},
        {"REPLICATION"_L1, &RoleAttributes::replication},
        {"BYPASSRLS"_L1, &RoleAttributes::bypassRls},
    };
    QStringList parts;
    for (const auto &[word, member] : flags) {
        if (before.*member != after.*member)
            parts << flag(word, after.*member);
    }
    if (before.connectionLimit != after.connectionLimit)
        parts << u"CONNECTION LIMIT "_s + QString::number(after.connectionLimit);
    if (before.validUntil != after.validUntil)
        parts << u"VALID UNTIL "_s +
                     quotedText(after.validUntil.isEmpty() ? u"infinity"_s : after.validUntil);
    return parts;
}

// Before 16 who granted it makes no difference.
QString grantedBy(const MembershipGrant &grant, int serverVersion)
{
    if (serverVersion < 160000 || grant.grantor.isEmpty())
        return {};
    return u" GRANTED BY "_s + quotedName(grant.grantor);
}

} // namespace

QStringList alterRole(const QString &role, const RoleAttributes &before,
                      const RoleAttributes &after)
{
    const QStringList parts = differences(before, after);
    if (parts.isEmpty())
        return {};
    return {u"ALTER ROLE "_s + quotedName(role) + u' ' + parts.join(u' ')};
}

QString createRole(const QString &role, const RoleAttributes &attributes, bool password)
{
    QStringList parts = differences({}, attributes);
    if (password)
        parts << u"PASSWORD :'password'"_s;
    parts.prepend(u"CREATE ROLE "_s + quotedName(role));
    return parts.join(u' ');
}

QString grantMembership(const MembershipGrant &grant, int serverVersion)
{
    QString text = u"GRANT "_s + quotedName(grant.role) + u" TO "_s + quotedName(grant.member);
    if (serverVersion < 160000)
        return grant.admin ? text + u" WITH ADMIN OPTION"_s : text;
    const auto option = [](bool on) { return on ? "TRUE"_L1 : "FALSE"_L1; };
    text += u" WITH ADMIN "_s + option(grant.admin) + u", INHERIT "_s + option(grant.inherit) +
            u", SET "_s + option(grant.set);
    return text + grantedBy(grant, serverVersion);
}

QString revokeMembership(const MembershipGrant &grant, int serverVersion)
{
    return u"REVOKE "_s + quotedName(grant.role) + u" FROM "_s + quotedName(grant.member) +
           grantedBy(grant, serverVersion);
}

QStringList dropRole(const QString &role, const QString &heir, const QStringList &databases)
{
    const QString name = quotedName(role);
    QStringList statements;
    for (const QString &database : databases) {
        if (!database.isEmpty())
            statements << connectStatement(database);
        statements << u"REASSIGN OWNED BY "_s + name + u" TO "_s + quotedName(heir)
                   << u"DROP OWNED BY "_s + name;
    }
    return statements << u"DROP ROLE "_s + name;
}

} // namespace actions
