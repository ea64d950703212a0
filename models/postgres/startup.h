// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"

#include <QByteArray>

#include <vector>

namespace pg {

/// How one attempt is to go.
struct AttemptOptions
{
    QByteArray sslMode;          ///< Replaces the specification's; empty leaves it.
    bool sessionSettings = true; ///< Send our settings in the start-up packet.
    /// Send a name for this program. With one, libpq repeats by itself an attempt that was refused
    /// for an unknown setting: a second authentication.
    bool applicationName = true;
};

/// The keywords and values for libpq: every option that libpq would otherwise take from the
/// account's own files (pass file, client certificate, Kerberos tickets) is set explicitly, so that
/// a password or key is never used that the person did not name.
class StartupParameters final
{
public:
    StartupParameters(const ConnectParameters &parameters, const Target &target,
                      const AttemptOptions &options);

    const char *const *keywords() const { return m_keywords.data(); }
    const char *const *values() const { return m_values.data(); }

private:
    void add(const char *keyword, const QByteArray &value);
    void addPerson(const ConnectionSpec &spec);
    void addSecurity(const ConnectParameters &parameters, const Target &target,
                     const AttemptOptions &options);
    void addSession(const ConnectionSpec &spec, const AttemptOptions &options);

    std::vector<QByteArray> m_storage;
    base::Secret m_password;
    std::vector<const char *> m_keywords;
    std::vector<const char *> m_values;
};

} // namespace pg
