// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/wireformat.h"

#include <QtEndian>

namespace tests::wire {

namespace {

template <typename T>
QByteArray bigEndian(T value)
{
    QByteArray bytes(sizeof(T), Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

} // namespace

QByteArray int16(int value)
{
    return bigEndian(qint16(value));
}

QByteArray int32(quint32 value)
{
    return bigEndian(value);
}

QByteArray text(const QByteArray &value)
{
    return value + '\0';
}

QByteArray message(char type, const QByteArray &payload)
{
    return QByteArray(1, type) + int32(quint32(payload.size() + 4)) + payload;
}

QByteArray authentication(quint32 kind, const QByteArray &rest)
{
    return message('R', int32(kind) + rest);
}

QByteArray parameterStatus(const QByteArray &name, const QByteArray &value)
{
    return message('S', text(name) + text(value));
}

QByteArray readyForQuery()
{
    return message('Z', "I");
}

QByteArray rowDescription(const QByteArrayList &names)
{
    constexpr quint32 textOid = 25;
    QByteArray payload = int16(int(names.size()));
    for (const QByteArray &name : names)
        payload += text(name) + int32(0) + int16(0) + int32(textOid) + int16(-1) +
                   int32(quint32(-1)) + int16(0);
    return message('T', payload);
}

QByteArray dataRow(const QByteArrayList &values)
{
    QByteArray payload = int16(int(values.size()));
    for (const QByteArray &value : values)
        payload += value.isNull() ? int32(quint32(-1)) : int32(quint32(value.size())) + value;
    return message('D', payload);
}

QByteArray commandComplete(const QByteArray &tag)
{
    return message('C', text(tag));
}

QByteArray notification(const QByteArray &channel, const QByteArray &payload)
{
    return message('A', int32(1) + text(channel) + text(payload));
}

QByteArray report(char type, const Fields &fields)
{
    QByteArray payload;
    for (const auto &[code, value] : fields)
        payload += QByteArray(1, code) + text(value);
    return message(type, payload + '\0');
}

QByteArray greeting(const QByteArray &version)
{
    return parameterStatus("server_version", version) + parameterStatus("server_encoding", "UTF8") +
           parameterStatus("client_encoding", "SQL_ASCII") +
           parameterStatus("standard_conforming_strings", "on") +
           parameterStatus("is_superuser", "off") + message('K', int32(4711) + int32(815)) +
           readyForQuery();
}

} // namespace tests::wire
