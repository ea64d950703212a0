// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "connectfiles.h"

#include "access/passfilereader.h"
#include "access/serviceresolution.h"
#include "base/plaintext.h"

#include <QCoreApplication>

namespace app {

using namespace Qt::StringLiterals;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::ConnectFiles)
};

} // namespace

base::Result<pg::ConnectParameters> withService(pg::ConnectParameters parameters)
{
    if (parameters.spec.value(u"service"_s).isEmpty())
        return parameters;
    QList<pgaccess::ServiceFile> files;
    for (const QString &path : pgaccess::standardServiceFiles())
        files.append(pgaccess::readServiceFile(path));
    const auto resolved = pgaccess::resolveService(parameters.spec, files);
    if (!resolved)
        return std::unexpected(resolved.error());
    parameters.spec = resolved->spec;
    if (parameters.password.isEmpty())
        parameters.password = resolved->password;
    return parameters;
}

base::Result<pg::ConnectParameters> withPassFile(pg::ConnectParameters parameters)
{
    const QString path = parameters.spec.value(u"passfile"_s);
    parameters.spec.set(u"passfile"_s, {});
    if (path.isEmpty() || !parameters.password.isEmpty())
        return parameters;
    const pgaccess::PassFile file = pgaccess::readPassFile(path);
    if (file.state != pgaccess::PassFileState::Usable) {
        return base::localError(
            Tr::tr("The pass file %1 cannot be used.").arg(base::visibleText(path)),
            Tr::tr("It must be a file of yours that nobody else may read: chmod 600"));
    }
    if (const auto match = pgaccess::lookupPassword(file, parameters.spec))
        parameters.password = match->password;
    return parameters;
}

} // namespace app
