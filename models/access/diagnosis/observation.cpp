// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/observation.h"

#include <array>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

struct Greeting
{
    QByteArrayView start;
    QLatin1StringView protocol;
};

constexpr std::array Greetings = {
    Greeting{"HTTP/", "HTTP"_L1},    Greeting{"<!DOCTYPE", "HTTP"_L1},
    Greeting{"<html", "HTTP"_L1},    Greeting{"SSH-", "SSH"_L1},
    Greeting{"SH-", "SSH"_L1},       Greeting{"-ERR", "Redis"_L1},
    Greeting{"-NOAUTH", "Redis"_L1}, Greeting{"-DENIED", "Redis"_L1},
    Greeting{"220 ", "SMTP/FTP"_L1}, Greeting{"220-", "SMTP/FTP"_L1},
    Greeting{"* OK", "IMAP"_L1},     Greeting{"+OK", "POP3"_L1},
    Greeting{"RFB ", "VNC"_L1},      Greeting{"AMQP", "AMQP"_L1},
    Greeting{"\x15\x03", "TLS"_L1},
};

// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html: three
// bytes of length, a number of 0, and the version 10 (or 255 for a refusal).
bool isMySql(const QByteArray &bytes)
{
    return bytes.size() >= 5 && bytes[3] == 0 && (bytes[4] == 0x0a || bytes[4] == char(0xff));
}

} // namespace

bool looksLikePostgres(const QByteArray &firstBytes)
{
    if (firstBytes.isEmpty() || !otherProtocol(firstBytes).isEmpty())
        return false;
    const char type = firstBytes[0];
    // The answer to the request for TLS is one letter; a message has a length that begins with 0.
    if (firstBytes.size() == 1)
        return type == 'S' || type == 'N' || type == 'R' || type == 'E';
    const bool known = type == 'R' || type == 'E' || type == 'N' || type == 'S' || type == 'v';
    // A postmaster that cannot start a process answers with a bare text after 'E'.
    return known && (firstBytes[1] == 0 || type == 'E');
}

QString otherProtocol(const QByteArray &firstBytes)
{
    for (const Greeting &greeting : Greetings) {
        if (firstBytes.startsWith(greeting.start))
            return greeting.protocol;
    }
    return isMySql(firstBytes) ? u"MySQL"_s : QString();
}

} // namespace pgaccess
