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

Pooler::Pooler(const tests::TestServer &server, const QString &mode)
    : m_serverPort(server.port())
    , m_mode(mode)
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
    QFile settings(m_folder.filePath(u"pgbouncer.ini"_s));
    if (!users.open(QIODevice::WriteOnly) || !settings.open(QIODevice::WriteOnly))
        return base::localError(u"cannot write pgbouncer's files"_s);
    users.write("\"postgres\" \"\"\n");
    settings.write(uR"([databases]
* = host=127.0.0.1 port=%1
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %2
unix_socket_dir =
auth_type = trust
auth_file = %3
admin_users = postgres
pool_mode = %4
default_pool_size = %5
)"_s.arg(QString::number(m_serverPort), QString::number(m_port), users.fileName(), m_mode,
         m_mode == "session"_L1 ? u"5"_s : u"1"_s)
                       .toUtf8());
    users.close();
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
