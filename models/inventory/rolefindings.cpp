// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findings.h"

#include <QSet>

#include <span>

using namespace Qt::StringLiterals;

namespace inventory {

namespace {

// The role that made the cluster.
constexpr Oid BootstrapRole = 10;

// What is asked of every role, made once.
class RoleLook final
{
public:
    RoleLook(const Inventory &inventory, const FindingOptions &options)
        : m_inventory(inventory)
        , m_options(options)
    {
        for (const Database &database : inventory.databases) {
            m_owners.insert(database.owner);
            if (isUserDatabase(database))
                m_databases[database.owner].push_back(database.oid);
        }
        for (const OwnedObjects &owned : inventory.owned) {
            m_owners.insert(owned.role);
            const Database *database = inventory.database(owned.database);
            if (database && isUserDatabase(*database))
                m_ownersInside.insert(owned.role);
        }
        for (const Membership &one : inventory.memberships) {
            m_related.insert(one.role);
            m_related.insert(one.member);
        }
    }

    bool isApplication(const Role &role) const
    {
        return role.login && role.oid != BootstrapRole && !role.isPredefined() &&
               (!databasesOf(role).empty() || m_ownersInside.contains(role.oid));
    }

    std::vector<Finding> takeFindings()
    {
        for (const Role &role : m_inventory.roles) {
            if (role.isPredefined())
                continue;
            addSharing(role);
            addPowers(role);
            addPassword(role);
            addExpiry(role);
            addLimit(role);
            addUnused(role);
        }
        return std::move(m_found);
    }

private:
    std::vector<Oid> databasesOf(const Role &role) const { return m_databases.value(role.oid); }

    Finding about(const Role &role, FindingId id, FindingSeverity severity) const
    {
        return {.id = id, .severity = severity, .kind = SubjectKind::Role, .subject = role.oid};
    }

    // statement: with %1 for the role's name.
    void add(Finding finding, const Role &role, const QString &statement)
    {
        if (!statement.isEmpty() && isNameable(role.name))
            finding.sql += QString(statement).replace("%1"_L1, quotedIdentifier(role.name));
        m_found.push_back(std::move(finding));
    }

    void addSharing(const Role &role)
    {
        const std::vector<Oid> databases = databasesOf(role);
        if (!isApplication(role) || role.superuser || databases.size() < 2)
            return;
        Finding finding = about(role, FindingId::SharedLogin, FindingSeverity::Warning);
        finding.related = databases;
        finding.value = qint64(databases.size());
        for (const Oid oid : std::span(databases).subspan(1)) {
            const QString name = m_inventory.database(oid)->name;
            if (!isNameable(name))
                continue;
            const QString owner = quotedIdentifier(freeRoleName(m_inventory, name));
            finding.sql += u"CREATE ROLE "_s + owner + u" LOGIN PASSWORD :'password'"_s;
            finding.sql += u"ALTER DATABASE "_s + quotedIdentifier(name) + u" OWNER TO "_s + owner;
        }
        m_found.push_back(std::move(finding));
    }

    void addPowers(const Role &role)
    {
        if (!isApplication(role))
            return;
        const auto note = [&](bool holds, FindingId id, const QString &statement) {
            if (!holds)
                return;
            Finding finding = about(role, id, FindingSeverity::Warning);
            finding.related = databasesOf(role);
            add(std::move(finding), role, statement);
        };
        note(role.superuser, FindingId::AppSuperuser, u"ALTER ROLE %1 NOSUPERUSER"_s);
        note(role.bypassRls && !role.superuser, FindingId::AppBypassesRls,
             u"ALTER ROLE %1 NOBYPASSRLS"_s);
        note(role.createRole && !role.superuser, FindingId::AppCreatesRoles,
             u"ALTER ROLE %1 NOCREATEROLE"_s);
    }

    // The cluster's own role often logs in by its system user alone.
    void addPassword(const Role &role)
    {
        const bool none = role.password == PasswordKind::None;
        if (!role.login || (!none && role.password != PasswordKind::Md5))
            return;
        const auto severity =
            none && role.oid == BootstrapRole ? FindingSeverity::Info : FindingSeverity::Warning;
        add(about(role, none ? FindingId::NoPassword : FindingId::Md5Password, severity), role,
            u"ALTER ROLE %1 PASSWORD :'password'"_s);
    }

    void addExpiry(const Role &role)
    {
        using std::chrono::days;
        if (!role.login || !role.validUntil)
            return;
        const bool expired = *role.validUntil < m_options.now;
        if (!expired && *role.validUntil > m_options.now + days(m_options.expiryDays))
            return;
        Finding finding =
            about(role, expired ? FindingId::PasswordExpired : FindingId::PasswordExpiresSoon,
                  FindingSeverity::Warning);
        finding.when = role.validUntil;
        add(std::move(finding), role, u"ALTER ROLE %1 PASSWORD :'password' VALID UNTIL :'until'"_s);
    }

    void addLimit(const Role &role)
    {
        if (role.connectionLimit <= 0 || role.superuser ||
            role.connections * 100 < role.connectionLimit * m_options.nearPercent)
            return;
        Finding finding =
            about(role, FindingId::RoleLimitNear,
                  role.connections >= role.connectionLimit ? FindingSeverity::Critical
                                                           : FindingSeverity::Warning);
        finding.value = role.connections;
        finding.limit = role.connectionLimit;
        add(std::move(finding), role,
            u"ALTER ROLE %1 CONNECTION LIMIT "_s + QString::number(role.connectionLimit * 2LL));
    }

    void addUnused(const Role &role)
    {
        const bool used = role.connections > 0 || m_owners.contains(role.oid) ||
                          m_related.contains(role.oid) || role.oid == BootstrapRole ||
                          role.oid == m_inventory.ourRole;
        if (used || wasSeen(role))
            return;
        Finding finding = about(role, FindingId::RoleUnused, FindingSeverity::Info);
        if (m_options.watched && m_options.watched->since) {
            finding.when = m_options.watched->since;
            finding.basis = UnusedBasis::Watching;
        }
        for (const OwnedObjects &naming : m_inventory.naming) {
            if (naming.role != role.oid)
                continue;
            finding.related.push_back(naming.database);
            finding.value += naming.count;
        }
        const QString sql = finding.value == 0 ? u"DROP ROLE %1"_s : QString();
        add(std::move(finding), role, sql);
    }

    // Connected since the first reading, or made so lately that it had no time for it.
    bool wasSeen(const Role &role) const
    {
        const Watched *watched = m_options.watched;
        if (!watched)
            return false;
        const auto made = watched->newRoles.find(role.oid);
        return watched->roles.contains(role.oid) ||
               (made != watched->newRoles.end() &&
                m_options.now - made->second < m_options.unusedAfter);
    }

    const Inventory &m_inventory;
    const FindingOptions &m_options;
    QSet<Oid> m_owners;       ///< Of anything.
    QSet<Oid> m_ownersInside; ///< Of something in a database of people.
    QSet<Oid> m_related;      ///< By a membership.
    QHash<Oid, std::vector<Oid>> m_databases;
    std::vector<Finding> m_found;
};

} // namespace

bool isApplicationRole(const Inventory &inventory, const Role &role)
{
    return RoleLook(inventory, {}).isApplication(role);
}

std::vector<Finding> roleFindings(const Inventory &inventory, const FindingOptions &options)
{
    return RoleLook(inventory, options).takeFindings();
}

} // namespace inventory
