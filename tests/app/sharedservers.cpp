// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sharedservers.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace tests {

namespace {

ServerSetup setupOf(int version)
{
    return {.version = version,
            .settings = {u"log_statement = all"_s},
            .hba = "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n"};
}

QByteArray caseText(const QString &name)
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/") + name);
    if (!file.open(QFile::ReadOnly))
        qFatal("cannot read %s", qPrintable(name));
    return file.readAll();
}

base::Result<void> runAll(TestSession &session, const QByteArrayList &statements)
{
    for (const QByteArray &statement : statements) {
        if (statement.trimmed().isEmpty())
            continue;
        if (const auto done = session.run(statement); !done)
            return std::unexpected(done.error());
    }
    return {};
}

// Logs nothing: the log is searched for passwords later.
base::Result<TestSession> quietSession(const TestServer &server)
{
    pg::ConnectionSpec admin = server.spec();
    admin.options.insert(u"host"_s, server.folder());
    auto session = TestSession::open(admin);
    if (!session)
        return session;
    const auto quiet = runAll(
        *session, {"SET log_statement = 'none'", "SET password_encryption = 'scram-sha-256'"});
    if (!quiet)
        return std::unexpected(quiet.error());
    return session;
}

QByteArray withPassword(const QByteArray &role, const QByteArray &password)
{
    return "ALTER ROLE " + role + " PASSWORD '" + password + "'";
}

} // namespace

SharedServers::SharedServers(int version)
    : main(setupOf(version))
    , keycloak(setupOf(version))
{
}

base::Result<void> SharedServers::start()
{
    for (TestServer *each : {&main, &keycloak}) {
        if (const auto started = each->start(); !started)
            return started;
    }
    auto session = quietSession(main);
    if (!session)
        return std::unexpected(session.error());
    QByteArrayList statements = caseText(u"inventory/case-4.sql"_s).split(';');
    statements << withPassword("admin", AdminPassword) << withPassword("nextcloud", AppPassword)
               << withPassword("guacamole", AppPassword)
               << withPassword("postfixadmin", "md500000000000000000000000000000000");
    if (const auto done = runAll(*session, statements); !done)
        return done;
    auto other = quietSession(keycloak);
    if (!other)
        return std::unexpected(other.error());
    const auto done =
        runAll(*other, {"CREATE ROLE keycloak LOGIN", "CREATE DATABASE keycloak OWNER keycloak",
                        withPassword("keycloak", KeycloakPassword)});
    if (!done)
        return done;
    const auto open = main.sql("GRANT CREATE ON SCHEMA public TO PUBLIC", u"mcp_memory"_s);
    return open ? base::Result<void>() : std::unexpected(open.error());
}

bool SharedServers::writeFile(const QString &caseFile, const QString &path) const
{
    QByteArray text = caseText(caseFile);
    const auto move = [&text](const QByteArray &host, int port) {
        const QByteArray number = QByteArray::number(port);
        text.replace('\n' + host + ":5432:", "\n127.0.0.1:" + number + ':');
        text.replace("\"Host\": \"" + host + "\", \"Port\": 5432",
                     "\"Host\": \"127.0.0.1\", \"Port\": " + number);
    };
    move("postgres", main.port());
    move("keycloak-postgres", keycloak.port());
    QFile file(path);
    return file.open(QFile::WriteOnly | QFile::Truncate) && file.write(text) == text.size() &&
           file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

pg::ConnectionSpec SharedServers::application(const QString &role, const QString &database,
                                              const QString &name) const
{
    pg::ConnectionSpec spec = main.spec(role, database);
    spec.set(u"password"_s, QString::fromLatin1(AppPassword));
    spec.set(u"application_name"_s, name);
    return spec;
}

} // namespace tests
