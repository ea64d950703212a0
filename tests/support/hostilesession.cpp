// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/hostilesession.h"

#include "support/waiting.h"
#include "support/wireformat.h"

#include <QRandomGenerator>
#include <QtEndian>

namespace tests {

using namespace std::chrono_literals;

namespace {

constexpr quint32 CancelRequest = 80877102;
constexpr quint32 TlsRequest = 80877103;
constexpr quint32 GssRequest = 80877104;

QByteArray randomBytes(int count)
{
    QRandomGenerator generator(20261121);
    QByteArray bytes(count, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(generator.bounded(256));
    return bytes;
}

// What a server of another kind says, without being asked.
QByteArray otherGreeting(Hostility hostility)
{
    switch (hostility) {
    case Hostility::Redis:
        return "-ERR unknown command\r\n";
    case Hostility::Ssh:
        return "SSH-2.0-OpenSSH_9.9p1\r\n";
    case Hostility::MySql:
        return QByteArray("J\0\0\0\n8.0.36\0", 12);
    default:
        return {};
    }
}

QByteArray repeated(const QByteArray &bytes)
{
    return bytes.repeated(std::max<qsizetype>(1, 65536 / bytes.size()));
}

// ParseComplete and BindComplete.
QByteArray answerStart()
{
    return wire::message('1') + wire::message('2');
}

QByteArray spam()
{
    return wire::report('N', {{'S', "NOTICE"}, {'V', "NOTICE"}, {'C', "00000"}, {'M', "spam"}});
}

wire::Fields fatal(const QByteArray &state, const QByteArray &message)
{
    wire::Fields fields{{'S', "FATAL"}, {'V', "FATAL"}};
    if (!state.isEmpty())
        fields.append({'C', state});
    fields.append({'M', message});
    return fields;
}

} // namespace

HostileSession::HostileSession(HostileServer &server, const Socket &socket, std::stop_token stop)
    : m_server(server)
    , m_socket(socket)
    , m_stop(std::move(stop))
{
}

void HostileSession::run()
{
    if (m_server.m_hostility == Hostility::Silent)
        ++m_server.m_sessions;
    else if (const QByteArray words = otherGreeting(m_server.m_hostility); !words.isEmpty())
        m_socket.write(words);
    else if (startUp() && authenticate() && greet())
        answerQueries();
    waitForEnd();
}

// Reads the start-up packet, after refusing TLS and GSSAPI.
bool HostileSession::startUp()
{
    for (;;) {
        const QByteArray head = m_socket.readExactly(8);
        if (head.isEmpty())
            return false;
        const auto length = qFromBigEndian<quint32>(head.constData());
        const auto code = qFromBigEndian<quint32>(head.constData() + 4);
        m_server.note(head + (length > 8 ? m_socket.readExactly(length - 8) : QByteArray()));
        if (code == CancelRequest)
            return false;
        if (code != TlsRequest && code != GssRequest) {
            ++m_server.m_sessions;
            return true;
        }
        if (m_server.m_hostility == Hostility::Http)
            return m_socket.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") && false;
        if (m_server.m_hostility == Hostility::Garbage)
            return m_socket.write(randomBytes(4096)) && false;
        m_socket.write("N");
    }
}

bool HostileSession::authenticate()
{
    switch (m_server.m_hostility) {
    case Hostility::Http:
        return m_socket.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") && false;
    case Hostility::Garbage:
        return m_socket.write(randomBytes(4096)) && false;
    case Hostility::Cleartext:
        m_socket.write(wire::authentication(3));
        return readMessage() == 'p' &&
               m_socket.write(
                   wire::report('E', fatal("28P01", "password authentication failed"))) &&
               false;
    case Hostility::EndlessScram:
        endlessScram();
        return false;
    case Hostility::MarkupError:
        return m_socket.write(wire::report(
                   'E', fatal("28000",
                              "<img src=\"file:///etc/passwd\"><b>no</b> \x1b]0;owned\x07\x1b[31m"
                              "\xe2\x80\xae"
                              "evil %1 %n"))) &&
               false;
    case Hostility::StatelessError:
        return m_socket.write(wire::report('E', fatal({}, "no state"))) && false;
    case Hostility::HugeError:
        return m_socket.write(wire::report('E', fatal("53300", QByteArray(25'000, 'x')))) && false;
    default:
        return m_socket.write(wire::authentication(0));
    }
}

// Follows RFC 5802 up to the number of rounds; the client's nonce is in its first message.
void HostileSession::endlessScram()
{
    m_socket.write(wire::authentication(10, wire::text("SCRAM-SHA-256") + '\0'));
    QByteArray first;
    if (readMessage(&first) != 'p')
        return;
    const QByteArray nonce = first.sliced(first.lastIndexOf("r=") + 2);
    m_socket.write(wire::authentication(11, "r=" + nonce + "x,s=c2FsdHNhbHRzYWx0,i=2147483647"));
}

bool HostileSession::greet()
{
    switch (m_server.m_hostility) {
    case Hostility::NeverReady:
        return false;
    case Hostility::Drip:
        drip(wire::greeting("17.0"));
        return true;
    case Hostility::StartupFlood:
        flood(spam());
        return false;
    case Hostility::Ancient:
        return m_socket.write(wire::greeting("9.1.2"));
    case Hostility::Devel:
        return m_socket.write(wire::greeting("99.9devel \x1b[31m(<b>)"));
    default:
        return m_socket.write(wire::greeting("17.4"));
    }
}

// Hurts at each end of a query (Sync), as far as the client still listens.
void HostileSession::answerQueries()
{
    for (char type = readMessage(); type != 0; type = readMessage()) {
        if (type == 'S' || type == 'Q')
            hurt();
    }
}

void HostileSession::hurt()
{
    const QByteArray described = answerStart() + wire::rowDescription({"a"});
    const QByteArray complete = wire::commandComplete("SELECT 1") + wire::readyForQuery();
    switch (m_server.m_hostility) {
    case Hostility::Ancient:
    case Hostility::Devel:
        m_socket.write(described + wire::commandComplete("SELECT 0") + wire::readyForQuery());
        return;
    case Hostility::ManyColumns:
        m_socket.write(answerStart() + wire::rowDescription(QByteArrayList(1600, "same")) +
                       wire::dataRow(QByteArrayList(1600, QByteArray())) + complete);
        return;
    case Hostility::OutOfTurn:
        m_socket.write(described + wire::dataRow({"1"}) + complete + wire::readyForQuery() +
                       described + wire::dataRow({"2"}) + complete);
        return;
    case Hostility::WrongColumns:
        m_socket.write(described + wire::dataRow({"1", "2", "3"}) + complete);
        return;
    default:
        hurtByFloods();
        hurtByCopies();
        hurtByFrames();
    }
}

void HostileSession::hurtByFloods()
{
    const QByteArray described = answerStart() + wire::rowDescription({"a"});
    switch (m_server.m_hostility) {
    case Hostility::NoticeFlood:
        return flood(spam());
    case Hostility::NotifyFlood:
        return flood(wire::notification("channel", QByteArray(100, 'n')));
    case Hostility::ParameterFlood:
        return flood(wire::parameterStatus("application_name", QByteArray(100, 'p')));
    case Hostility::RowFlood:
        m_socket.write(described);
        return flood(wire::dataRow({QByteArray(100, 'r')}));
    case Hostility::HugeRow:
        m_socket.write(described + 'D' + wire::int32(0x3fff'ffff) + wire::int16(1) +
                       wire::int32(0x3fff'fff5));
        return flood(QByteArray(65536, 'h'), 0x4000'0000);
    default:
        return;
    }
}

void HostileSession::hurtByCopies()
{
    const QByteArray noColumns(3, '\0');
    switch (m_server.m_hostility) {
    case Hostility::CopyIn:
        m_socket.write(answerStart() + wire::message('G', noColumns));
        return;
    case Hostility::CopyOut:
        m_socket.write(answerStart() + wire::message('H', noColumns));
        return flood(wire::message('d', "copied\n"));
    case Hostility::CopyBoth:
        m_socket.write(answerStart() + wire::message('W', noColumns));
        return;
    default:
        return;
    }
}

void HostileSession::hurtByFrames()
{
    const QByteArray described = answerStart() + wire::rowDescription({"a"});
    switch (m_server.m_hostility) {
    case Hostility::TruncatedFrame:
        m_socket.write(described + wire::dataRow({QByteArray(100, 't')}).first(50));
        m_socket.shutDown();
        return;
    case Hostility::NegativeLength:
        m_socket.write(described + 'D' + wire::int32(2));
        return;
    case Hostility::HugeLength:
        m_socket.write(described + 'D' + wire::int32(0x7fff'ffff));
        return flood(QByteArray(65536, 'h'), 1 << 20);
    case Hostility::UnknownMessage:
        m_socket.write(wire::message('!', "what?"));
        return;
    case Hostility::RandomBytes:
        m_socket.write(described + randomBytes(65536));
        return;
    default:
        return;
    }
}

void HostileSession::flood(const QByteArray &bytes, qint64 atMost)
{
    const QByteArray chunk = repeated(bytes);
    while (atMost > 0 && !m_stop.stop_requested() && m_socket.write(chunk))
        atMost -= chunk.size();
}

void HostileSession::drip(const QByteArray &bytes)
{
    for (const char byte : bytes) {
        if (m_stop.stop_requested() || !m_socket.write(QByteArray(1, byte)))
            return;
        pause(200ms);
    }
}

char HostileSession::readMessage(QByteArray *payload)
{
    const QByteArray head = m_socket.readExactly(5);
    if (head.isEmpty())
        return 0;
    const auto length = qFromBigEndian<quint32>(head.constData() + 1);
    const QByteArray rest = length > 4 ? m_socket.readExactly(length - 4) : QByteArray();
    m_server.note(head + rest, head[0]);
    if (payload)
        *payload = rest;
    return head[0];
}

void HostileSession::waitForEnd()
{
    for (;;) {
        const QByteArray more = m_socket.read(4096);
        if (more.isEmpty())
            return;
        m_server.note(more);
    }
}

} // namespace tests
