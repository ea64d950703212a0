// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/serverstatus.h"
#include "snapshot/snapshot.h"

#include <QObject>

#include <chrono>

namespace snapshot {

/// Where snapshots come from: a live server, or a recording. It may live on another thread; connect
/// to the signals with a context object and call the functions from any thread.
class SnapshotSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Asks for a snapshot each so often. Slower if the server is slow.
    virtual void setInterval(std::chrono::milliseconds interval) = 0;

    /// While paused or not watched by anybody nothing is asked for.
    virtual void setPaused(bool paused) = 0;

    /// Asks at once, and connects again if the connection is lost or was refused.
    virtual void refresh() = 0;

signals:
    void snapshotTaken(const snapshot::SnapshotPtr &snapshot);
    void statusChanged(const base::ServerStatus &status);
    /// The interval in force; longer than the one asked for while the server is slow, with the
    /// reason.
    void intervalChanged(std::chrono::milliseconds interval, const QString &reason);
};

} // namespace snapshot
