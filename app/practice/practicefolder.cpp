// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/practicefolder.h"

#include "base/privatefile.h"
#include "practice/keeper.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int MostServers = 20;
constexpr qint64 MostRecordBytes = 64 * 1024;
// 107 bytes are allowed; "/incident-20/.s.PGSQL.65535" and a little more come behind the base.
constexpr qsizetype LongestBase = 70;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::PracticeFolder)
};

QString systemMessage()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

QString lockPath(const QString &folder)
{
    return folder + "/lock"_L1;
}

struct flock wholeFile(short type)
{
    struct flock lock{};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

int openLock(const QString &path)
{
    return open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                0600);
}

// A POSIX lock, not flock(): it tells who holds it.
qint64 holderOf(const QString &folder)
{
    const int fd = openLock(lockPath(folder));
    if (fd < 0)
        return 0;
    struct flock lock = wholeFile(F_WRLCK);
    const bool known = fcntl(fd, F_GETLK, &lock) == 0;
    close(fd);
    return known && lock.l_type != F_UNLCK ? qint64(lock.l_pid) : 0;
}

// While this lives nobody else makes or clears folders below base.
class BaseLock final
{
public:
    explicit BaseLock(const QString &base)
        : m_fd(openLock(base + "/.lock"_L1))
    {
        while (m_fd >= 0 && flock(m_fd, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    ~BaseLock()
    {
        if (m_fd >= 0)
            close(m_fd);
    }
    Q_DISABLE_COPY_MOVE(BaseLock)

private:
    int m_fd;
};

std::optional<PracticeRecord> readRecord(const QString &folder)
{
    const auto bytes = base::readRegularFile(folder + "/practice.json"_L1, MostRecordBytes);
    if (!bytes)
        return {};
    const auto record = practiceRecordFromJson(QJsonDocument::fromJson(*bytes).object());
    return record ? std::optional(*record) : std::nullopt;
}

} // namespace

PracticeFolder::PracticeFolder(QString path, int lock)
    : m_path(std::move(path))
    , m_lock(lock)
{
}

PracticeFolder::PracticeFolder(PracticeFolder &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
{
}

PracticeFolder &PracticeFolder::operator=(PracticeFolder &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_lock, other.m_lock);
    return *this;
}

PracticeFolder::~PracticeFolder()
{
    if (m_lock >= 0)
        close(m_lock);
}

base::Result<PracticeFolder> PracticeFolder::claim(const QString &base, const QString &scenario)
{
    const BaseLock baseLock(base);
    for (int number = 1; number <= MostServers; ++number) {
        const QString suffix = number > 1 ? u"-%1"_s.arg(number) : QString();
        const QString path = base + u'/' + scenario + suffix;
        if (mkdir(QFile::encodeName(path).constData(), 0700) != 0) {
            if (errno == EEXIST)
                continue;
            return base::localError(
                Tr::tr("The folder %1 could not be made: %2").arg(path, systemMessage()));
        }
        const int fd = openLock(lockPath(path));
        struct flock lock = wholeFile(F_WRLCK);
        if (fd >= 0 && fcntl(fd, F_SETLK, &lock) == 0)
            return PracticeFolder(path, fd);
        return base::localError(
            Tr::tr("The folder %1 could not be locked: %2").arg(path, systemMessage()));
    }
    return base::localError(Tr::tr("%1 practice servers run already.").arg(MostServers),
                            Tr::tr("Stop some of them: pgvigil practice stop"));
}

QString PracticeFolder::name() const
{
    return m_path.section(u'/', -1);
}

base::Result<void> PracticeFolder::write(const PracticeRecord &record) const
{
    return base::writePrivateFile(m_path + "/practice.json"_L1,
                                  QJsonDocument(toJson(record)).toJson());
}

base::Result<QString> practiceBase()
{
    // Not QDir::tempPath(): it gives "/" in place of a folder that does not exist.
    QString parent = qEnvironmentVariable("TMPDIR", u"/tmp"_s);
    if (QFile::encodeName(parent).size() > LongestBase - 20)
        parent = u"/tmp"_s;
    QString path = u"%1/pgvigil-%2"_s.arg(parent, QString::number(geteuid()));
    const QByteArray name = QFile::encodeName(path);
    struct stat about{};
    if (mkdir(name.constData(), 0700) != 0 && errno != EEXIST) {
        return base::localError(
            Tr::tr("The folder %1 could not be made: %2").arg(path, systemMessage()));
    }
    if (lstat(name.constData(), &about) != 0 || !S_ISDIR(about.st_mode) ||
        about.st_uid != geteuid() || (about.st_mode & 077) != 0) {
        return base::localError(Tr::tr("%1 is not a folder that belongs to you alone.").arg(path),
                                Tr::tr("Remove it, or let TMPDIR name another folder."));
    }
    return path;
}

QList<PracticeRecord> runningPracticeServers(const QString &base)
{
    const BaseLock baseLock(base);
    QList<PracticeRecord> records;
    const QStringList names =
        QDir(base).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : names) {
        const QString folder = base + u'/' + name;
        const qint64 holder = holderOf(folder);
        if (holder == 0) {
            clearPracticeFolder(QFile::encodeName(folder).toStdString());
            continue;
        }
        PracticeRecord record = readRecord(folder).value_or(
            PracticeRecord{.name = name, .folder = folder, .startedAt = base::now()});
        record.supervisor = holder;
        records.append(record);
    }
    return records;
}

} // namespace app
