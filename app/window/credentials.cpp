// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/credentials.h"

#include "access/passfilereader.h"
#include "access/serviceresolution.h"

#include <QtConcurrentRun>

namespace app {

using namespace Qt::StringLiterals;

namespace {

using Prepared = base::Result<pg::ConnectParameters>;

// Reads files: not for the window thread.
Prepared readFiles(const pgaccess::Profile &profile)
{
    pg::ConnectParameters parameters{.spec = profile.spec,
                                     .allowCleartext = profile.allowCleartext};
    if (profile.spec.options.contains(u"service"_s)) {
        QList<pgaccess::ServiceFile> files;
        for (const QString &path : pgaccess::standardServiceFiles())
            files.append(pgaccess::readServiceFile(path));
        auto resolved = pgaccess::resolveService(profile.spec, files);
        if (!resolved)
            return std::unexpected(resolved.error());
        parameters.spec = resolved->spec;
        parameters.password = resolved->password;
    }
    if (profile.passwordPolicy == pgaccess::PasswordPolicy::PassFile) {
        const pgaccess::PassFile file = pgaccess::readPassFile(profile.passFile);
        if (const auto match = pgaccess::lookupPassword(file, parameters.spec))
            parameters.password = match->password;
    }
    return parameters;
}

} // namespace

Credentials::Credentials(pgaccess::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
{
}

void Credentials::prepare(const pgaccess::Profile &profile, const Handler &handler)
{
    QtConcurrent::run(readFiles, profile)
        .then(this, [this, profile, handler](const Prepared &prepared) {
            if (prepared)
                fetchPassword(profile, *prepared, handler);
            else
                handler(prepared);
        });
}

void Credentials::fetchPassword(const pgaccess::Profile &profile, pg::ConnectParameters parameters,
                                const Handler &handler)
{
    if (const auto typed = m_typed.constFind(profile.id); typed != m_typed.constEnd()) {
        parameters.password = *typed;
        return handler(parameters);
    }
    if (profile.passwordPolicy != pgaccess::PasswordPolicy::Keyring)
        return handler(parameters);
    const auto take = [parameters, handler](const pgaccess::SecretAnswer &answer) mutable {
        parameters.password = answer.secret;
        handler(parameters);
    };
    m_secrets.read(profile.id, this, take);
}

void Credentials::remember(const QUuid &id, const base::Secret &password)
{
    m_typed.insert(id, password);
}

void Credentials::forget(const QUuid &id)
{
    m_typed.remove(id);
}

} // namespace app
