// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/newapplication.h"

#include "actions/rolestatements.h"
#include "actions/sqltext.h"

namespace actions {

using namespace Qt::StringLiterals;

namespace {

QString createDatabase(const NewApplication &wanted)
{
    QString text = u"CREATE DATABASE "_s + quotedName(wanted.database) + u" OWNER "_s +
                   quotedName(wanted.role);
    if (!wanted.databaseTemplate.isEmpty())
        text += u" TEMPLATE "_s + quotedName(wanted.databaseTemplate);
    if (!wanted.encoding.isEmpty())
        text += u" ENCODING "_s + quotedText(wanted.encoding);
    if (wanted.libcLocale)
        text += u" LOCALE_PROVIDER libc"_s;
    if (!wanted.locale.isEmpty())
        text += u" LOCALE "_s + quotedText(wanted.locale);
    if (wanted.databaseLimit >= 0)
        text += u" CONNECTION LIMIT "_s + QString::number(wanted.databaseLimit);
    return text;
}

// Before 15 everybody may create tables there, and a superuser owns it: without being one REVOKE
// would only warn, and do nothing.
QStringList schemaStatements(const QString &role, const CreatorFacts &creator)
{
    if (creator.serverVersion >= 150000 || !creator.superuser)
        return {};
    return {u"REVOKE CREATE ON SCHEMA public FROM PUBLIC"_s,
            u"GRANT ALL ON SCHEMA public TO "_s + role};
}

} // namespace

QStringList newApplication(const NewApplication &wanted, const CreatorFacts &creator)
{
    const QString role = quotedName(wanted.role);
    const QString database = quotedName(wanted.database);
    QStringList statements{
        createRole(wanted.role, {.login = true, .connectionLimit = wanted.roleLimit}, true)};
    // To make a database for somebody else takes being able to become him.
    const bool joins = !creator.superuser;
    if (joins)
        statements << u"GRANT %1 TO CURRENT_USER"_s.arg(role) +
                          (creator.serverVersion >= 160000 ? u" WITH INHERIT TRUE, SET TRUE"_s
                                                           : QString());
    statements << createDatabase(wanted) << u"REVOKE ALL ON DATABASE %1 FROM PUBLIC"_s.arg(database)
               << u"GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %1 TO %2"_s.arg(database, role);
    QStringList inside = schemaStatements(role, creator);
    // Our connections have no search_path that could name a schema.
    for (const QString &extension : wanted.extensions)
        inside << u"CREATE EXTENSION "_s + quotedName(extension) + u" SCHEMA public"_s;
    if (!inside.isEmpty())
        statements << connectStatement(wanted.database) << inside;
    if (joins)
        statements << u"REVOKE %1 FROM CURRENT_USER"_s.arg(role);
    return statements;
}

QString plainName(const QString &application)
{
    QString name;
    for (const QChar c : application.trimmed().normalized(QString::NormalizationForm_KD)) {
        const QChar lower = c.toLower();
        if ((lower >= u'a' && lower <= u'z') || (lower.isDigit() && lower.unicode() < 128))
            name += lower;
        else if (!c.isMark() && !name.isEmpty() && !name.endsWith(u'_'))
            name += u'_';
    }
    while (name.endsWith(u'_'))
        name.chop(1);
    if (!name.isEmpty() && name.front().isDigit())
        name.prepend(u"app_"_s);
    return name.left(63);
}

} // namespace actions
