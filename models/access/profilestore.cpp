// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilestore.h"

#include <QFuture>
#include <QtConcurrentRun>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

QString troubleText(const ProfilesRead &read)
{
    QStringList parts;
    if (read.trouble) {
        const base::Error &error = *read.trouble;
        parts.append(error.attempting.isEmpty() ? error.message
                                                : error.attempting + ": "_L1 + error.message);
    }
    if (!read.backup.isEmpty())
        parts.append(u"The backup %1 is used instead."_s.arg(read.backup));
    if (!read.list.leftOut.isEmpty()) {
        parts.append(u"Passwords do not belong in this file and were left out (%1)."_s.arg(
            read.list.leftOut.join(", "_L1)));
    }
    if (read.list.version > ProfileSchemaVersion) {
        parts.append(u"The file was written by a newer version of this program: changes are not "
                     u"saved."_s);
    }
    return parts.join(u' ');
}

void dropSecrets(pg::ConnectionSpec &spec)
{
    spec.options.removeIf([](const auto &option) { return isSecretOption(option.key()); });
}

} // namespace

ProfileStore::ProfileStore(const QString &path, QObject *parent)
    : QObject(parent)
    , m_file(std::make_shared<ProfileFile>(path))
{
    m_pool.setMaxThreadCount(1);
}

ProfileStore::~ProfileStore()
{
    m_pool.waitForDone();
}

const Profile *ProfileStore::find(const QUuid &id) const
{
    const auto found = std::ranges::find(m_list.profiles, id, &Profile::id);
    return found == m_list.profiles.end() ? nullptr : &*found;
}

QStringList ProfileStore::groups() const
{
    QStringList out;
    for (const Profile &profile : m_list.profiles) {
        if (!profile.group.isEmpty() && !out.contains(profile.group))
            out.append(profile.group);
    }
    std::ranges::sort(out, [](const QString &a, const QString &b) {
        return QString::localeAwareCompare(a, b) < 0;
    });
    return out;
}

void ProfileStore::load()
{
    ++m_reads;
    QtConcurrent::run(&m_pool, [file = m_file] {
        return file->read();
    }).then(this, [this](const ProfilesRead &read) { takeRead(read); });
}

void ProfileStore::takeRead(const ProfilesRead &read)
{
    if (--m_reads > 0)
        return; // a later read has the last word
    m_loaded = true;
    m_list = read.list;
    emit loaded(troubleText(read));
    emit changed();
    for (const auto &change : std::exchange(m_waiting, {}))
        change();
}

void ProfileStore::whenLoaded(std::function<void()> change)
{
    if (m_loaded && m_reads == 0)
        change();
    else
        m_waiting.push_back(std::move(change));
}

void ProfileStore::put(Profile profile)
{
    if (profile.id.isNull())
        profile.id = QUuid::createUuid();
    dropSecrets(profile.spec);
    const auto found = std::ranges::find(m_list.profiles, profile.id, &Profile::id);
    if (found == m_list.profiles.end())
        m_list.profiles.append(std::move(profile));
    else
        *found = std::move(profile);
}

QUuid ProfileStore::save(Profile profile)
{
    if (profile.id.isNull())
        profile.id = QUuid::createUuid();
    const QUuid id = profile.id;
    add({std::move(profile)});
    return id;
}

void ProfileStore::add(const QList<Profile> &profiles)
{
    whenLoaded([this, profiles] {
        for (const Profile &profile : profiles)
            put(profile);
        write();
        emit changed();
    });
}

QUuid ProfileStore::duplicate(const QUuid &id, const QString &name)
{
    const Profile *original = find(id);
    if (!original)
        return {};
    Profile copy = *original;
    copy.id = QUuid::createUuid();
    copy.name = name;
    return save(std::move(copy));
}

void ProfileStore::remove(const QUuid &id)
{
    whenLoaded([this, id] {
        if (m_list.profiles.removeIf([&](const Profile &each) { return each.id == id; }) == 0)
            return;
        write();
        emit removed(id);
        emit changed();
    });
}

void ProfileStore::write()
{
    ++m_pending;
    QtConcurrent::run(&m_pool, [file = m_file, list = m_list] {
        return file->write(list);
    }).then(this, [this](const base::Result<void> &written) { takeWritten(written); });
}

void ProfileStore::takeWritten(const base::Result<void> &written)
{
    --m_pending;
    if (written)
        emit saved();
    else
        emit saveFailed(written.error());
}

} // namespace pgaccess
