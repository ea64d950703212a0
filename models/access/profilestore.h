// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profilefile.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace pgaccess {

/// The connection profiles of this person. Lives on the window thread and never waits for the disk:
/// a change counts at once, is written by a thread of its own, and a failure comes back as
/// saveFailed(). The destructor waits until the last change is on the disk. What is changed while
/// the file is being read, or before it ever was, waits for that.
class ProfileStore final : public QObject
{
    Q_OBJECT

public:
    /// Reads nothing before load().
    explicit ProfileStore(const QString &path, QObject *parent = nullptr);
    ~ProfileStore() override;

    const QList<Profile> &profiles() const { return m_list.profiles; }
    const Profile *find(const QUuid &id) const;

    /// The groups that are in use, sorted.
    QStringList groups() const;

    /// Reads the file again, off this thread; loaded() follows.
    void load();

    /// Adds a profile, or replaces the one of the same id. Secret options are taken out; one
    /// without an id gets one. Returns the id.
    QUuid save(Profile profile);

    /// Adds several at once, as an import does.
    void add(const QList<Profile> &profiles);

    /// A copy under a new id and the given name. The password is not copied: it lies under the old
    /// id.
    QUuid duplicate(const QUuid &id, const QString &name);

    void remove(const QUuid &id);

    /// True until everything is on the disk.
    bool isSaving() const { return m_pending > 0 || !m_waiting.empty(); }

signals:
    /// The first and every later load() came to an end. The text says what was wrong and which
    /// backup is used; it is empty if nothing was.
    void loaded(const QString &trouble);
    void changed();
    void removed(const QUuid &id);
    void saved();
    void saveFailed(const base::Error &error);

private:
    void whenLoaded(std::function<void()> change);
    void put(Profile profile);
    void write();
    void takeRead(const ProfilesRead &read);
    void takeWritten(const base::Result<void> &written);

    ProfileList m_list;
    std::shared_ptr<ProfileFile> m_file; // used by the pool's one thread only
    QThreadPool m_pool;
    std::vector<std::function<void()>> m_waiting;
    int m_reads = 0;
    int m_pending = 0;
    bool m_loaded = false;
};

} // namespace pgaccess
