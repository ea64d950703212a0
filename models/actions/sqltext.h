// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMap>
#include <QStringList>

#include <vector>

namespace actions {

/// Reads SQL as far as people who edit it need: where statements end and where a password stands.
/// Nothing here makes a statement safe; each one is sent alone, and the server has the last word.

enum class SqlTokenKind {
    Blank, ///< White space and comments.
    Word,  ///< Names, keywords, numbers.
    Name,  ///< "quoted"
    Text,  ///< 'quoted', E'quoted', $tag$quoted$tag$
    Slot,  ///< :'name', where psql and this program put a text that is given apart.
    Meta,  ///< \connect "database", to the end of its line, as psql reads it.
    Sign,
};

struct SqlToken
{
    SqlTokenKind kind;
    QStringView text;
    bool closed = true; ///< False for what the end of the text has cut off.
};

/// The whole text in pieces; without loss. Takes standard_conforming_strings for granted.
std::vector<SqlToken> sqlTokens(QStringView sql);

/// The statements between the semicolons, without those and without empty ones. A line with
/// \connect is a statement of its own.
QStringList splitStatements(QStringView sql);

/// The reverse, one statement a line.
QString joinStatements(const QStringList &statements);

/// The statement with its slots filled in; slots of other names stay.
QString withSlotsFilled(QStringView sql, const QMap<QString, QString> &literals);

/// The names of the slots in it.
QStringList slotNames(QStringView sql);

/// True if a clear password stands in the statement: after the word PASSWORD, a text that is no
/// verifier.
bool holdsPassword(QStringView sql);

/// The statement with '…' instead of every text that is or may hold a secret, for logs.
QString withoutSecrets(QStringView sql);

/// The statement's first words in upper case: "ALTER ROLE". At most `count` of them.
QString firstWords(QStringView sql, int count);

/// The same statement with the invisible characters of its quoted names and texts written as
/// U&"\202E", so that a person reads what the server reads.
QString withVisibleNames(QStringView sql);

/// What a name in a statement, quoted or not, stands for.
QString nameValue(QStringView token);

/// "\connect "shop"": what follows happens in another database.
QString connectStatement(const QString &database);
bool isConnect(QStringView statement);

/// Where a connectStatement() leads; empty if it does not say.
QString connectTarget(QStringView statement);

/// A name, always quoted; invisible characters in it are escaped.
QString quotedName(const QString &name);

/// A text as a literal; invisible characters in it are escaped.
QString quotedText(const QString &text);

} // namespace actions
