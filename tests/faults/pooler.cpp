// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/pooler.h"

#include "support/socket.h"
#include "support/waiting.h"

#include <QFile>
#include <QStandardPaths>

namespace faults {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Pooler::Pooler(const tests::TestServer &server, const QString &mode, PoolerFiles files)
    : m_serverPort(server.port())
    , m_mode(mode)
    , m_files(std::move(files))
{
}

Pooler::~Pooler()
{
    m_process.kill();
    m_process.waitForFinished(5000);
}

QString Pooler::program()
{
    return QStandardPaths::findExecutable(u"pgbouncer"_s,
                                          {u"/usr/sbin"_s, u"/usr/bin"_s, u"/usr/local/bin"_s});
}

base::Result<void> Pooler::start()
{
    m_port = tests::Socket::listening().port();
    QFile users(m_folder.filePath(u"users.txt"_s));
    QFile rules(m_folder.filePath(u"hba.conf"_s));
    QFile settings(m_folder.filePath(u"pgbouncer.ini"_s));
    if (!users.open(QIODevice::WriteOnly) || !settings.open(QIODevice::WriteOnly) ||
        !rules.open(QIODevice::WriteOnly))
        return base::localError(u"cannot write pgbouncer's files"_s);
    users.write("\"postgres\" \"\"\n" + m_files.users);
    rules.write(m_files.rules);
    const QByteArray databases =
        m_files.databases.isEmpty() ? "* = host=127.0.0.1 port=%1\n"_ba : m_files.databases;
    settings.write("[databases]\n" +
                   QByteArray(databases).replace("%1", QByteArray::number(m_serverPort)));
    settings.write(uR"([pgbouncer]
listen_addr = 127.0.0.1
listen_port = %2
unix_socket_dir =
auth_type = %1
auth_file = %3
auth_hba_file = %6
admin_users = postgres
pool_mode = %4
default_pool_size = %5
)"_s.arg(m_files.rules.isEmpty() ? u"trust"_s : u"hba"_s, QString::number(m_port), users.fileName(),
         m_mode, m_mode == "session"_L1 ? u"5"_s : u"1"_s, rules.fileName())
                       .toUtf8() +
                   m_files.settings);
    users.close();
    rules.close();
    settings.close();
    m_process.start(program(), {u"-q"_s, settings.fileName()});
    if (!tests::waitUntil([this] { return command("SHOW VERSION").has_value(); }, 10s))
        return base::localError(u"pgbouncer did not start: "_s +
                                QString::fromUtf8(m_process.readAllStandardError()));
    return {};
}

pg::ConnectionSpec Pooler::spec() const
{
    return {.options = {{u"host"_s, u"127.0.0.1"_s},
                        {u"port"_s, QString::number(m_port)},
                        {u"user"_s, u"postgres"_s},
                        {u"dbname"_s, u"postgres"_s}}};
}

base::Result<QByteArray> Pooler::command(const QByteArray &text) const
{
    pg::ConnectionSpec console = spec();
    console.options.insert(u"dbname"_s, u"pgbouncer"_s);
    auto session = tests::TestSession::open(console);
    if (!session)
        return std::unexpected(session.error());
    return session->run(text);
}

} // namespace faults
