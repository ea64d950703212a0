// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/testsession.h"

#include <libpq-fe.h>
#include <poll.h>

namespace tests {

using namespace Qt::StringLiterals;

namespace {

using ResultPtr = std::unique_ptr<PGresult, decltype(&PQclear)>;

QByteArray cells(const PGresult *result)
{
    QByteArrayList lines;
    for (int row = 0; row < PQntuples(result); ++row) {
        QByteArrayList line;
        for (int column = 0; column < PQnfields(result); ++column)
            line.append(PQgetvalue(result, row, column));
        lines.append(line.join('|'));
    }
    return lines.join('\n');
}

base::Error errorOf(const PGresult *result)
{
    return {.kind = base::ErrorKind::Server,
            .sqlState = QString::fromUtf8(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
            .message = QString::fromUtf8(PQresultErrorMessage(result))};
}

base::Result<QByteArray> valueOf(const PGresult *result)
{
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
        return cells(result);
    default:
        return std::unexpected(errorOf(result));
    }
}

} // namespace

void TestSession::Closer::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

TestSession::TestSession(pg_conn *connection)
    : m_connection(connection)
{
}

base::Result<TestSession> TestSession::open(const pg::ConnectionSpec &spec)
{
    QByteArrayList texts;
    for (const auto &[name, value] : spec.options.asKeyValueRange())
        texts << name.toUtf8() << value.toUtf8();
    std::vector<const char *> names, values;
    for (qsizetype i = 0; i < texts.size(); i += 2) {
        names.push_back(texts[i].constData());
        values.push_back(texts[i + 1].constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    TestSession session(PQconnectdbParams(names.data(), values.data(), 0));
    if (PQstatus(session.m_connection.get()) != CONNECTION_OK)
        return std::unexpected(session.problem());
    PQsetNoticeReceiver(session.m_connection.get(), [](void *, const PGresult *) {}, nullptr);
    return session;
}

base::Result<QByteArray> TestSession::run(const QByteArray &sql)
{
    const ResultPtr result(PQexec(m_connection.get(), sql.constData()), &PQclear);
    return valueOf(result.get());
}

bool TestSession::send(const QByteArray &sql)
{
    return PQsendQuery(m_connection.get(), sql.constData()) == 1;
}

base::Result<QByteArray> TestSession::receive(std::chrono::milliseconds deadline)
{
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + deadline;
    base::Result<QByteArray> last;
    for (;;) {
        while (PQisBusy(m_connection.get())) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
            pollfd waited{.fd = PQsocket(m_connection.get()), .events = POLLIN, .revents = 0};
            if (left.count() <= 0 || ::poll(&waited, 1, int(left.count())) == 0)
                return std::unexpected(base::Error{.kind = base::ErrorKind::Timeout});
            if (PQconsumeInput(m_connection.get()) == 0)
                return std::unexpected(problem());
        }
        const ResultPtr result(PQgetResult(m_connection.get()), &PQclear);
        if (!result)
            return last;
        last = valueOf(result.get());
    }
}

int TestSession::pid() const
{
    return PQbackendPID(m_connection.get());
}

bool TestSession::isAlive()
{
    pollfd waited{.fd = PQsocket(m_connection.get()), .events = POLLIN, .revents = 0};
    while (waited.fd >= 0 && ::poll(&waited, 1, 0) > 0) {
        if (PQconsumeInput(m_connection.get()) == 0)
            return false;
        PQisBusy(m_connection.get());
    }
    return PQstatus(m_connection.get()) == CONNECTION_OK;
}

base::Error TestSession::problem() const
{
    return {.kind = base::ErrorKind::ConnectionLost,
            .message = QString::fromUtf8(PQerrorMessage(m_connection.get())).trimmed()};
}

} // namespace tests
