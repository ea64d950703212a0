// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

namespace tests {

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 60'000;

} // namespace

QJsonObject Outcome::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QJsonObject sessionOf(const QJsonObject &snapshot, int pid)
{
    for (const QJsonValue session : snapshot[u"sessions"_s].toArray()) {
        if (session[u"pid"_s].toInt() == pid)
            return session.toObject();
    }
    return {};
}

Program::Program()
    : m_folder(u"/tmp/tst-XXXXXX"_s) // short: sockets lie below it
    , m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"TMPDIR"_s, m_folder.path());
    m_environment.insert(u"HOME"_s, m_folder.path());
    m_environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
    m_environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"share"_s));
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        m_environment.remove(name);
}

QString Program::path()
{
    return QStringLiteral(PGVIGIL_PROGRAM);
}

void Program::set(const QString &variable, const QString &value)
{
    m_environment.insert(variable, value);
}

void Program::prepare(QProcess &process, const QStringList &arguments) const
{
    process.setProcessEnvironment(m_environment);
    process.setProgram(path());
    process.setArguments(arguments);
}

Outcome Program::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    prepare(process, arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    const bool ended =
        process.waitForFinished(Patience) && process.exitStatus() == QProcess::NormalExit;
    return {.exitCode = ended ? process.exitCode() : -1,
            .out = process.readAllStandardOutput(),
            .err = process.readAllStandardError()};
}

} // namespace tests
