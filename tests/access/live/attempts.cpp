// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/attempts.h"

#include "access/ladder/evidencereader.h"

#include <QCoroTask>

namespace tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using pgaccess::Attempt;
using pgaccess::Cause;

pgaccess::LadderCandidate candidateFor(const TestServer &server, const Visitor &visitor)
{
    pgaccess::LadderCandidate out;
    out.parameters.spec = server.spec(visitor.user, visitor.database);
    if (visitor.socket)
        out.parameters.spec.set(u"host"_s, server.folder());
    for (const auto &[name, value] : visitor.options.asKeyValueRange())
        out.parameters.spec.set(name, value);
    out.parameters.password = base::Secret(visitor.password.toUtf8());
    out.parameters.allowCleartext = visitor.cleartext;
    return out;
}

QList<Attempt> climb(const QList<pgaccess::LadderCandidate> &candidates)
{
    pgaccess::Ladder ladder;
    return QCoro::waitFor(ladder.climb(candidates, 30s));
}

Attempt tryOnce(const pgaccess::LadderCandidate &candidate)
{
    const QList<Attempt> attempts = climb({candidate});
    return attempts.size() == 1 ? attempts.first() : Attempt();
}

Attempt tryOnce(const TestServer &server, const Visitor &visitor)
{
    return tryOnce(candidateFor(server, visitor));
}

QByteArray words(const pgaccess::Diagnosis &diagnosis, const Attempt &attempt)
{
    QByteArrayList causes{causeName(diagnosis.cause).data()};
    for (const Cause cause : diagnosis.alternatives)
        causes.append(causeName(cause).data());
    const base::Error error = attempt.observation.error.value_or(base::Error());
    return (diagnosis.isProved() ? "proved " : "likely ") + causes.join(", ") + " | " +
           error.sqlState.toUtf8() + ' ' + error.message.toUtf8() + " | " +
           attempt.observation.function.toUtf8() + " | " +
           stageName(attempt.observation.stage).data();
}

pgaccess::Evidence logOf(const TestServer &server, const Attempt &attempt)
{
    return {.log = pgaccess::parseAuthLog(server.log().toStdString()),
            .attemptedAt = attempt.endedAt};
}

base::Result<void> AdminConnection::open(const TestServer &server, const QString &user)
{
    pg::ConnectParameters parameters{.spec = server.spec(user)};
    parameters.spec.set(u"host"_s, server.folder());
    const auto opened = QCoro::waitFor(m_connection.open(parameters));
    return opened ? base::Result<void>() : std::unexpected(opened.error());
}

pgaccess::Evidence AdminConnection::evidenceOf(const Attempt &attempt)
{
    pgaccess::EvidenceReader reader(m_connection);
    if (!reader.isSameServer(attempt.observation))
        return {};
    pgaccess::Evidence evidence = QCoro::waitFor(reader.read(attempt.observation));
    evidence.attemptedAt = attempt.endedAt;
    return evidence;
}

} // namespace tests
