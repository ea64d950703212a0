// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profile.h"
#include "access/secretstore.h"
#include "postgres/connection.h"

#include <QHash>
#include <QObject>

namespace app {

/// Turns a profile into what is needed to connect: fills in its service, and fetches the password
/// from where the profile says. Files are read off the window thread.
class Credentials final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(const base::Result<pg::ConnectParameters> &)>;

    explicit Credentials(pgaccess::SecretStore &secrets, QObject *parent = nullptr);

    /// Ends with one call of the handler, from the event loop. A password that is not found is
    /// empty.
    void prepare(const pgaccess::Profile &profile, const Handler &handler);

    /// A password that a person typed, for this run.
    void remember(const QUuid &id, const base::Secret &password);
    void forget(const QUuid &id);

    /// Whether one was typed in this run.
    bool isKnown(const QUuid &id) const { return m_typed.contains(id); }

private:
    void fetchPassword(const pgaccess::Profile &profile, pg::ConnectParameters parameters,
                       const Handler &handler);

    pgaccess::SecretStore &m_secrets;
    QHash<QUuid, base::Secret> m_typed;
};

} // namespace app
