// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/testserver.h"

#include "support/servertemplate.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>

#include <libpq-fe.h>
#include <signal.h>
#include <unistd.h>

namespace tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Waits for its input to end, which happens when the test program ends in whatever way, and then
// clears up. The postmaster gets SIGQUIT, so that it clears up its children and shared memory.
constexpr auto janitorScript = R"(
trap '' HUP INT TERM
cat >/dev/null
read -r pid <"$0/data/postmaster.pid" && kill -QUIT "$pid" && sleep 0.5
rm -rf "$0"
)"_L1;

// The first process of the pid namespace: starts the server, then takes orders.
constexpr auto namespaceScript = R"(
"$@" </dev/null >>"$0/log" 2>&1 &
while read -r order number pid; do
    case $order in
    next) echo $((number - 1)) >/proc/sys/kernel/ns_last_pid && echo ok || echo failed ;;
    kill) kill -"$number" "$pid" && echo ok || echo failed ;;
    esac
done
read -r pid <"$0/data/postmaster.pid" && kill -QUIT "$pid" && wait
)"_L1;

// Mounts the server's root around itself, which bubblewrap cannot do there (it needs a /proc of its
// own), and stops being root, under which PostgreSQL does not run.
constexpr auto enterScript = R"(
root=$1 spare=$2
shift 2
mount --rbind "$root" "$spare"
for part in /dev /proc "${TMPDIR:-/tmp}"; do mount --rbind "$part" "$spare$part"; done
exec chroot "$spare" "$@"
)"_L1;

int freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

base::Result<void> writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return base::localError(path + u": "_s + file.errorString());
    return {};
}

constexpr QByteArrayView trustAll = "local all all trust\n"
                                    "host all all 127.0.0.1/32 trust\n"
                                    "host all all ::1/128 trust\n"
                                    "local replication all trust\n"
                                    "host replication all 127.0.0.1/32 trust\n";

QByteArray configuration(const ServerSetup &setup, const QString &folder)
{
    const QStringList lines = {
        u"listen_addresses = '127.0.0.1'"_s,
        u"unix_socket_directories = '%1'"_s.arg(folder),
        u"fsync = off"_s,
        u"shared_buffers = 16MB"_s,
        u"max_wal_size = 64MB"_s,
        u"logging_collector = off"_s,
        u"log_destination = stderr"_s,
        u"log_line_prefix = '%m [%p] %q%u@%d %c '"_s,
        u"log_connections = on"_s,
        u"log_disconnections = on"_s,
    };
    return (lines + setup.settings).join(u'\n').toUtf8() + '\n';
}

} // namespace

TestServer::TestServer(ServerSetup setup)
    : m_setup(std::move(setup))
    , m_folder(QDir::tempPath() + u"/pgvigil-XXXXXX"_s)
{
}

TestServer::~TestServer()
{
    stop(Stop::Immediate);
    if (m_janitor) {
        m_janitor->closeWriteChannel();
        m_janitor->waitForFinished(10'000);
    }
}

base::Result<void> TestServer::start()
{
    if (!m_janitor) {
        if (const auto prepared = prepare(); !prepared)
            return prepared;
    }
    base::Result<void> ready;
    // Again where another program took the port meanwhile, or where processes of a killed server
    // still hold its shared memory: on 13 the autovacuum launcher waits 10 s for the statistics
    // collector that died with it (PGSTAT_MAX_WAIT_TIME).
    for (int attempt = 0; attempt < 80; ++attempt) {
        ready = launch();
        if (ready)
            ready = waitUntilReady();
        if (ready)
            return ready;
        m_process.reset();
        if (attempt % 5 == 4 && log().contains("could not bind"))
            m_port = freePort();
        pause(250ms);
    }
    return base::localError(ready.error().message + u'\n' + QString::fromUtf8(log().right(2000)));
}

base::Result<void> TestServer::prepare()
{
    const auto programs = serverPrograms(m_setup.version);
    if (!programs)
        return std::unexpected(programs.error());
    m_programs = *programs;
    m_janitor = std::make_unique<QProcess>();
    m_janitor->start(u"sh"_s, {u"-c"_s, janitorScript, folder()});
    m_port = freePort();
    const QString data = folder() + u"/data"_s;
    if (const auto copied = copyTemplate(m_programs, data); !copied)
        return copied;
    if (const auto hba = writeFile(data + u"/pg_hba.conf"_s,
                                   m_setup.hba.isEmpty() ? trustAll.toByteArray() : m_setup.hba);
        !hba)
        return hba;
    return writeFile(data + u"/postgresql.conf"_s, configuration(m_setup, folder()));
}

base::Result<void> TestServer::launch()
{
    const QStringList arguments = {u"-D"_s, folder() + u"/data"_s, u"-p"_s,
                                   QString::number(m_port)};
    QStringList command = m_programs.command(u"postgres"_s, arguments);
    m_process = std::make_unique<QProcess>();
    const QString log = folder() + u"/log"_s;
    if (m_setup.ownPids) {
        QStringList inner = {u"unshare"_s, u"-U"_s, u"--map-user=1000"_s};
        if (!m_programs.root.isEmpty()) {
            QDir(folder()).mkdir(u"root"_s);
            inner += {u"-m"_s,     u"--keep-caps"_s, u"sh"_s,         u"-ec"_s,
                      enterScript, u"sh"_s,          m_programs.root, folder() + u"/root"_s};
            command = QStringList{m_programs.binFolder + u"/postgres"_s} + arguments;
        }
        command = QStringList{u"unshare"_s, u"-Urpf"_s,      u"--kill-child"_s, u"sh"_s,
                              u"-c"_s,      namespaceScript, folder()} +
                  inner + command;
    } else {
        m_process->setStandardOutputFile(log, QIODevice::Append);
        m_process->setStandardErrorFile(log, QIODevice::Append);
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, environment.value(u"PATH"_s) + u":/usr/sbin:/sbin"_s);
    m_process->setProcessEnvironment(environment);
    m_process->start(command.takeFirst(), command);
    if (!m_process->waitForStarted())
        return base::localError(m_process->errorString());
    return {};
}

base::Result<void> TestServer::waitUntilReady()
{
    const QByteArray where = "host=" + folder().toUtf8() + " port=" + QByteArray::number(m_port) +
                             " dbname=postgres user=postgres connect_timeout=5";
    for (int i = 0; i < 1500; ++i) {
        if (PQping(where.constData()) == PQPING_OK)
            return {};
        if (m_process->state() != QProcess::Running || m_process->waitForFinished(0))
            return base::localError(u"the server ended while it started"_s);
        pause(20ms);
    }
    return base::localError(u"the server did not start in 30 s"_s);
}

void TestServer::stop(Stop mode)
{
    if (!m_process)
        return;
    const int pid = postmasterPid();
    if (pid > 0)
        signal(pid, mode == Stop::Fast ? SIGINT : mode == Stop::Immediate ? SIGQUIT : SIGKILL);
    if (m_setup.ownPids) {
        waitUntil([&] { return !signal(pid, 0); }, 20s);
        m_process->closeWriteChannel();
    }
    if (!m_process->waitForFinished(20'000))
        m_process->kill();
    m_process->waitForFinished(5000);
    m_process.reset();
}

bool TestServer::signal(int pid, int number) const
{
    if (pid <= 1)
        return false;
    if (!m_setup.ownPids)
        return ::kill(pid, number) == 0;
    return tellNamespace("kill " + QByteArray::number(number) + ' ' + QByteArray::number(pid));
}

bool TestServer::forceNextPid(int pid)
{
    return m_setup.ownPids && tellNamespace("next " + QByteArray::number(pid));
}

bool TestServer::tellNamespace(const QByteArray &command) const
{
    if (!m_process || m_process->state() != QProcess::Running)
        return false;
    m_process->write(command + '\n');
    QByteArray answer;
    while (!answer.endsWith('\n') && m_process->waitForReadyRead(5000))
        answer += m_process->readAllStandardOutput();
    return answer == "ok\n";
}

void TestServer::setHba(const QByteArray &text)
{
    if (writeFile(folder() + u"/data/pg_hba.conf"_s, text))
        signal(postmasterPid(), SIGHUP);
}

base::Result<QByteArray> TestServer::sql(const QByteArray &text, const QString &database)
{
    pg::ConnectionSpec superuser = spec(u"postgres"_s, database);
    superuser.options.insert(u"host"_s, folder());
    auto session = TestSession::open(superuser);
    if (!session)
        return std::unexpected(session.error());
    return session->run(text);
}

pg::ConnectionSpec TestServer::spec(const QString &user, const QString &database) const
{
    return {.options = {{u"host"_s, u"127.0.0.1"_s},
                        {u"port"_s, QString::number(m_port)},
                        {u"user"_s, user},
                        {u"dbname"_s, database}}};
}

base::Result<TestSession> TestServer::session(const QString &user, const QString &application) const
{
    pg::ConnectionSpec wanted = spec(user);
    if (!application.isEmpty())
        wanted.options.insert(u"application_name"_s, application);
    return TestSession::open(wanted);
}

int TestServer::postmasterPid() const
{
    QFile file(folder() + u"/data/postmaster.pid"_s);
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toInt() : 0;
}

QByteArray TestServer::log() const
{
    QFile file(folder() + u"/log"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace tests
