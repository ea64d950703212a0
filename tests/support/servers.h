// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QList>
#include <QStringList>

namespace tests {

/// True in continuous integration, where nothing may be skipped.
bool inCi();

/// The server versions that this run is about: PGVIGIL_TEST_SERVERS, or all four.
QList<int> serverVersions();

/// For a test's _data function: a column "version" and a row for each server version. At a desk a
/// version that is not there has no row (and a test without rows is skipped), in CI it has one,
/// which then fails.
void addServerRows();

/// The newest server version of this run that is there; 0 if there is none.
int anyServer();

/// How to run a server program of one major version: by itself where it is installed, else inside
/// the small root that holds it.
struct ServerPrograms
{
    int version = 0;
    QString binFolder; ///< As seen from inside the root.
    QString root;      ///< Empty where installed.

    /// The program with its arguments, ready for a QProcess.
    QStringList command(const QString &program, const QStringList &arguments) const;
};

/// Where the programs of a version are.
base::Result<ServerPrograms> serverPrograms(int version);

/// The reason why something failed, for QVERIFY2.
template <typename T>
QByteArray why(const base::Result<T> &result)
{
    if (result)
        return "succeeded";
    const base::Error &error = result.error();
    return (error.attempting + u' ' + error.sqlState + u' ' + error.message).toUtf8();
}

} // namespace tests

/// Verifies that a Result holds a value, and prints its error otherwise.
#define QVERIFY_RESULT(expression)                                                                 \
    do {                                                                                           \
        const auto &checked = (expression);                                                        \
        QVERIFY2(checked.has_value(), tests::why(checked).constData());                            \
    } while (false)
