// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findingwords.h"

#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "inventory/findingtext.h"
#include "inventory/inventorytext.h"

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using inventory::Finding;
using inventory::FindingId;
using inventory::Inventory;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::FindingWords)
};

struct Words
{
    QString title;
    QString sentence;
};

QString subjectOf(const Inventory &inventory, const Finding &finding)
{
    switch (finding.kind) {
    case inventory::SubjectKind::Role:
        return InventoryText::role(inventory, finding.subject);
    case inventory::SubjectKind::Database:
        return InventoryText::database(inventory, finding.subject);
    default:
        return base::visibleText(finding.name);
    }
}

QString relatedText(const Inventory &inventory, const Finding &finding)
{
    constexpr size_t Most = 5;
    QStringList names;
    for (size_t i = 0; i < std::min(Most, finding.related.size()); ++i)
        names += finding.related[i] == 0 ? Tr::tr("what all databases share")
                                         : InventoryText::database(inventory, finding.related[i]);
    const auto more = qsizetype(finding.related.size()) - names.size();
    if (more > 0)
        names += Tr::tr("%n more", "databases", int(more));
    return names.join(u", "_s);
}

QString dayOf(const Finding &finding)
{
    return finding.when ? InventoryText::moment(*finding.when) : QString();
}

// The end is somebody's decision, and an old password is not made better by a later one.
QString newPasswordText()
{
    return Tr::tr("Set a new one (“Set Password…” in the panel Roles), and say until when it is "
                  "valid: a date, or 'infinity' for no end.");
}

Words passwordWords(const Finding &finding, const QString &role)
{
    switch (finding.id) {
    case FindingId::NoPassword:
        return {Tr::tr("%1 has no password").arg(role),
                Tr::tr("The role may log in, but only where pg_hba.conf asks for no password.")};
    case FindingId::Md5Password:
        return {Tr::tr("%1 has an MD5 password").arg(role),
                Tr::tr("Whoever reads the hash can log in with it. Set the password anew; it is "
                       "kept as SCRAM-SHA-256 then.")};
    case FindingId::PasswordExpired:
        return {Tr::tr("The password of %1 has expired").arg(role),
                Tr::tr("It was valid until %1. Sessions that are open go on; new ones with the "
                       "password are refused. %2")
                    .arg(dayOf(finding), newPasswordText())};
    default:
        return {Tr::tr("The password of %1 expires soon").arg(role),
                Tr::tr("It is valid until %1. %2").arg(dayOf(finding), newPasswordText())};
    }
}

Words applicationWords(const Inventory &inventory, const Finding &finding, const QString &role)
{
    const QString databases = relatedText(inventory, finding);
    switch (finding.id) {
    case FindingId::SharedLogin:
        return {Tr::tr("%1 databases share the role %2").arg(QString::number(finding.value), role),
                Tr::tr("It owns %1: whoever has the password of one application has them all. "
                       "Give each a role of its own; what is inside of the databases has to change "
                       "its owner, too.")
                    .arg(databases)};
    case FindingId::AppSuperuser:
        return {Tr::tr("The application role %1 is a superuser").arg(role),
                Tr::tr("A hole in the application is one in the whole server, and in its machine: "
                       "superusers run programs there.")};
    case FindingId::AppBypassesRls:
        return {Tr::tr("The application role %1 bypasses row security").arg(role),
                Tr::tr("Policies do not apply to it.")};
    default:
        return {Tr::tr("The application role %1 may create roles").arg(role),
                Tr::tr("Before PostgreSQL 16 it may also change every other role that is no "
                       "superuser, passwords included.")};
    }
}

Words limitWords(const Finding &finding, const QString &subject)
{
    const QString used = InventoryText::connections(int(finding.value), int(finding.limit));
    const QString what = finding.value >= finding.limit
                             ? Tr::tr("New sessions are refused until one ends.")
                             : Tr::tr("Beyond the limit new sessions are refused.");
    return {Tr::tr("%1 has %2 connections").arg(subject, used), what};
}

Words ageWords(const Finding &finding, const QString &database)
{
    const QString age = InventoryText::number(finding.value);
    const QString limit = InventoryText::number(finding.limit);
    const QString title =
        finding.id == FindingId::XidAge
            ? Tr::tr("%1 holds transaction ids %2 transactions old").arg(database, age)
            : Tr::tr("%1 holds multixacts %2 old").arg(database, age);
    return {title, Tr::tr("Autovacuum should have frozen them at %1; what keeps it from that? Near "
                          "2 billion the server stops to write.")
                       .arg(limit)};
}

// What it rests on, so that nobody takes it for more.
QString unusedBasis(const Finding &finding)
{
    switch (finding.basis) {
    case inventory::UnusedBasis::Counters:
        return Tr::tr("The server has counted no session in it since %1 UTC, when it began to "
                      "count.")
            .arg(dayOf(finding));
    case inventory::UnusedBasis::Existence:
        return Tr::tr("The server has counted no session in it; by its files it is there since "
                      "%1 UTC.")
            .arg(dayOf(finding));
    case inventory::UnusedBasis::Watching:
        return Tr::tr("The server has counted no session in it; that it is there is known since "
                      "%1 UTC, when PgVigil first saw it.")
            .arg(dayOf(finding));
    case inventory::UnusedBasis::None:
        break;
    }
    return {};
}

// Sessions were counted, or the server counts none: only that nothing was written is known.
QString unwrittenBasis(const Finding &finding)
{
    const QString since = dayOf(finding);
    switch (finding.basis) {
    case inventory::UnusedBasis::Counters:
        return Tr::tr("Nothing was written in it since %1 UTC, when the server began to count.")
            .arg(since);
    case inventory::UnusedBasis::Existence:
        return Tr::tr("Nothing was written in it; by its files it is there since %1 UTC.")
            .arg(since);
    case inventory::UnusedBasis::Watching:
        return Tr::tr("The server has counted nothing written in it; that it is there is known "
                      "since %1 UTC, when PgVigil first saw it.")
            .arg(since);
    case inventory::UnusedBasis::None:
        break;
    }
    return {};
}

Words unusedDatabaseWords(const Finding &finding, const QString &subject)
{
    const QString closing = Tr::tr("Closing it can be taken back; dropping it cannot.");
    if (finding.sessions == 0)
        return {Tr::tr("The database %1 seems unused").arg(subject),
                unusedBasis(finding) + u' ' + closing};
    return {Tr::tr("Nothing is written in the database %1").arg(subject),
            unwrittenBasis(finding) + u' ' +
                Tr::tr("Nobody is connected now; sessions that only read, PgVigil's own among "
                       "them, are not told apart. If nobody reads it, it can be closed.") +
                u' ' + closing};
}

// Whether the server would drop it.
QString namingText(const Inventory &inventory, const Finding &finding)
{
    if (finding.value == 0)
        return Tr::tr("Nothing else names it, so that it can be dropped.");
    const QString where = relatedText(inventory, finding);
    const QString what = finding.value == 1 ? Tr::tr("A grant or policy names it in %1").arg(where)
                                            : Tr::tr("%1 grants and policies name it in %2")
                                                  .arg(InventoryText::number(finding.value), where);
    return Tr::tr("%1: the server refuses to drop it while they do. “Drop…” in the panel Roles "
                  "takes them away first.")
        .arg(what);
}

Words unusedRoleWords(const Inventory &inventory, const Finding &finding, const QString &subject)
{
    const QString seen =
        finding.when
            ? Tr::tr("It was not seen connected since %1 UTC, when PgVigil began to look; the "
                     "server keeps no record of logins.")
                  .arg(dayOf(finding))
            : Tr::tr("It is not connected now; whether it was before is not known, as the server "
                     "keeps no record of logins.");
    return {Tr::tr("The role %1 seems unused").arg(subject),
            Tr::tr("It owns nothing and takes part in no membership.") + u' ' + seen + u' ' +
                namingText(inventory, finding)};
}

Words defaultsWords(const Inventory &inventory, const Finding &finding, const QString &database)
{
    const QString role = InventoryText::role(inventory, finding.role);
    const QString open = InventoryText::privileges({.privileges = finding.privileges});
    const QString what = finding.text == "tables"_L1    ? Tr::tr("New tables")
                         : finding.text == "schemas"_L1 ? Tr::tr("New schemas")
                                                        : Tr::tr("New large objects");
    const QString where =
        finding.name.isEmpty()
            ? Tr::tr("By default privileges of the role everybody gets %1 on them.").arg(open)
            : Tr::tr("By default privileges of the role everybody gets %1 on those in the schema "
                     "%2.")
                  .arg(open, base::visibleText(finding.name));
    return {Tr::tr("%1 of %2 in %3 are open to everybody").arg(what, role, database),
            where + u' ' +
                Tr::tr("The statement ends that for new ones; what is there keeps its rights.")};
}

Words otherWords(const Inventory &inventory, const Finding &finding, const QString &subject)
{
    const QString database = InventoryText::database(inventory, finding.database);
    switch (finding.id) {
    case FindingId::NoMonitoringRole:
        return {Tr::tr("No role to watch with"),
                Tr::tr("Nobody can look after this server without being a superuser. A role with "
                       "pg_monitor sees all sessions, and with pg_signal_backend it can end those "
                       "of ordinary roles.")};
    case FindingId::DefaultsForEverybody:
        return defaultsWords(inventory, finding, database);
    case FindingId::PublicSchemaWritable:
        return {
            Tr::tr("Everybody may create objects in the schema %1 of %2").arg(subject, database),
            Tr::tr("A function or table that somebody plants there can take the place of one "
                   "that others mean to use.")};
    default:
        return {Tr::tr("The extension %1 of %2 is outdated").arg(subject, database),
                Tr::tr("It is at version %1, and a newer one lies on the server.")
                    .arg(base::visibleText(finding.text))};
    }
}

Words wordsOf(const Inventory &inventory, const Finding &finding)
{
    const QString subject = subjectOf(inventory, finding);
    switch (finding.id) {
    case FindingId::SharedLogin:
    case FindingId::AppSuperuser:
    case FindingId::AppBypassesRls:
    case FindingId::AppCreatesRoles:
        return applicationWords(inventory, finding, subject);
    case FindingId::NoPassword:
    case FindingId::Md5Password:
    case FindingId::PasswordExpired:
    case FindingId::PasswordExpiresSoon:
        return passwordWords(finding, subject);
    case FindingId::RoleLimitNear:
    case FindingId::DatabaseLimitNear:
        return limitWords(finding, subject);
    case FindingId::XidAge:
    case FindingId::MxidAge:
        return ageWords(finding, subject);
    case FindingId::DatabaseUnused:
        return unusedDatabaseWords(finding, subject);
    case FindingId::RoleUnused:
        return unusedRoleWords(inventory, finding, subject);
    case FindingId::NoMonitoringRole:
    case FindingId::PublicSchemaWritable:
    case FindingId::DefaultsForEverybody:
    case FindingId::ExtensionOutdated:
        break;
    }
    return otherWords(inventory, finding, subject);
}

} // namespace

QStringList findingStatements(const Inventory &inventory, const Finding &finding)
{
    QStringList lines;
    const inventory::Database *database = inventory.database(finding.database);
    if (!finding.sql.isEmpty() && database)
        lines += actions::connectStatement(database->name);
    for (const QString &sql : finding.sql)
        lines += sql + u';';
    return lines;
}

FindingText findingText(const Inventory &inventory, const Finding &finding)
{
    const Words words = wordsOf(inventory, finding);
    return {.severity = severityOf(finding.severity),
            .title = words.title,
            .sentence = words.sentence,
            .statement = findingStatements(inventory, finding).join(u'\n')};
}

} // namespace ui
