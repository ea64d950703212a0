// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockwatch.h"

#include "base/plaintext.h"
#include "locks/deadlockreport.h"
#include "postgres/catalogue.h"

#include <QCoroTimer>
#include <QPointer>

#include <algorithm>

namespace locks {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::SnapshotPtr;

namespace {

constexpr qint64 PartSize = 256 * 1024;
constexpr size_t MaxWaiting = 100;
constexpr size_t MaxTold = 100;
constexpr auto TryAgainAfter = 1s;
// The server gives up first: whoever runs into the deadline of the connection loses it.
constexpr auto Patience = "3000ms";
constexpr pg::Limits LogLimits{.deadline = 8s, .rows = 10, .bytes = 4 * PartSize, .together = true};

LogFormat formatOf(const QString &path)
{
    if (path.endsWith(".csv"_L1))
        return LogFormat::Csv;
    return path.endsWith(".json"_L1) ? LogFormat::Json : LogFormat::Plain;
}

snapshot::LockMode modeOf(const std::string &name)
{
    using snapshot::LockMode;
    for (int mode = int(LockMode::AccessShare); mode <= int(LockMode::AccessExclusive); ++mode) {
        if (QByteArrayView(name) == QByteArrayView(snapshot::lockModeText(LockMode(mode))))
            return LockMode(mode);
    }
    return LockMode::None;
}

DeadlockReport reportOf(const LoggedDeadlock &logged)
{
    DeadlockReport report{.time = base::decodeText(logged.time), .victim = logged.victim};
    for (const LoggedWait &wait : logged.waits) {
        report.participants.push_back({.pid = wait.pid,
                                       .mode = modeOf(wait.mode),
                                       .object = base::decodeText(wait.object),
                                       .blocker = wait.blocker,
                                       .statement = base::decodeText(wait.statement)});
    }
    return report;
}

QList<pg::Query> patiently(const pg::Query &query, int version)
{
    return {{.sql = pg::statement(u"locks/patience"_s, version), .parameters = {Patience}}, query};
}

base::Error unreadable(base::Error error)
{
    error.message = u"The log of this server cannot be read: %1"_s.arg(error.message);
    if (error.sqlState == "42501"_L1) {
        error.message += u". The role needs pg_monitor, and EXECUTE on the function "
                         "pg_catalog.pg_read_binary_file(text, bigint, bigint)."_s;
    }
    return error;
}

} // namespace

// The end of the log file.
struct DeadlockWatch::LogPart
{
    QByteArray bytes;
    LogFormat format = LogFormat::Plain;
};

DeadlockWatch::DeadlockWatch(snapshot::LiveSource &source)
    : m_source(source)
{
    connect(&source, &snapshot::SnapshotSource::snapshotTaken, this, &DeadlockWatch::look);
}

void DeadlockWatch::look(const SnapshotPtr &snapshot)
{
    const SnapshotPtr before = std::exchange(m_previous, snapshot);
    // Counters of another server, or of one that was started again, are no growth.
    if (!before || before->server.startedAt != snapshot->server.startedAt)
        return;
    for (const snapshot::DatabaseCounters &database : snapshot->databases) {
        const auto same =
            std::ranges::find(before->databases, database.oid, &snapshot::DatabaseCounters::oid);
        const qint64 grown =
            same == before->databases.end() ? 0 : database.deadlocks - same->deadlocks;
        if (grown > 0 && m_waiting.size() < MaxWaiting)
            m_waiting.push_back({.database = database.name,
                                 .count = int(std::min<qint64>(grown, 1'000'000)),
                                 .when = snapshot->takenAt,
                                 .reports = {},
                                 .problem = {}});
    }
    if (!m_waiting.empty() && !m_reading)
        tell();
}

QCoro::Task<void> DeadlockWatch::tell()
{
    const QPointer<DeadlockWatch> alive(this);
    m_reading = true;
    while (!m_waiting.empty()) {
        const size_t before = m_waiting.size();
        auto reports = co_await readNewReports();
        if (alive && reports && reports->empty()) { // the server writes its log behind its back
            co_await QCoro::sleepFor(TryAgainAfter);
            if (alive)
                reports = co_await readNewReports();
        }
        // Those that came meanwhile may not be in this part.
        for (size_t i = 0; alive && i < before; ++i) {
            DeadlockEvent event = std::move(m_waiting.front());
            m_waiting.pop_front();
            if (reports)
                addReports(event, *reports);
            else
                event.problem = reports.error().message;
            emit deadlockSeen(event);
        }
        if (!alive)
            co_return;
    }
    m_reading = false;
}

QCoro::Task<base::Result<DeadlockWatch::LogPart>> DeadlockWatch::readLog()
{
    const QPointer<DeadlockWatch> alive(this);
    pg::Connection &control = m_source.server().control();
    const int version = control.facts().serverVersion;
    const pg::Query newest{.sql = pg::statement(u"locks/newestlog"_s, version), .binary = true};
    const pg::Connection::Results found =
        co_await control.run(patiently(newest, version), LogLimits);
    if (!found.back())
        co_return std::unexpected(unreadable(found.back().error()));
    if (!alive)
        co_return base::localError(u"Nobody waits for it any more."_s);
    if (found.back()->rowCount() == 0)
        co_return base::localError(
            u"The log of this server cannot be read: it writes no log files "
            "of its own (logging_collector is off, or there is none yet)."_s);
    const QByteArray path = found.back()->bytes(0, found.back()->column("path")).toByteArray();
    const qint64 size = found.back()->int8(0, found.back()->column("size"));
    const qint64 from = std::max<qint64>(0, size - PartSize);
    const pg::Query read{
        .sql = pg::statement(u"locks/logpart"_s, version),
        .parameters = {path, QByteArray::number(from), QByteArray::number(PartSize)},
        .binary = true};
    const pg::Connection::Results part = co_await control.run(patiently(read, version), LogLimits);
    if (!part.back())
        co_return std::unexpected(unreadable(part.back().error()));
    const QByteArray bytes =
        part.back()->rowCount() == 1 ? part.back()->bytes(0, 0).toByteArray() : QByteArray();
    co_return LogPart{.bytes = bytes, .format = formatOf(base::decodeText(path))};
}

// Those that were not told before, oldest first.
QCoro::Task<base::Result<std::vector<DeadlockReport>>> DeadlockWatch::readNewReports()
{
    const QPointer<DeadlockWatch> alive(this);
    const base::Result<LogPart> part = co_await readLog();
    if (!part)
        co_return std::unexpected(part.error());
    std::vector<DeadlockReport> reports;
    if (!alive)
        co_return reports;
    const std::string_view log(part->bytes.constData(), size_t(part->bytes.size()));
    for (const LoggedDeadlock &logged : parseDeadlocks(log, part->format)) {
        DeadlockReport report = reportOf(logged);
        if (!std::ranges::contains(m_told, report))
            reports.push_back(std::move(report));
    }
    co_return reports;
}

// Moves the newest into the event, as many as the count has grown by.
void DeadlockWatch::addReports(DeadlockEvent &event, std::vector<DeadlockReport> &reports)
{
    const auto first = reports.end() - std::min<qsizetype>(event.count, std::ssize(reports));
    event.reports.assign(first, reports.end());
    reports.erase(first, reports.end());
    m_told.insert(m_told.end(), event.reports.begin(), event.reports.end());
    if (m_told.size() > MaxTold)
        m_told.erase(m_told.begin(), m_told.end() - MaxTold);
    if (event.reports.empty())
        event.problem =
            u"The last %1 kB of the server's log hold no report of this deadlock."_s.arg(PartSize /
                                                                                         1024);
}

} // namespace locks
