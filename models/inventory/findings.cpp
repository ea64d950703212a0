// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findings.h"

#include "inventory/memberships.h"
#include "inventory/privileges.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace inventory {

namespace {

// The most severe first, then by kind and subject.
void sortFindings(std::vector<Finding> &findings)
{
    std::ranges::sort(findings, {}, [](const Finding &one) {
        return std::tuple(-int(one.severity), int(one.id), one.subject, one.name);
    });
}

// Watching without being a superuser: pg_monitor, or at least its better half.
bool hasMonitoringRole(const Inventory &inventory, const MembershipGraph &graph)
{
    return std::ranges::any_of(inventory.roles, [&](const Role &monitor) {
        if (!monitor.isPredefined() ||
            (monitor.name != "pg_monitor"_L1 && monitor.name != "pg_read_all_stats"_L1))
            return false;
        const MembershipClosure members = graph.closure(monitor.oid, Direction::MembersOf);
        return std::ranges::any_of(members.reached(), [&](const Reached &one) {
            const Role *role = inventory.role(one.role);
            return one.inherits && role && role->login && !role->superuser;
        });
    });
}

Finding noMonitoringRole(const Inventory &inventory)
{
    const QString name = quotedIdentifier(freeRoleName(inventory, u"pgvigil"_s));
    return {.id = FindingId::NoMonitoringRole,
            .severity = FindingSeverity::Info,
            .kind = SubjectKind::Server,
            .sql = {u"CREATE ROLE %1 LOGIN CONNECTION LIMIT 4 PASSWORD :'password'"_s.arg(name),
                    u"GRANT pg_monitor TO %1"_s.arg(name),
                    u"GRANT pg_signal_backend TO %1"_s.arg(name)}};
}

bool mayEverybodyCreate(const Schema &schema)
{
    return std::ranges::any_of(schema.acl, [](const AclItem &item) {
        return item.grantee == 0 && item.privileges.contains(u'C');
    });
}

// What changes them, or runs as whoever uses them: reading is often meant, and so is USAGE.
QStringView dangerousLetters(const QString &objects)
{
    if (objects == "tables"_L1)
        return u"awdDt";
    if (objects == "schemas"_L1)
        return u"C";
    return objects == "large objects"_L1 ? u"w" : u"";
}

QString revoking(const QString &role, const QString &schema, const Finding &finding)
{
    QStringList privileges;
    for (const QChar letter : finding.privileges)
        privileges += privilegeName(letter);
    const QString within =
        schema.isEmpty() ? QString() : u" IN SCHEMA "_s + quotedIdentifier(schema);
    return u"ALTER DEFAULT PRIVILEGES FOR ROLE "_s + quotedIdentifier(role) + within +
           u" REVOKE "_s + privileges.join(u", "_s) + u" ON "_s + finding.text.toUpper() +
           u" FROM PUBLIC"_s;
}

std::optional<Finding> openDefaults(const Inventory &inventory, const DatabaseContents &contents,
                                    const DefaultPrivileges &defaults)
{
    QString open;
    for (const AclItem &item : defaults.acl) {
        for (const QChar letter : dangerousLetters(defaults.objects)) {
            if (item.grantee == 0 && item.privileges.contains(letter) && !open.contains(letter))
                open += letter;
        }
    }
    if (open.isEmpty())
        return {};
    Finding finding{.id = FindingId::DefaultsForEverybody,
                    .kind = SubjectKind::Database,
                    .subject = contents.database,
                    .database = contents.database,
                    .role = defaults.role,
                    .text = defaults.objects,
                    .privileges = open};
    const Role *role = inventory.role(defaults.role);
    const Schema *schema = contents.schema(defaults.schema);
    if (schema)
        finding.name = schema->name;
    const bool placed = defaults.schema == 0 || (schema && isNameable(schema->name));
    if (role && isNameable(role->name) && placed)
        finding.sql += revoking(role->name, finding.name, finding);
    return finding;
}

} // namespace

QLatin1StringView findingName(FindingId id)
{
    switch (id) {
    case FindingId::SharedLogin:
        return "shared_login"_L1;
    case FindingId::AppSuperuser:
        return "app_superuser"_L1;
    case FindingId::AppBypassesRls:
        return "app_bypasses_rls"_L1;
    case FindingId::AppCreatesRoles:
        return "app_creates_roles"_L1;
    case FindingId::NoPassword:
        return "no_password"_L1;
    case FindingId::Md5Password:
        return "md5_password"_L1;
    case FindingId::PasswordExpired:
        return "password_expired"_L1;
    case FindingId::PasswordExpiresSoon:
        return "password_expires_soon"_L1;
    case FindingId::RoleUnused:
        return "role_unused"_L1;
    case FindingId::RoleLimitNear:
        return "role_limit_near"_L1;
    case FindingId::DatabaseLimitNear:
        return "database_limit_near"_L1;
    case FindingId::DatabaseUnused:
        return "database_unused"_L1;
    case FindingId::XidAge:
        return "xid_age"_L1;
    case FindingId::MxidAge:
        return "mxid_age"_L1;
    case FindingId::NoMonitoringRole:
        return "no_monitoring_role"_L1;
    case FindingId::PublicSchemaWritable:
        return "public_schema_writable"_L1;
    case FindingId::DefaultsForEverybody:
        return "defaults_for_everybody"_L1;
    case FindingId::ExtensionOutdated:
        return "extension_outdated"_L1;
    }
    return {};
}

QLatin1StringView severityName(FindingSeverity severity)
{
    switch (severity) {
    case FindingSeverity::Info:
        return "info"_L1;
    case FindingSeverity::Warning:
        return "warning"_L1;
    case FindingSeverity::Critical:
        return "critical"_L1;
    }
    return {};
}

std::set<Oid> subjectsInTrouble(const std::vector<Finding> &findings, SubjectKind kind)
{
    std::set<Oid> subjects;
    for (const Finding &finding : findings) {
        const bool inside =
            finding.kind == SubjectKind::Schema || finding.kind == SubjectKind::Extension;
        if (finding.severity == FindingSeverity::Info)
            continue;
        if (finding.kind == kind)
            subjects.insert(finding.subject);
        else if (inside && kind == SubjectKind::Database)
            subjects.insert(finding.database);
    }
    return subjects;
}

QString quotedIdentifier(const QString &name)
{
    return u'"' + QString(name).replace(u'"', "\"\""_L1) + u'"';
}

bool isNameable(const QString &name)
{
    return !name.isEmpty() && !name.contains(QChar::ReplacementCharacter);
}

bool isUserDatabase(const Database &database)
{
    return !database.isTemplate && database.name != "postgres"_L1;
}

QString freeRoleName(const Inventory &inventory, const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; std::ranges::contains(inventory.roles, name, &Role::name); ++number)
        name = u"%1_%2"_s.arg(wanted, QString::number(number));
    return name;
}

std::vector<Finding> inventoryFindings(const Inventory &inventory, const FindingOptions &options)
{
    std::vector<Finding> findings = roleFindings(inventory, options);
    const std::vector<Finding> ofDatabases = databaseFindings(inventory, options);
    findings.insert(findings.end(), ofDatabases.begin(), ofDatabases.end());
    if (!hasMonitoringRole(inventory, MembershipGraph(inventory)))
        findings.push_back(noMonitoringRole(inventory));
    sortFindings(findings);
    return findings;
}

std::vector<Finding> contentsFindings(const Inventory &inventory, const DatabaseContents &contents)
{
    std::vector<Finding> findings;
    for (const Schema &schema : contents.schemas) {
        if (!mayEverybodyCreate(schema))
            continue;
        Finding finding{.id = FindingId::PublicSchemaWritable,
                        .kind = SubjectKind::Schema,
                        .subject = schema.oid,
                        .database = contents.database,
                        .name = schema.name};
        if (isNameable(schema.name))
            finding.sql +=
                u"REVOKE CREATE ON SCHEMA %1 FROM PUBLIC"_s.arg(quotedIdentifier(schema.name));
        findings.push_back(finding);
    }
    for (const DefaultPrivileges &defaults : contents.defaultPrivileges) {
        if (const auto finding = openDefaults(inventory, contents, defaults))
            findings.push_back(*finding);
    }
    for (const Extension &extension : contents.extensions) {
        if (!extension.isOutdated())
            continue;
        findings.push_back(
            {.id = FindingId::ExtensionOutdated,
             .severity = FindingSeverity::Info,
             .kind = SubjectKind::Extension,
             .subject = extension.schema,
             .database = contents.database,
             .name = extension.name,
             .text = extension.version,
             .sql = {u"ALTER EXTENSION %1 UPDATE"_s.arg(quotedIdentifier(extension.name))}});
    }
    sortFindings(findings);
    return findings;
}

} // namespace inventory
