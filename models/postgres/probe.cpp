// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/probe.h"

#include "base/plaintext.h"
#include "postgres/wire.h"

namespace pg {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

base::Error abortedError()
{
    return {.kind = base::ErrorKind::Cancelled, .message = u"The attempt was given up."_s};
}

// Nothing here can be shadowed by what a database owner made: all names are qualified, and there is
// no operator.
constexpr auto FirstQuestion = "SELECT pg_catalog.pg_backend_pid()";

constexpr Limits SmallLimits{.deadline = 5s, .rows = 10, .bytes = 64 * 1024};

bool isCancelled(const ProbeReport &report)
{
    return report.error && report.error->kind == base::ErrorKind::Cancelled;
}

// A session that replicates takes other questions than ours
// (https://www.postgresql.org/docs/17/protocol-replication.html).
bool isReplication(const ConnectionSpec &spec)
{
    static const QStringList no{QString(), u"false"_s, u"off"_s, u"no"_s, u"0"_s};
    return !no.contains(spec.value(u"replication"_s).toLower());
}

} // namespace

Probe::Probe()
    : m_wire(std::make_unique<Wire>(this))
{
}

Probe::~Probe()
{
    abort();
}

void Probe::abort()
{
    m_wire->close(abortedError());
    if (Handshake *handshake = std::exchange(m_handshake, nullptr))
        handshake->abort();
}

QCoro::Task<ProbeReport> Probe::run(ConnectParameters parameters, Target target,
                                    QDeadlineTimer deadline)
{
    const QString mode = parameters.spec.value(u"sslmode"_s);
    const bool tlsIfPossible =
        !target.isSocket() && (mode.isEmpty() || mode == "prefer"_L1 || mode == "allow"_L1);
    const QByteArray first = tlsIfPossible       ? QByteArray("require")
                             : target.isSocket() ? QByteArray("disable")
                                                 : QByteArray();
    ProbeReport report = co_await attempt(parameters, target, first, deadline);
    if (isCancelled(report))
        co_return report; // this may be gone
    if (report.error && tlsIfPossible && report.tlsOffered == false) {
        const ProbeReport refused = report;
        report = co_await attempt(parameters, target, "disable", deadline);
        if (isCancelled(report))
            co_return report;
        report.tlsOffered = refused.tlsOffered;
        if (!report.trace.reached)
            report.trace.reached = refused.trace.reached;
    }
    if (!report.error && isReplication(parameters.spec)) {
        report.ready = report.trace.ended;
        m_wire->close(abortedError());
    }
    if (report.error || report.ready)
        co_return report;
    co_return co_await askFirstQuestion(report, deadline);
}

QCoro::Task<ProbeReport> Probe::attempt(ConnectParameters parameters, Target target,
                                        QByteArray sslMode, QDeadlineTimer deadline)
{
    Handshake handshake;
    m_handshake = &handshake;
    const AttemptOptions options{
        .sslMode = sslMode, .sessionSettings = false, .applicationName = false};
    handshake.start(StartupParameters(parameters, target, options), deadline);
    const Handshake::Outcome outcome = co_await handshake.completion();
    ProbeReport report{.trace = handshake.trace()};
    if (!outcome)
        report.error = outcome.error();
    if (isCancelled(report))
        co_return report; // this may be gone
    m_handshake = nullptr;
    if (handshake.tlsRefused() || handshake.tlsOffered())
        report.tlsOffered = handshake.tlsOffered();
    report.tlsInUse = report.trace.secured.has_value();
    if (outcome) {
        m_wire->take(handshake.takeConnection());
        takeFacts(report, target);
    }
    co_return report;
}

void Probe::takeFacts(ProbeReport &report, const Target &target) const
{
    PGconn *handle = m_wire->handle();
    ConnectionFacts &facts = report.facts;
    facts.serverVersion = PQserverVersion(handle);
    facts.backendPid = PQbackendPID(handle);
    facts.host = target.host;
    facts.address = target.hostAddress.isEmpty() ? target.host : target.hostAddress;
    facts.port = target.port;
    facts.user = base::decodeText(PQuser(handle));
    facts.database = base::decodeText(PQdb(handle));
    if (PQsslInUse(handle))
        facts.tlsVersion = QString::fromLatin1(PQsslAttribute(handle, "protocol"));
}

QCoro::Task<ProbeReport> Probe::askFirstQuestion(ProbeReport report, QDeadlineTimer deadline)
{
    QElapsedTimer clock;
    clock.start();
    Limits limits = SmallLimits;
    const std::chrono::milliseconds left(std::max<qint64>(1, deadline.remainingTime()));
    limits.deadline = std::min(limits.deadline, left);
    const auto batch = std::make_shared<Batch>(QList<Query>{{.sql = FirstQuestion}}, limits, false);
    m_wire->enqueue(batch);
    const Batch::Results results = co_await batch->completion;
    const base::Result<Rows> &answer = results.front();
    if (!answer) {
        report.error = answer.error();
        if (isCancelled(report))
            co_return report; // this may be gone
    } else {
        const int realPid = answer->rowCount() == 1 ? answer->text(0, 0).toInt() : 0;
        report.facts.pooled = realPid != report.facts.backendPid;
        report.facts.backendPid = realPid;
        report.ready =
            report.trace.ended.value_or(0us) +
            std::chrono::duration_cast<std::chrono::microseconds>(clock.durationElapsed());
    }
    m_wire->close(abortedError());
    co_return report;
}

} // namespace pg
