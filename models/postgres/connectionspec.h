// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "base/secret.h"

#include <QMap>
#include <QString>

namespace pg {

struct SpecWithPassword;

/// What to connect to, as libpq's own options by name ("host", "port", "sslmode" …), without any
/// secret. A plain value.
struct ConnectionSpec
{
    QMap<QString, QString> options;

    bool operator==(const ConnectionSpec &) const = default;

    QString value(const QString &option) const { return options.value(option); }

    /// Sets an option; an empty value takes it out.
    void set(const QString &option, const QString &value);

    /// Reads a keyword string or a URI with libpq's own parser; the password comes back apart.
    static base::Result<SpecWithPassword> parse(const QString &text);

    /// The names of all options that libpq knows and a person may set, secrets left out.
    static QStringList knownOptions();

    /// As a keyword string that libpq reads back to the same options. Holds no secret.
    QString toKeywords() const;

    /// "app@db.example.org:5432/orders", for titles and messages.
    QString shortText() const;

    bool operator<(const ConnectionSpec &other) const { return toKeywords() < other.toKeywords(); }
};

/// A connection string taken apart.
struct SpecWithPassword
{
    ConnectionSpec spec;
    base::Secret password;
};

/// One place to knock at: a host (or a socket folder) with a port.
struct Target
{
    QString host; ///< As given; names the certificate to expect. A socket folder starts with '/'.
    QString hostAddress; ///< The IP address, where given or resolved.
    int port = 5432;

    bool isSocket() const
    {
        return host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@'));
    }
    bool operator==(const Target &) const = default;
};

/// The hosts of a specification in order, libpq's defaults filled in (host, hostaddr and port may
/// be lists: https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS).
base::Result<QList<Target>> targets(const ConnectionSpec &spec);

} // namespace pg
