// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/diagnostics.h"

#include "base/plaintext.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

QString field(const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    return text ? base::decodeText(text) : QString();
}

// Takes the line that starts with the label out of the text and returns its content.
QString takeLine(QString &text, QLatin1StringView label)
{
    const qsizetype at = text.indexOf(label);
    if (at < 0 || (at > 0 && text[at - 1] != u'\n'))
        return {};
    qsizetype end = text.indexOf(u'\n', at);
    end = end < 0 ? text.size() : end;
    const QString content = text.sliced(at + label.size(), end - at - label.size()).trimmed();
    text.remove(at, end - at + 1);
    return content;
}

// The same for the line with the place in the server's source, whose label libpq translates:
// "LOCATION:  auth_failed, auth.c:329".
QString takeFunction(QString &text)
{
    static const QRegularExpression location(u"\\n[^\\n:]+:\\s+(\\w+), [\\w./-]+:\\d+\\s*$"_s);
    const auto match = location.match(text);
    if (match.hasMatch())
        text.truncate(match.capturedStart());
    return match.captured(1);
}

} // namespace

base::Error errorOf(const PGresult *result)
{
    base::Error error{.kind = base::ErrorKind::Server};
    error.sqlState = field(result, PG_DIAG_SQLSTATE);
    error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    error.hint = field(result, PG_DIAG_MESSAGE_HINT);
    if (error.message.isEmpty())
        error.message = base::decodeText(PQresultErrorMessage(result)).trimmed();
    // libpq makes such a result itself when the connection breaks.
    if (error.sqlState.isEmpty())
        error.kind = base::ErrorKind::ConnectionLost;
    return error;
}

ConnectProblem problemOfConnecting(const PGconn *connection)
{
    // libpq's own words are in the language of this process, the severity in that of the server.
    static const QRegularExpression prefix(
        u"^connection to server (?:at|on socket) .*? failed: "_s);
    static const QRegularExpression verbose(u"^(?:[^\\n]*?[:：] ?)??\\S+:\\s+([0-9A-Z]{5}): "_s);
    QString text = base::decodeText(PQerrorMessage(connection)).trimmed();
    // What libpq says before it tries an address is about the options.
    const bool tried = prefix.match(text).hasMatch();
    text.remove(prefix);
    // libpq repeats some attempts by itself and adds a second block that says the same.
    if (const qsizetype repeated = text.indexOf("\nconnection to server "_L1); repeated > 0)
        text.truncate(repeated);
    ConnectProblem problem{.passwordAsked = PQconnectionUsedPassword(connection) != 0};
    base::Error &error = problem.error;
    error.kind = tried ? base::ErrorKind::ConnectionLost : base::ErrorKind::Local;
    if (const auto match = verbose.match(text); match.hasMatch()) {
        error.kind = base::ErrorKind::Server;
        error.sqlState = match.captured(1);
        text.remove(0, match.capturedLength());
        problem.function = takeFunction(text);
        problem.context = takeLine(text, "CONTEXT:"_L1);
        error.detail = takeLine(text, "DETAIL:"_L1);
        error.hint = takeLine(text, "HINT:"_L1);
        // What is left behind the first line has labels of another language.
        if (error.detail.isEmpty())
            error.detail = text.section(u'\n', 1).trimmed();
        text = text.section(u'\n', 0, 0);
    }
    error.message = text.trimmed();
    if (PQconnectionNeedsPassword(connection)) {
        problem.passwordAsked = true;
        error.kind = base::ErrorKind::PasswordNeeded;
        error.message = u"The server asks for a password."_s;
    }
    return problem;
}

int systemErrorIn(const QString &message)
{
    constexpr std::array numbers = {ECONNREFUSED, ENOENT,      EACCES,        EPERM,
                                    EHOSTUNREACH, ENETUNREACH, ETIMEDOUT,     ECONNRESET,
                                    ENETDOWN,     EHOSTDOWN,   EADDRNOTAVAIL, ENOTSOCK,
                                    EAGAIN,       EMFILE,      EPIPE,         EAFNOSUPPORT};
    const auto isNamed = [&message](int number) {
        std::array<char, 256> buffer{};
        return message.contains(QString::fromLocal8Bit(strerror_r(number, buffer.data(), 256)));
    };
    const auto found = std::ranges::find_if(numbers, isNamed);
    return found == numbers.end() ? 0 : *found;
}

qint64 bytesReceived(int socket)
{
    tcp_info info = {};
    socklen_t size = sizeof info;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return 0;
    return qint64(info.tcpi_bytes_received);
}

} // namespace pg
