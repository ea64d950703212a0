// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/practicecluster.h"

#include "base/privatefile.h"

#include <QCoroProcess>
#include <QCoroTimer>
#include <QFile>
#include <QHostAddress>
#include <QRandomGenerator>
#include <QTcpServer>

#include <csignal>

#include <sys/prctl.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

constexpr std::chrono::milliseconds ProgramDeadline = 60s;
constexpr std::chrono::milliseconds ReadyDeadline = 30s;
constexpr int PortAttempts = 5;
constexpr qint64 MostLogBytes = 1024 * 1024;

// Runs in the child between fork and exec. The signal comes when the thread that started the child
// ends, which here is the main thread.
void dieWithParent(int number)
{
    prctl(PR_SET_PDEATHSIG, number);
}

QProcessEnvironment plainEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith("PG"_L1) || name.startsWith("LC_"_L1))
            environment.remove(name);
    }
    environment.insert(u"LC_ALL"_s, u"C"_s);
    return environment;
}

bool isFree(int port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, quint16(port));
}

int freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost, 0);
    return probe.serverPort();
}

// In hexadecimal digits: needs no quoting anywhere.
base::Secret randomPassword()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return base::Secret(QByteArrayView(reinterpret_cast<const char *>(words.data()), sizeof words)
                            .toByteArray()
                            .toHex());
}

QString quoted(const QString &text, QChar quote = u'\'')
{
    QString inner = text;
    inner.replace(quote, QString(2, quote));
    return quote + inner + quote;
}

// A value of a keyword string, quoted where it must be.
QString keyword(const QString &value)
{
    QString inner = value;
    inner.replace(u"\\"_s, u"\\\\"_s).replace(u"'"_s, u"\\'"_s);
    return inner.contains(u' ') || inner != value ? u'\'' + inner + u'\'' : inner;
}

QString tail(const QByteArray &output, qsizetype lines)
{
    const QStringList all = QString::fromLocal8Bit(output).trimmed().split(u'\n');
    return all.last(std::min(lines, all.size())).join(u'\n');
}

} // namespace

PracticeCluster::PracticeCluster(PostgresPrograms programs, QString folder, QStringList settings)
    : m_programs(std::move(programs))
    , m_folder(std::move(folder))
    , m_settings(std::move(settings))
    , m_password(randomPassword())
{
    m_postgres.setProcessEnvironment(plainEnvironment());
    m_postgres.setWorkingDirectory(m_folder);
    m_postgres.setStandardInputFile(QProcess::nullDevice());
    m_postgres.setProcessChannelMode(QProcess::MergedChannels);
    m_postgres.setStandardOutputFile(m_folder + "/start.log"_L1);
    // A session of its own: Ctrl+C on the terminal is the supervisor's affair.
    m_postgres.setUnixProcessParameters(QProcess::UnixProcessFlag::ResetSignalHandlers |
                                        QProcess::UnixProcessFlag::CreateNewSession);
    m_postgres.setChildProcessModifier([] { dieWithParent(SIGQUIT); });
    connect(&m_postgres, &QProcess::finished, this, &PracticeCluster::ended);
}

PracticeCluster::~PracticeCluster() = default;

QString PracticeCluster::owner()
{
    return u"cluster_owner"_s;
}

QString PracticeCluster::socketConnection(const QString &role, const QString &database) const
{
    return u"host=%1 port=%2 user=%3 dbname=%4"_s.arg(keyword(m_folder), QString::number(m_port),
                                                      role, database);
}

QString PracticeCluster::tcpConnection(const QString &role, const QString &database) const
{
    return u"host=127.0.0.1 port=%1 user=%2 dbname=%3 passfile=%4"_s.arg(
        QString::number(m_port), role, database, keyword(m_folder + "/pgpass"_L1));
}

QCoro::Task<base::Result<void>> PracticeCluster::start()
{
    if (auto made = co_await makeCluster(); !made)
        co_return std::unexpected(made.error());
    if (auto started = co_await startPostgres(); !started)
        co_return std::unexpected(started.error());
    co_return co_await loadShop();
}

void PracticeCluster::stop()
{
    m_stopping = true;
    if (isRunning())
        kill(pid_t(m_postgres.processId()), SIGINT); // "fast": clients are not waited for
    else
        emit ended();
}

QCoro::Task<base::Result<QByteArray>> PracticeCluster::run(QString program, QStringList arguments,
                                                           QByteArray input)
{
    QProcess process;
    process.setProcessEnvironment(plainEnvironment());
    process.setWorkingDirectory(m_folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::ResetSignalHandlers |
                                     QProcess::UnixProcessFlag::CreateNewSession);
    process.setChildProcessModifier([] { dieWithParent(SIGKILL); });
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    co_await qCoro(process).waitForFinished(ProgramDeadline);
    const QByteArray output = process.readAll();
    if (process.state() == QProcess::NotRunning && process.error() == QProcess::UnknownError &&
        process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        co_return output;
    const QString reason = output.isEmpty() ? process.errorString() : tail(output, 6);
    co_return base::localError(tr("%1 failed: %2").arg(program, reason));
}

QCoro::Task<base::Result<void>> PracticeCluster::makeCluster()
{
    const QString version = m_programs.program("postgres"_L1);
    const auto about = co_await run(version, {u"--version"_s}, {});
    if (!about)
        co_return std::unexpected(about.error());
    m_version = QString::fromLatin1(*about).section(u' ', 2, 2).trimmed();
    const QStringList arguments{u"--pgdata"_s,           dataFolder(),
                                u"--username"_s,         owner(),
                                u"--auth-local=trust"_s, u"--auth-host=scram-sha-256"_s,
                                u"--locale=C"_s,         u"--encoding=UTF8"_s,
                                u"--no-sync"_s,          u"--wal-segsize=1"_s};
    if (const auto made = co_await run(m_programs.program("initdb"_L1), arguments, {}); !made)
        co_return std::unexpected(made.error());
    co_return base::Result<void>{};
}

// PostgreSQL has no way to take any free port, so that another program may be quicker.
QCoro::Task<base::Result<void>> PracticeCluster::startPostgres()
{
    for (int attempt = 0; attempt < PortAttempts && !m_stopping; ++attempt) {
        m_port = freePort();
        if (const auto written = writeSettings(); !written)
            co_return std::unexpected(written.error());
        m_postgres.start(m_programs.program("postgres"_L1), {u"-D"_s, dataFolder()});
        const auto deadline = std::chrono::steady_clock::now() + ReadyDeadline;
        while (isRunning() && std::chrono::steady_clock::now() < deadline) {
            if (isReady())
                co_return writePassFile();
            co_await QCoro::sleepFor(50ms);
        }
        if (isRunning() || isFree(m_port))
            break;
    }
    co_return std::unexpected(startError());
}

// The eighth line of postmaster.pid says how far the start has come; pg_ctl waits for it, too.
bool PracticeCluster::isReady() const
{
    const auto content = base::readRegularFile(dataFolder() + "/postmaster.pid"_L1, 4096);
    return content && content->split('\n').value(7).trimmed() == "ready";
}

base::Error PracticeCluster::startError() const
{
    if (m_stopping)
        return {.kind = base::ErrorKind::Cancelled,
                .message = tr("The practice server was stopped.")};
    const auto early = base::readRegularFile(m_folder + "/start.log"_L1, MostLogBytes);
    const auto late = base::readRegularFile(m_folder + "/log/postgresql.log"_L1, MostLogBytes);
    const QByteArray log = early.value_or(QByteArray()) + late.value_or(QByteArray());
    return {.message = tr("PostgreSQL did not start."), .detail = tail(log, 6)};
}

// Small, and careless of a power failure: the cluster does not outlive the practice.
base::Result<void> PracticeCluster::writeSettings() const
{
    QStringList lines{
        u"listen_addresses = '127.0.0.1'"_s,
        u"port = %1"_s.arg(m_port),
        u"unix_socket_directories = %1"_s.arg(quoted(quoted(m_folder, u'"'))),
        u"unix_socket_permissions = 0700"_s,
        u"max_connections = 60"_s,
        u"max_prepared_transactions = 5"_s,
        u"superuser_reserved_connections = 3"_s,
        u"shared_buffers = 16MB"_s,
        u"dynamic_shared_memory_type = mmap"_s, // nothing in /dev/shm to leave behind
        u"fsync = off"_s,
        u"synchronous_commit = off"_s,
        u"full_page_writes = off"_s,
        u"wal_level = minimal"_s,
        u"max_wal_senders = 0"_s,
        u"min_wal_size = 8MB"_s,
        u"max_wal_size = 32MB"_s,
        u"jit = off"_s,
        u"deadlock_timeout = 10s"_s,
        u"logging_collector = on"_s,
        u"log_directory = %1"_s.arg(quoted(m_folder + "/log"_L1)),
        u"log_filename = 'postgresql.log'"_s,
        u"log_file_mode = 0600"_s,
        u"log_line_prefix = '%m [%p] %q%u@%d '"_s,
        u"log_lock_waits = on"_s,
        u"cluster_name = 'pgvigil practice'"_s,
    };
    if (m_programs.major >= 14)
        lines.append(u"compute_query_id = on"_s);
    lines += m_settings; // of two lines for the same setting the last one counts
    const QByteArray content = lines.join(u'\n').toUtf8() + '\n';
    return base::writePrivateFile(dataFolder() + "/postgresql.conf"_L1, content);
}

base::Result<void> PracticeCluster::writePassFile() const
{
    const QByteArray line = "127.0.0.1:" + QByteArray::number(m_port) +
                            ":*:*:" + m_password.view().toByteArray() + '\n';
    return base::writePrivateFile(m_folder + "/pgpass"_L1, line);
}

QCoro::Task<base::Result<void>> PracticeCluster::loadShop()
{
    QFile file(u":/practice/shop.sql"_s);
    if (!file.open(QIODevice::ReadOnly))
        co_return base::localError(file.errorString());
    const QByteArray script =
        "\\set password '" + m_password.view().toByteArray() + "'\n" + file.readAll();
    const QStringList arguments{
        u"-X"_s, u"-q"_s, u"-h"_s, m_folder,      u"-p"_s, QString::number(m_port),
        u"-U"_s, owner(), u"-d"_s, u"postgres"_s, u"-f"_s, u"-"_s};
    const auto loaded = co_await run(m_programs.program("psql"_L1), arguments, script);
    if (m_stopping)
        co_return std::unexpected(startError());
    if (!loaded)
        co_return std::unexpected(loaded.error());
    co_return base::Result<void>{};
}

} // namespace app
