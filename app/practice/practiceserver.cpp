// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/practiceserver.h"

#include "commandline/errorjson.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace app {

PracticeServer::PracticeServer(QObject *parent)
    : PracticeServer(QCoreApplication::applicationFilePath(), parent)
{
}

PracticeServer::PracticeServer(QString program, QObject *parent)
    : QObject(parent)
    , m_program(std::move(program))
{
    m_process.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &PracticeServer::readReport);
    connect(&m_process, &QProcess::finished, this, &PracticeServer::handleFinish);
    connect(&m_process, &QProcess::errorOccurred, this, &PracticeServer::handleError);
}

// Killing takes no time, and the keeper clears up after it; stop() would need an event loop.
PracticeServer::~PracticeServer()
{
    m_process.disconnect(this);
    m_process.kill();
    m_process.waitForFinished();
}

void PracticeServer::start(const QString &scenario)
{
    if (isRunning())
        return;
    m_reported = false;
    m_wasStarted = false;
    m_process.start(m_program, {u"practice"_s, u"start"_s, scenario, u"--foreground"_s,
                                u"--until-eof"_s, u"--json"_s});
}

void PracticeServer::stop()
{
    m_process.closeWriteChannel();
}

// The one document that the supervisor prints, in one line.
void PracticeServer::readReport()
{
    if (m_reported || !m_process.canReadLine())
        return;
    m_reported = true;
    const QJsonObject report = QJsonDocument::fromJson(m_process.readLine()).object();
    if (report.contains(u"connection"_s)) {
        m_wasStarted = true;
        emit started(report.value(u"connection"_s).toString());
    } else {
        emit failed(errorFromJson(report));
    }
}

void PracticeServer::handleFinish()
{
    readReport();
    if (m_wasStarted)
        emit stopped();
    else if (!m_reported)
        emit failed({.message = tr("The practice server ended before it had started.")});
    m_reported = true;
}

void PracticeServer::handleError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart)
        return;
    m_reported = true;
    emit failed({.message = m_process.errorString()});
}

} // namespace app
