// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/serviceresolution.h"

#include "access/parselimits.h"
#include "access/profile.h"
#include "base/plaintext.h"
#include "base/privatefile.h"

#include <QDir>
#include <QFileInfo>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

// PGSYSCONFDIR of Debian's libpq, and of Fedora's.
constexpr std::array SystemFiles{"/etc/postgresql-common/pg_service.conf"_L1,
                                 "/etc/sysconfig/pgsql/pg_service.conf"_L1};

QString textOf(const std::string &bytes)
{
    return base::decodeText(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

std::unexpected<base::Error> syntaxError(const QString &path, int line)
{
    return base::localError(
        u"syntax error in service file \"%1\", line %2"_s.arg(path, QString::number(line)));
}

/// The first line of a section that libpq would stop at, or 0.
int brokenLine(const Service &service)
{
    for (const BadServiceLine &bad : service.problems) {
        if (bad.problem != ServiceProblem::LdapLine && bad.problem != ServiceProblem::DuplicateName)
            return bad.line;
    }
    return 0;
}

bool isOption(const QString &option)
{
    static const QStringList known = pg::ConnectionSpec::knownOptions();
    return known.contains(option) || isSecretOption(option) || option == "replication"_L1;
}

base::Result<void> fill(ResolvedService &out, const ServiceFile &file, const Service &service)
{
    for (const ServiceSetting &setting : service.settings) {
        const QString option = textOf(setting.option);
        if (!isOption(option))
            return syntaxError(file.path, setting.line);
        if (option == "password"_L1) {
            out.password = base::Secret(
                file.bytes.view().sliced(qsizetype(setting.offset), qsizetype(setting.length)));
            out.passwordLine = setting.line;
        } else if (!isSecretOption(option) && !out.spec.options.contains(option)) {
            out.spec.set(option, textOf(setting.value));
        }
    }
    return {};
}

} // namespace

QStringList standardServiceFiles()
{
    QStringList out{QDir::home().filePath(u".pg_service.conf"_s)};
    for (const QLatin1StringView path : SystemFiles)
        out.append(path);
    return out;
}

ServiceFile readServiceFile(const QString &path)
{
    ServiceFile out{.path = path};
    if (!QFileInfo::exists(path))
        return out;
    auto content = base::readRegularFile(path, qint64(MaxFileBytes));
    if (!content) {
        out.trouble = content.error();
        return out;
    }
    out.bytes = base::Secret(*content);
    content->fill('\0');
    out.services = parseServices({out.bytes.data(), size_t(out.bytes.view().size())});
    return out;
}

base::Result<ResolvedService> resolveService(const pg::ConnectionSpec &spec,
                                             const QList<ServiceFile> &files)
{
    ResolvedService out{.spec = spec};
    const QString name = out.spec.options.take(u"service"_s);
    if (name.isEmpty())
        return out;
    for (const ServiceFile &file : files) {
        const Service *service = findService(file.services, name.toStdString());
        if (!service)
            continue;
        if (const int line = brokenLine(*service))
            return syntaxError(file.path, line);
        if (const auto filled = fill(out, file, *service); !filled)
            return std::unexpected(filled.error());
        out.path = file.path;
        out.line = service->line;
        out.ldapLines = int(std::ranges::count(service->problems, ServiceProblem::LdapLine,
                                               &BadServiceLine::problem));
        return out;
    }
    for (const ServiceFile &file : files) {
        if (file.trouble)
            return std::unexpected(*file.trouble);
    }
    return base::localError(u"definition of service \"%1\" not found"_s.arg(name));
}

} // namespace pgaccess
