// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

namespace actions {

/// A role and a database of its own for an application, as they are to be.
struct NewApplication
{
    QString role;
    QString database;
    QString databaseTemplate; ///< Empty: the server's own, template1.
    QString encoding;         ///< Empty: the template's.
    QString locale;           ///< Empty: the template's.
    bool libcLocale = false;  ///< The template's is of ICU or built in, and the locale is not.
    QStringList extensions;
    int roleLimit = -1;
    int databaseLimit = -1;

    bool operator==(const NewApplication &) const = default;
};

/// What the statements depend on besides.
struct CreatorFacts
{
    int serverVersion = 0;
    bool superuser = false;

    bool operator==(const CreatorFacts &) const = default;
};

/// Everything in the order in which it can run, one statement after the other, without a schema or
/// table: role, database, who may connect, schema public, extensions. The password of the role is
/// the slot :'password'.
QStringList newApplication(const NewApplication &wanted, const CreatorFacts &creator);

/// A name for roles and databases that needs no quotes anywhere: "My Shop!" → "my_shop". Empty if
/// nothing is left.
QString plainName(const QString &application);

} // namespace actions
