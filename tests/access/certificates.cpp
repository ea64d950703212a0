// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/certificates.h"

#include <QFile>
#include <QProcess>

namespace tests {

using namespace Qt::StringLiterals;

namespace {

const QStringList NewKey{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
                         u"-nodes"_s};

} // namespace

base::Result<void> Certificates::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(u"openssl"_s, arguments);
    if (!openssl.waitForFinished(30'000) || openssl.exitCode() != 0)
        return base::localError(QString::fromLocal8Bit(openssl.readAllStandardError()));
    return {};
}

base::Result<void> Certificates::start()
{
    return run(QStringList{u"req"_s, u"-x509"_s} + NewKey +
               QStringList{u"-keyout"_s, u"ca.key"_s, u"-out"_s, u"ca.crt"_s, u"-subj"_s,
                           u"/CN=Test authority"_s, u"-days"_s, u"3650"_s});
}

base::Result<void> Certificates::issue(const CertificateWish &wish)
{
    const auto asked =
        run(QStringList{u"req"_s, u"-new"_s} + NewKey +
            QStringList{u"-keyout"_s, u"server.key"_s, u"-out"_s, u"server.csr"_s, u"-subj"_s,
                        u"/CN=test server"_s, u"-addext"_s, u"subjectAltName="_s + wish.name});
    if (!asked)
        return asked;
    const QStringList signer = wish.selfSigned ? QStringList{u"-signkey"_s, u"server.key"_s}
                                               : QStringList{u"-CA"_s, u"ca.crt"_s, u"-CAkey"_s,
                                                             u"ca.key"_s, u"-CAcreateserial"_s};
    const auto issued =
        run(QStringList{u"x509"_s, u"-req"_s, u"-in"_s, u"server.csr"_s, u"-out"_s, u"server.crt"_s,
                        u"-copy_extensions"_s, u"copy"_s, u"-not_before"_s, wish.notBefore,
                        u"-not_after"_s, wish.notAfter} +
            signer);
    QFile::setPermissions(key(), QFile::ReadOwner | QFile::WriteOwner);
    return issued;
}

base::Result<void> Certificates::issueClient(const QString &commonName, bool selfSigned)
{
    const auto asked = run(QStringList{u"req"_s, u"-new"_s} + NewKey +
                           QStringList{u"-keyout"_s, u"client.key"_s, u"-out"_s, u"client.csr"_s,
                                       u"-subj"_s, u"/CN="_s + commonName});
    if (!asked)
        return asked;
    const QStringList signer = selfSigned ? QStringList{u"-signkey"_s, u"client.key"_s}
                                          : QStringList{u"-CA"_s, u"ca.crt"_s, u"-CAkey"_s,
                                                        u"ca.key"_s, u"-CAcreateserial"_s};
    const auto issued = run(QStringList{u"x509"_s, u"-req"_s, u"-in"_s, u"client.csr"_s, u"-out"_s,
                                        u"client.crt"_s, u"-days"_s, u"365"_s} +
                            signer);
    QFile::setPermissions(clientKey(), QFile::ReadOwner | QFile::WriteOwner);
    return issued;
}

} // namespace tests
