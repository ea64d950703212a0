// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/lazytable.h"
#include "support/heartbeat.h"
#include "window/application.h"
#include "window/mainwindow.h"

#include <QAbstractButton>
#include <QDialog>
#include <QTemporaryDir>

namespace tests {

/// The program with its window, in a home of its own, and hands to use its inventory with.
class InventoryWindow final
{
public:
    /// Sets the folders of the program for this process: before anything asks for them.
    InventoryWindow();

    /// Starts the program anew, on a server if there is a connection string.
    bool start(const QString &connectionString = {});
    /// Ends it.
    void close() { m_program.reset(); }

    app::Application &program() { return *m_program; }
    ui::MainWindow &window() { return m_program->window(); }
    Heartbeat &heartbeat() { return m_heartbeat; }
    /// A file in the home.
    QString home(const QString &name) const { return m_home.filePath(name); }

    template <typename T>
    T *find(const QString &name)
    {
        return window().findChild<T *>(name);
    }

    /// -1 for none. By the end of what stands in the first column.
    int rowWith(const QString &table, const QString &name);
    /// What stands there; empty if there is no such row.
    QString cell(const QString &table, const QString &name, int column);
    /// Clicks on the row, as soon as it is there; false if it does not come.
    bool select(const QString &table, const QString &name);
    void click(const QString &button);
    /// The titles of the findings that are shown in this part.
    QStringList findings(const QString &detail);

private:
    QTemporaryDir m_home;
    Heartbeat m_heartbeat;
    std::unique_ptr<app::Application> m_program;
};

} // namespace tests
