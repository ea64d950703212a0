// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbaserver.h"

#include <QDir>
#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace tests {

namespace {

const char *const Setup[] = {"CREATE ROLE staff",
                             "CREATE ROLE leads IN ROLE staff",
                             "CREATE ROLE alice LOGIN IN ROLE staff",
                             "CREATE ROLE bob LOGIN",
                             "CREATE ROLE carol LOGIN SUPERUSER",
                             "CREATE ROLE dave LOGIN NOINHERIT IN ROLE leads",
                             "CREATE DATABASE appdb",
                             "CREATE DATABASE otherdb",
                             "CREATE DATABASE alice",
                             "CREATE DATABASE staff"};

} // namespace

HbaServer::HbaServer(int version)
    : m_version(version)
{
}

base::Result<void> HbaServer::makeKey() const
{
    const int made = QProcess::execute(u"openssl"_s,
                                       {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s,
                                        u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                                        u"/CN=localhost"_s, u"-keyout"_s, m_keys.filePath(u"key"_s),
                                        u"-out"_s, m_keys.filePath(u"cert"_s), u"-quiet"_s});
    if (made != 0 ||
        !QFile::setPermissions(m_keys.filePath(u"key"_s), QFile::ReadOwner | QFile::WriteOwner))
        return base::localError(u"openssl made no key"_s);
    return {};
}

base::Result<void> HbaServer::start()
{
    if (const auto made = makeKey(); !made)
        return made;
    m_server = std::make_unique<TestServer>(
        ServerSetup{.version = m_version,
                    .settings = {u"listen_addresses = '127.0.0.1,::1'"_s, u"ssl = on"_s,
                                 u"ssl_cert_file = '%1'"_s.arg(m_keys.filePath(u"cert"_s)),
                                 u"ssl_key_file = '%1'"_s.arg(m_keys.filePath(u"key"_s)),
                                 u"password_encryption = 'scram-sha-256'"_s}});
    if (const auto started = m_server->start(); !started)
        return started;
    for (const char *statement : Setup) {
        if (const auto done = m_server->sql(statement); !done)
            return std::unexpected(done.error());
    }
    if (!QDir(dataFile(u"."_s)).mkdir(u"sub"_s) ||
        !write(u"names"_s, "bob, # people\n\"all\"\n\n+leads carol\n") ||
        !write(u"more.conf"_s, "\nhost all dave ::1/128 password\n") ||
        !write(u"sub/b.conf"_s, "local \"/^a\" bob scram-sha-256\ninclude ../more.conf\n") ||
        !write(u"sub/a.conf"_s, "host @../names /^c 127.0.0.1/32 trust\n") ||
        !write(u"sub/.hidden.conf"_s, "broken\n") || !write(u"sub/other"_s, "broken\n"))
        return base::localError(u"the rule files could not be written"_s);
    return {};
}

QString HbaServer::dataFile(const QString &name) const
{
    return m_server->folder() + u"/data/"_s + name;
}

bool HbaServer::write(const QString &name, const std::string &text) const
{
    QFile file(dataFile(name));
    return file.open(QIODevice::WriteOnly) && file.write(text.data(), qint64(text.size())) >= 0;
}

pg::ConnectionSpec HbaServer::specOf(const pgaccess::HbaClient &client) const
{
    pg::ConnectionSpec spec = m_server->spec(QString::fromStdString(client.user),
                                             QString::fromStdString(client.database));
    spec.options.insert(u"host"_s, client.address ? QString::fromStdString(client.address->text())
                                                  : m_server->folder());
    spec.options.insert(u"sslmode"_s, client.tls ? u"require"_s : u"disable"_s);
    spec.options.insert(u"gssencmode"_s, u"disable"_s);
    return spec;
}

pg::ConnectionSpec HbaServer::admin() const
{
    pg::ConnectionSpec spec = m_server->spec();
    spec.options.insert(u"host"_s, m_server->folder());
    return spec;
}

} // namespace tests
