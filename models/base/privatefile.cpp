// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace {

std::unexpected<Error> fileError(const QString &what, const QString &path)
{
    const QString reason = QString::fromLocal8Bit(strerror(errno));
    return localError(QStringLiteral("%1 %2: %3").arg(what, path, reason));
}

// A file descriptor that closes itself.
class Descriptor final
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

bool writeAll(int fd, const QByteArray &content)
{
    qsizetype done = 0;
    while (done < content.size()) {
        const ssize_t n = ::write(fd, content.constData() + done, size_t(content.size() - done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += n;
    }
    return ::fsync(fd) == 0;
}

bool makeFolder(const QDir &folder)
{
    if (folder.exists())
        return true;
    const QFileInfo info(folder.path());
    return makeFolder(info.absoluteDir()) &&
           QDir().mkdir(info.absoluteFilePath(),
                        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

bool makeFolderOf(const QString &path)
{
    return makeFolder(QFileInfo(path).absoluteDir());
}

} // namespace

Result<void> writePrivateFile(const QString &path, const QByteArray &content)
{
    if (!makeFolderOf(path))
        return fileError(QStringLiteral("Cannot make the folder of"), path);
    const QString fresh = path + QLatin1Char('.') + QUuid::createUuid().toString(QUuid::Id128);
    const QByteArray name = QFile::encodeName(fresh);
    {
        const Descriptor file(
            ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.get() < 0)
            return fileError(QStringLiteral("Cannot write"), path);
        if (!writeAll(file.get(), content)) {
            const auto error = fileError(QStringLiteral("Cannot write"), path);
            ::unlink(name.constData());
            return error;
        }
    }
    if (::rename(name.constData(), QFile::encodeName(path).constData()) != 0) {
        const auto error = fileError(QStringLiteral("Cannot replace"), path);
        ::unlink(name.constData());
        return error;
    }
    return {};
}

Result<void> appendPrivateFile(const QString &path, const QByteArray &line)
{
    if (!makeFolderOf(path))
        return fileError(QStringLiteral("Cannot make the folder of"), path);
    const Descriptor file(::open(QFile::encodeName(path).constData(),
                                 O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.get() < 0 || !writeAll(file.get(), line))
        return fileError(QStringLiteral("Cannot write"), path);
    return {};
}

Result<QByteArray> readRegularFile(const QString &path, qint64 maxBytes)
{
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat info = {};
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0)
        return fileError(QStringLiteral("Cannot read"), path);
    if (!S_ISREG(info.st_mode))
        return localError(QStringLiteral("Cannot read %1: it is not a regular file").arg(path));
    if (info.st_size > maxBytes) {
        return localError(
            QStringLiteral("Cannot read %1: it has %2 bytes, more than the limit of %3")
                .arg(path, QString::number(info.st_size), QString::number(maxBytes)));
    }
    QByteArray content(maxBytes + 1, Qt::Uninitialized);
    qint64 done = 0;
    while (done <= maxBytes) {
        const ssize_t n = ::read(file.get(), content.data() + done, size_t(maxBytes + 1 - done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fileError(QStringLiteral("Cannot read"), path);
        if (n == 0)
            break;
        done += n;
    }
    if (done > maxBytes)
        return localError(QStringLiteral("Cannot read %1: it grew past the limit").arg(path));
    content.resize(done);
    return content;
}

} // namespace base
