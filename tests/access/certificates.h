// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QTemporaryDir>

namespace tests {

/// How a server's certificate is to be.
struct CertificateWish
{
    QString name = QStringLiteral("IP:127.0.0.1"); ///< As in subjectAltName.
    QString notBefore = QStringLiteral("20200101000000Z");
    QString notAfter = QStringLiteral("20990101000000Z");
    bool selfSigned = false; ///< Instead of signed by the authority.
};

/// An authority of our own and certificates for a server, made with openssl.
class Certificates final
{
public:
    /// Makes the authority.
    base::Result<void> start();

    /// Makes the server's certificate and key, in place of those before.
    base::Result<void> issue(const CertificateWish &wish);

    /// Makes a client's certificate and key for this name, signed by the authority or by itself.
    base::Result<void> issueClient(const QString &commonName, bool selfSigned = false);

    QString clientCertificate() const { return m_folder.filePath(QStringLiteral("client.crt")); }
    QString clientKey() const { return m_folder.filePath(QStringLiteral("client.key")); }
    QString authority() const { return m_folder.filePath(QStringLiteral("ca.crt")); }
    QString certificate() const { return m_folder.filePath(QStringLiteral("server.crt")); }
    QString key() const { return m_folder.filePath(QStringLiteral("server.key")); }

private:
    base::Result<void> run(const QStringList &arguments) const;

    QTemporaryDir m_folder;
};

} // namespace tests
