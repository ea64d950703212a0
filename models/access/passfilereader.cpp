// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passfilereader.h"

#include "access/parselimits.h"

#include <QDir>
#include <QFile>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

/// Closes itself.
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

void setUnreadable(PassFile &file)
{
    file.state = errno == ENOENT ? PassFileState::Missing : PassFileState::Unreadable;
    file.reason = QString::fromLocal8Bit(strerror(errno));
}

/// Reads what is there up to the limit; the buffer is wiped.
bool readBytes(int fd, base::Secret &out)
{
    std::vector<char> buffer(MaxFileBytes);
    size_t done = 0;
    ssize_t count = 0;
    do {
        count = ::read(fd, buffer.data() + done, buffer.size() - done);
        done += count > 0 ? size_t(count) : 0;
    } while ((count > 0 && done < buffer.size()) || (count < 0 && errno == EINTR));
    out = base::Secret(QByteArrayView(buffer.data(), qsizetype(done)));
    explicit_bzero(buffer.data(), done);
    return count >= 0;
}

std::string_view viewOf(QByteArrayView bytes)
{
    return {bytes.data(), size_t(bytes.size())};
}

QByteArray systemUser()
{
    const struct passwd *entry = ::getpwuid(::geteuid());
    return entry ? QByteArray(entry->pw_name) : QByteArray();
}

/// The name that libpq looks for: the default socket folder is "localhost" to it.
QByteArray hostName(const pg::Target &target)
{
    const QString host = target.host.isEmpty() ? target.hostAddress : target.host;
    const bool isDefault = host.isEmpty() || host == "/var/run/postgresql"_L1;
    return isDefault ? "localhost"_ba : host.toUtf8();
}

PassMatch matchAt(const base::Secret &bytes, const PassPlace &place)
{
    std::vector<char> text(bytes.data() + place.offset, bytes.data() + place.offset + place.length);
    const size_t length = unescapePassword(text.data(), text.size());
    PassMatch out{.line = place.line,
                  .password = base::Secret(QByteArrayView(text.data(), qsizetype(length)))};
    explicit_bzero(text.data(), text.size());
    return out;
}

} // namespace

PassFileState judgePassFile(const PassFileFacts &facts)
{
    if (!facts.regular)
        return PassFileState::NotRegular;
    if (!facts.ours)
        return PassFileState::NotOurs;
    if (facts.mode & (S_IRWXG | S_IRWXO))
        return PassFileState::TooOpen;
    if (facts.size > qint64(MaxFileBytes))
        return PassFileState::TooLarge;
    return PassFileState::Usable;
}

QString standardPassFile()
{
    return QDir::home().filePath(u".pgpass"_s);
}

PassFile readPassFile(const QString &path)
{
    PassFile out{.path = path};
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat info = {};
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0) {
        setUnreadable(out);
        return out;
    }
    out.mode = int(info.st_mode & 07777);
    out.state = judgePassFile({.regular = S_ISREG(info.st_mode),
                               .ours = info.st_uid == ::geteuid(),
                               .mode = out.mode,
                               .size = info.st_size});
    if (out.state != PassFileState::Usable)
        return out;
    if (!readBytes(file.get(), out.bytes)) {
        setUnreadable(out);
        return out;
    }
    out.lines = parsePassLines(viewOf(out.bytes.view()));
    return out;
}

std::optional<PassMatch> lookupPassword(const PassFile &file, const pg::ConnectionSpec &spec)
{
    const auto places = pg::targets(spec);
    if (file.state != PassFileState::Usable || !places)
        return {};
    const QByteArray user =
        spec.value(u"user"_s).isEmpty() ? systemUser() : spec.value(u"user"_s).toUtf8();
    const QByteArray database =
        spec.value(u"dbname"_s).isEmpty() ? user : spec.value(u"dbname"_s).toUtf8();
    std::optional<PassMatch> out;
    for (const pg::Target &target : *places) {
        const QByteArray host = hostName(target);
        const QByteArray port = QByteArray::number(target.port);
        const PassKey key{viewOf(host), viewOf(port), viewOf(database), viewOf(user)};
        const auto place = findPassLine(viewOf(file.bytes.view()), key);
        if (!place)
            return {};
        PassMatch match = matchAt(file.bytes, *place);
        if (out && out->password.view() != match.password.view())
            return {};
        if (!out)
            out = std::move(match);
    }
    return out;
}

} // namespace pgaccess
