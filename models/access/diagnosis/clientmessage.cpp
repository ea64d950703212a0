// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/clientmessage.h"

#include "postgres/diagnostics.h"

#include <QRegularExpression>

#include <array>
#include <cerrno>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxText = 64 * 1024;

struct Words
{
    QLatin1StringView text;
    QLatin1StringView state;
};

// The messages of which a person mostly has only the text.
constexpr std::array StateWords = {
    Words{"password authentication failed"_L1, "28P01"_L1},
    Words{"empty password returned"_L1, "28P01"_L1},
    Words{"pg_hba.conf"_L1, "28000"_L1},
    Words{"authentication failed for user"_L1, "28000"_L1},
    Words{"valid client certificate"_L1, "28000"_L1},
    Words{"is not permitted to log in"_L1, "28000"_L1},
    Words{"no PostgreSQL user name"_L1, "28000"_L1},
    Words{"too many connections for"_L1, "53300"_L1},
    Words{"too many clients"_L1, "53300"_L1},
    Words{"remaining connection slots"_L1, "53300"_L1},
    Words{"max_wal_senders"_L1, "53300"_L1},
    Words{"the database system is"_L1, "57P03"_L1},
    Words{"not currently accepting connections"_L1, "55000"_L1},
    Words{"cannot connect to invalid database"_L1, "55000"_L1},
    Words{"permission denied"_L1, "42501"_L1},
    Words{"start walsender"_L1, "42501"_L1},
    Words{"unrecognized configuration parameter"_L1, "42704"_L1},
    Words{"invalid value for parameter"_L1, "22023"_L1},
    Words{"unsupported frontend protocol"_L1, "0A000"_L1},
    Words{"no such database"_L1, "08P01"_L1},
    Words{"SASL authentication failed"_L1, "08P01"_L1},
    Words{"no more connections allowed"_L1, "08P01"_L1},
    Words{"query_wait_timeout"_L1, "08P01"_L1},
    Words{"unsupported startup parameter"_L1, "08P01"_L1},
};

QString stateOf(const QString &message)
{
    static const QRegularExpression missing(u"^(role|database) \".*\" does not exist"_s);
    if (const auto match = missing.match(message); match.hasMatch())
        return match.captured(1) == "role"_L1 ? u"28000"_s : u"3D000"_s;
    for (const Words &words : StateWords) {
        if (message.contains(words.text))
            return words.state;
    }
    return {};
}

QString takeLine(QString &text, const QString &label)
{
    const QRegularExpression line(u"\\n"_s + label + u":\\s+(.*)"_s);
    const auto match = line.match(text);
    if (match.hasMatch())
        text.remove(match.capturedStart(), match.capturedLength());
    return match.captured(1);
}

// What the server said, after "FATAL:" with or without an SQLSTATE.
void readServerError(Observation &out, const QString &text)
{
    static const QRegularExpression start(u"^(?:([0-9A-Z]{5}): )?"_s);
    const auto match = start.match(text);
    base::Error error{.kind = base::ErrorKind::Server, .sqlState = match.captured(1)};
    QString rest = text.sliced(match.capturedLength());
    error.detail = takeLine(rest, u"DETAIL"_s);
    error.hint = takeLine(rest, u"HINT"_s);
    out.context = takeLine(rest, u"CONTEXT"_s);
    error.message = rest.section(u'\n', 0, 0).trimmed();
    static const QRegularExpression names(
        u"(user|role|database) \"([^\"]*)\"(?:, database \"([^\"]*)\")?"_s);
    if (const auto named = names.match(error.message); named.hasMatch()) {
        (named.captured(1) == "database"_L1 ? out.database : out.user) = named.captured(2);
        if (named.hasCaptured(3))
            out.database = named.captured(3);
    }
    if (error.sqlState.isEmpty())
        error.sqlState = stateOf(error.message);
    out.error = error;
    out.stage = error.sqlState.startsWith("28"_L1) ? Stage::Authenticate : Stage::OpenDatabase;
}

void readOwnError(Observation &out, const QString &text)
{
    base::Error error{.kind = base::ErrorKind::ConnectionLost, .message = text};
    out.systemError = pg::systemErrorIn(text);
    if (text.contains("timeout expired"_L1))
        error.kind = base::ErrorKind::Timeout;
    static const QRegularExpression received(u"(?:negotiation: |but received )(.)"_s);
    if (const auto match = received.match(text); match.hasMatch())
        out.known = Cause::NotPostgres;
    if (text.contains("does not support SSL"_L1))
        out.tlsOffered = false;
    const bool broke = out.systemError == ECONNRESET || out.systemError == EPIPE;
    const bool unreached = out.systemError != 0 && !broke;
    const bool tls = text.contains("SSL "_L1) || text.contains("certificate"_L1);
    out.stage = unreached ? Stage::Reach : tls ? Stage::Tls : Stage::Authenticate;
    if (text.contains("could not translate host name"_L1))
        out.stage = Stage::Resolve;
    out.error = error;
}

Observation readBlock(const QString &block)
{
    static const QRegularExpression place(
        u"^connection to server (?:at|on socket) \"([^\"]*)\"(?: \\(([^)]*)\\))?"
        "(?:, port (\\d+))? failed: "_s);
    static const QRegularExpression fatal(u"(?:FATAL|ERROR):\\s+"_s);
    Observation out;
    QString text = block;
    const auto match = place.match(text);
    if (match.hasMatch()) {
        out.host = match.captured(1);
        out.socket = out.host.startsWith(u'/');
        out.address = match.hasCaptured(2) ? match.captured(2) : out.host;
        out.port = match.hasCaptured(3) ? match.captured(3).toInt() : out.port;
        text.remove(0, match.capturedLength());
    }
    const auto said = fatal.match(text);
    if (said.hasMatch())
        readServerError(out, text.sliced(said.capturedEnd()));
    else
        readOwnError(out, text);
    const bool closed = text.startsWith("server closed the connection"_L1);
    if (!match.hasMatch() && closed)
        out.stage = Stage::Ready; // libpq names no address once a session stood
    return out;
}

} // namespace

QList<Observation> readClientMessage(const QString &text)
{
    static const QRegularExpression next(
        u"\\n(?=connection to server (?:at|on) |could not translate host name )"_s);
    QList<Observation> out;
    for (const QString &block : text.first(std::min(text.size(), MaxText)).split(next))
        out.append(readBlock(block.trimmed()));
    // libpq warns of a pass file that others can read, and goes on without it.
    const bool open = out.first().error->message.startsWith("WARNING: password file"_L1);
    if (open && out.size() > 1) {
        out.removeFirst();
        out.first().known = Cause::PassFile;
    }
    return out;
}

} // namespace pgaccess
