// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "practice/practicerecord.h"

#include <QObject>
#include <QProcess>

namespace app {

/// A practice server for the window: runs "pgvigil practice start" as a process of its own, which
/// ends with this object, even if this program is killed. Blocks nowhere.
class PracticeServer final : public QObject
{
    Q_OBJECT

public:
    /// Runs this program itself.
    explicit PracticeServer(QObject *parent = nullptr);

    /// Runs the pgvigil of this path.
    explicit PracticeServer(QString program, QObject *parent = nullptr);
    ~PracticeServer() override;

    /// Does nothing while one runs. started() or failed() follows after a few seconds.
    void start(const QString &scenario);

    /// stopped() follows.
    void stop();

    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

signals:
    /// It takes connections; the string needs no password.
    void started(const QString &connectionString);
    void failed(const base::Error &error);
    /// A server that had started is gone.
    void stopped();

private:
    void readReport();
    void handleFinish();
    void handleError(QProcess::ProcessError error);

    QString m_program;
    QProcess m_process;
    bool m_reported = false; ///< started() or failed() was said.
    bool m_wasStarted = false;
};

} // namespace app
