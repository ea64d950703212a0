// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/credentials.h"

#include "connectfiles.h"

#include <QtConcurrentRun>

namespace app {

using namespace Qt::StringLiterals;

namespace {

using Prepared = base::Result<pg::ConnectParameters>;

} // namespace

Credentials::Credentials(pgaccess::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
{
}

void Credentials::prepare(const pgaccess::Profile &profile, const Handler &handler)
{
    pg::ConnectParameters known{.spec = profile.spec,
                                .password = m_typed.value(profile.id),
                                .allowCleartext = profile.allowCleartext};
    if (profile.passwordPolicy == pgaccess::PasswordPolicy::PassFile)
        known.spec.set(u"passfile"_s, profile.passFile);
    QtConcurrent::run([known] {
        return withService(known).and_then(withPassFile);
    }).then(this, [this, profile, handler](const Prepared &prepared) {
        if (prepared)
            fetchPassword(profile, *prepared, handler);
        else
            handler(prepared);
    });
}

void Credentials::fetchPassword(const pgaccess::Profile &profile, pg::ConnectParameters parameters,
                                const Handler &handler)
{
    if (isKnown(profile.id) || profile.passwordPolicy != pgaccess::PasswordPolicy::Keyring)
        return handler(parameters);
    const auto take = [parameters, handler](const pgaccess::SecretAnswer &answer) mutable {
        if (!answer.secret.isEmpty())
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
