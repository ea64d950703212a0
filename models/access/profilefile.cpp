// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilefile.h"

#include "access/parselimits.h"
#include "base/privatefile.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

struct Loaded
{
    QByteArray content;
    ProfileList list;
};

base::Result<Loaded> load(const QString &path)
{
    const auto content = base::readRegularFile(path, qint64(MaxFileBytes));
    if (!content)
        return std::unexpected(content.error());
    auto list = fromJson(*content);
    if (!list) {
        base::Error error = list.error();
        error.attempting = u"reading %1"_s.arg(path);
        return std::unexpected(error);
    }
    return Loaded{*content, *list};
}

/// True if something is there, also a dangling link or something that cannot be opened.
bool somethingAt(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();
}

} // namespace

ProfileFile::ProfileFile(QString path)
    : m_path(std::move(path))
{
}

QString ProfileFile::backupPath(int number) const
{
    return m_path + u'.' + QString::number(number);
}

ProfilesRead ProfileFile::read()
{
    m_present = somethingAt(m_path);
    m_unreadable = false;
    m_content.clear();
    m_version = ProfileSchemaVersion;
    ProfilesRead out;
    auto loaded = load(m_path);
    if (loaded) {
        m_content = loaded->content;
        m_version = loaded->list.version;
        out.list = loaded->list;
        return out;
    }
    m_unreadable = m_present;
    if (m_present)
        out.trouble = loaded.error();
    for (int number = 1; number <= Backups; ++number) {
        const auto backup = load(backupPath(number));
        if (!backup)
            continue;
        out.list = backup->list;
        out.backup = backupPath(number);
        m_version = backup->list.version;
        if (!out.trouble)
            out.trouble = base::Error{.message = u"%1 is missing."_s.arg(m_path)};
        break;
    }
    return out;
}

base::Result<void> ProfileFile::checkUnchanged() const
{
    if (m_unreadable)
        return {};
    if (!m_present && !somethingAt(m_path))
        return {};
    const auto content = base::readRegularFile(m_path, qint64(MaxFileBytes));
    if (m_present && content && *content == m_content)
        return {};
    return base::localError(u"%1 was changed by another program."_s.arg(m_path),
                            u"Read the connections again, then repeat the change."_s);
}

/// Makes the file as it is now the youngest backup, or moves it aside if nothing could read it.
base::Result<void> ProfileFile::rotate()
{
    if (m_unreadable) {
        const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
        if (!QFile::rename(m_path, m_path + ".unreadable-"_L1 + stamp))
            return base::localError(u"%1 cannot be read and cannot be moved aside."_s.arg(m_path));
        m_unreadable = false;
        return {};
    }
    if (!m_present || m_content.isEmpty())
        return {};
    QFile::remove(backupPath(Backups));
    for (int number = Backups - 1; number >= 1; --number)
        QFile::rename(backupPath(number), backupPath(number + 1));
    return base::writePrivateFile(backupPath(1), m_content);
}

base::Result<void> ProfileFile::write(const ProfileList &list)
{
    if (m_version > ProfileSchemaVersion) {
        return base::localError(
            u"%1 was written by a newer version of this program and is left as it is."_s.arg(
                m_path));
    }
    if (m_unreadable && list.profiles.isEmpty()) {
        return base::localError(
            u"%1 could not be read, so it is not replaced by an empty list."_s.arg(m_path));
    }
    const QByteArray content = toJson(list);
    if (m_present && !m_unreadable && content == m_content)
        return {};
    if (const auto unchanged = checkUnchanged(); !unchanged)
        return unchanged;
    if (const auto rotated = rotate(); !rotated)
        return rotated;
    if (const auto written = base::writePrivateFile(m_path, content); !written)
        return written;
    m_content = content;
    m_present = true;
    return {};
}

} // namespace pgaccess
