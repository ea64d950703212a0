// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace tests {

/// What a run of the built program came to.
struct Outcome
{
    int exitCode = -1; ///< -1 if it crashed or did not end in time.
    QByteArray out;
    QByteArray err;

    /// The one JSON document on standard output; empty if it is not one.
    QJsonObject json() const;
};

/// The session of a pid in a document of the schema "pgvigil.snapshot"; empty if it is not there.
QJsonObject sessionOf(const QJsonObject &snapshot, int pid);

/// Runs the built program with a temporary folder and a home of its own and without a display.
class Program final
{
public:
    Program();

    Outcome run(const QStringList &arguments, const QByteArray &input = {}) const;

    /// A process that is ready to be started with the same surroundings.
    void prepare(QProcess &process, const QStringList &arguments) const;

    /// Sets a variable in the environment of later runs.
    void set(const QString &variable, const QString &value);

    QString temporaryFolder() const { return m_folder.path(); }
    static QString path();
    bool isValid() const { return m_folder.isValid(); }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

} // namespace tests
