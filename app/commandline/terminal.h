// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "base/secret.h"
#include "commandline/request.h"

#include <QJsonObject>
#include <QStringList>

namespace app {

/// Prints a line on standard output. What comes from outside must have gone through
/// base::visibleText() before: escape sequences never reach the terminal.
void printLine(const QString &line);

/// The same on standard error: for what is not the answer itself.
void printNote(const QString &line);

/// One JSON document in one line on standard output, "schema" first.
void printJson(const QJsonObject &document);

/// An error where it belongs: a document on standard output with --json, otherwise words on
/// standard error. Returns the exit code that it was given.
int printError(const base::Error &error, bool json, ExitCode exitCode);

/// Rows of foreign text as aligned columns, made visible and cut to a sensible width. The numbers
/// of the columns in rightAligned stand to the right.
QStringList alignedTable(const QStringList &header, const QList<QStringList> &rows,
                         const QList<int> &rightAligned = {});

/// True if a person sits at both ends.
bool hasTerminal();

/// Asks for a password on the terminal without showing it. An error without a terminal.
base::Result<base::Secret> askPassword(const QString &question);

/// Asks for a line of text on the terminal; empty without one.
QString askLine(const QString &question);

} // namespace app
