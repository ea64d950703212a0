// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcewalk.h"

#include "access/sources/recognise.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

class Walk final
{
public:
    explicit Walk(const WalkLimits &limits)
        : m_limits(limits)
    {
    }

    /// Everything that a person names.
    void start(const QStringList &paths)
    {
        for (const QString &path : paths) {
            const QFileInfo info(path);
            m_prefix = paths.size() > 1 && info.isDir() ? QDir(path).dirName() + u'/' : QString();
            if (info.isDir()) {
                m_root = info.canonicalFilePath();
                enter(m_root, 0);
            } else {
                add({info.exists() ? info.canonicalFilePath() : path, info.fileName(),
                     kindByName(info.fileName().toStdString()), true});
            }
        }
    }

    FoundFiles take() { return std::move(m_out); }

private:
    void enter(const QString &folder, int depth)
    {
        const auto entries = QDir(folder).entryInfoList(
            QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
        QStringList deeper;
        for (const QFileInfo &entry : entries) {
            if (++m_entries > m_limits.entries) {
                m_out.complete = false;
                return;
            }
            if (entry.isDir() && !entry.isSymLink())
                deeper.append(entry.filePath());
            else if (entry.isFile())
                consider(entry);
        }
        for (const QString &each : std::as_const(deeper)) {
            if (mayEnter(each, depth))
                enter(each, depth + 1);
        }
    }

    bool mayEnter(const QString &folder, int depth)
    {
        const QDir dir(folder);
        if (isSkippedFolder(dir.dirName().toStdString()) || dir.exists(u"pyvenv.cfg"_s))
            return false;
        m_out.complete = m_out.complete && depth < m_limits.depth;
        return depth < m_limits.depth;
    }

    void consider(const QFileInfo &entry)
    {
        const QString path = entry.canonicalFilePath();
        if (path.isEmpty() || (entry.isSymLink() && !isWithin(path, m_root)))
            return;
        const QString name = QDir(m_root).relativeFilePath(entry.filePath());
        const auto kind = kindByName(name.toStdString());
        if (kind || mayBeManifest(name.toStdString()))
            add({path, m_prefix + name, kind, false});
    }

    void add(const FoundFile &file)
    {
        if (m_seen.contains(file.path))
            return;
        if (m_out.files.size() >= m_limits.files) {
            m_out.complete = false;
            return;
        }
        m_seen.insert(file.path);
        m_out.files.append(file);
    }

    const WalkLimits &m_limits;
    FoundFiles m_out;
    QSet<QString> m_seen;
    QString m_root;
    QString m_prefix;
    int m_entries = 0;
};

} // namespace

FoundFiles findSources(const QStringList &paths, const WalkLimits &limits)
{
    Walk walk(limits);
    walk.start(paths);
    return walk.take();
}

bool isWithin(const QString &path, const QString &folder)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    const QString root = QFileInfo(folder).canonicalFilePath();
    return !real.isEmpty() && !root.isEmpty() && (root == "/"_L1 || real.startsWith(root + u'/'));
}

} // namespace pgaccess
